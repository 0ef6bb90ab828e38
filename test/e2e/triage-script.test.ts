import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { samplePath, SAMPLES_FOLDER } from "../support/samples.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapgraph-script-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** A project of a user's own, with the built package installed. */
function makeProject(): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/heapgraph"), "dir");
  symlinkSync(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"), "dir");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  copyFileSync(`${SAMPLES_FOLDER}triage.ts`, join(folder, "triage.ts"));
}

it("the sample script compiles against the package and tells what leaks", async () => {
  makeProject();
  const run = promisify(execFile);
  await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder]);
  const files = ["before", "after"].map((name) => samplePath(`dataframe/${name}`));
  const failure: unknown = await run(process.execPath, [join(folder, "triage.js"), ...files]).then(
    () => null,
    (error: unknown) => error,
  );
  // It exits with 3: something leaks.
  expect(failure).toMatchObject({ code: 3, stderr: "" });
  const { stdout } = failure as { stdout: string };
  expect(stdout).toMatch(/^\d+ high/);
  expect(stdout).toContain("200 DataFrame");
  expect(stdout).toMatch(/remove +cache\.reports, frees \d+ bytes/);
  expect(stdout).toMatch(/for one +.*cache\.reports/);
}, 60_000);

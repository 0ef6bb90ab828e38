import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { parse } from "yaml";
import yargs from "yargs";
import { loadCommands } from "../../src/cli/commands/index.ts";
import { SAMPLES_FOLDER } from "../support/samples.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

it("the sample test takes snapshots of itself, passes what is well and fails what leaks", async () => {
  // A runner inside of a runner would answer in the outer one's way.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const argv = ["--test", "--test-reporter=tap", `${SAMPLES_FOLDER}leak-test/leak.test.mjs`];
  const failure: unknown = await promisify(execFile)(process.execPath, argv, {
    cwd: ROOT,
    env,
  }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 1 });
  const { stdout } = failure as { stdout: string };
  expect(stdout).toMatch(/^ *ok 1 - counting requests keeps none of them$/m);
  expect(stdout).toMatch(/^ *not ok 2 - counting requests in a list keeps them$/m);
  expect(stdout).toMatch(/FAILED {2}growth\(Request\) > 10: 500, limit 10/);
  expect(stdout).toMatch(/Request \(.*\) are kept by `all`/);
  expect(stdout).toMatch(/code +file:\/\/.*requests\.mjs:\d+:14/);
  expect(stdout).toContain("code: 'LEAKS_FOUND'");
}, 120_000);

it("the sample workflow calls the command with options that it has", async () => {
  const text = readFileSync(`${SAMPLES_FOLDER}github-actions/heap-check.yml`, "utf8");
  const workflow = parse(text) as { jobs: { heap: { steps: { run?: string }[] } } };
  const run = workflow.jobs.heap.steps.find((step) => step.run?.includes("heapgraph"))?.run ?? "";
  const [, , name, ...words] = run.trim().split(/\s+/);
  const [command] = await loadCommands(name);
  const options = command.options(yargs()) as unknown as {
    getOptions(): { key: Record<string, unknown> };
  };
  const known = Object.keys(options.getOptions().key);
  const used = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
  expect(used.length).toBeGreaterThanOrEqual(6);
  expect(known).toEqual(expect.arrayContaining(used));
});

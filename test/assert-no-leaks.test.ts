import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { assertNoLeaks, LeakError, leakMatchers } from "../src/index.ts";
// oxlint-disable-next-line import/no-unassigned-import -- it registers the matcher
import "../src/vitest.ts";
import { writeBaseline } from "../src/gates/baseline.ts";
import { growingSnapshots } from "./support/growing-files.ts";

const folder = mkdtempSync(join(tmpdir(), "heapgraph-leaks-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const [A, B, C] = growingSnapshots([
  { Leak: 100, Other: 100 },
  { Leak: 100, Other: 100 },
  { Leak: 900, Other: 100 },
]).map((bytes, at) => write(`${at}.heapsnapshot`, bytes));

const FLAT = [A, B];
const GROWN = [A, B, C];

async function failureOf(work: Promise<void>): Promise<LeakError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LeakError);
  return error as LeakError;
}

describe("assertNoLeaks", () => {
  it("passes what does not grow", async () => {
    await assertNoLeaks(FLAT);
    await assertNoLeaks(FLAT, { heap: "1MB", classes: { Leak: { growth: 0, count: 100 } } });
  });

  it("fails what grows, and says what and where", async () => {
    const error = await failureOf(assertNoLeaks(GROWN));
    expect(error).toMatchObject({
      name: "LeakError",
      code: "LEAKS_FOUND",
      gates: { isFailed: true, severity: { minSeverity: "medium", count: 1 } },
    });
    expect(error.triage.suspects[0]).toMatchObject({ class: "Leak", count: 900 });
    expect(error.message).toMatch(/^FAILED {2}1 suspect of severity medium or more\n/);
    expect(error.message).toContain("900 Leak");
    expect(error.message).toContain("cut      @3 global .list0 frees 90.0 kB");
    // What is no reason to fail is not told.
    expect(error.message).not.toContain("Other");
  });

  it("goes by a budget, as an object and as a file", async () => {
    const budget = { classes: { Other: { count: 99 } } };
    const error = await failureOf(assertNoLeaks(FLAT, budget));
    expect(error.message).toContain("FAILED  count(Other) > 99: 100, limit 99");
    expect(error.gates.checks[0]?.measures[0]).toMatchObject({ value: 100, limit: 99 });
    const file = write("budget.json", JSON.stringify(budget));
    expect((await failureOf(assertNoLeaks(FLAT, file))).message).toBe(error.message);
  });

  it("accepts what a baseline knows", async () => {
    const { triage } = await failureOf(assertNoLeaks(GROWN));
    const baseline = write("known.json", writeBaseline(triage.suspects, []));
    await assertNoLeaks(GROWN, {}, { baseline });
    const other = write("other.json", writeBaseline(triage.suspects.slice(1), []));
    const error = await failureOf(assertNoLeaks(GROWN, {}, { baseline: other }));
    expect(error.message).toContain("that the baseline does not know");
  });

  it("refuses settings that are none, and files that are missing", async () => {
    const misspelt = { clases: {} } as object;
    await expect(assertNoLeaks(FLAT, misspelt)).rejects.toMatchObject({ code: "SETTINGS_BUDGET" });
    await expect(assertNoLeaks(FLAT, join(folder, "none.yml"))).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      path: join(folder, "none.yml"),
    });
    await expect(assertNoLeaks([join(folder, "none")])).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
    });
  });
});

describe("toHaveNoLeaks", () => {
  it("passes and fails as the assertion does", async () => {
    await expect(FLAT).toHaveNoLeaks();
    await expect(GROWN).not.toHaveNoLeaks();
    await expect(A).toHaveNoLeaks({ minSeverity: "high", classes: { Leak: { count: 100 } } });
    await expect(expect(GROWN).toHaveNoLeaks({ minSeverity: "high" })).rejects.toThrow(
      /900 Leak .* are kept by `global\.list0`/,
    );
    await expect(expect(FLAT).not.toHaveNoLeaks()).rejects.toThrow("nothing does");
  });

  it("takes paths", async () => {
    await expect(leakMatchers.toHaveNoLeaks(5)).rejects.toThrow(TypeError);
    await expect(leakMatchers.toHaveNoLeaks([5])).rejects.toThrow("paths of snapshots");
  });
});

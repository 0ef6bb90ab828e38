import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparePair, type ComparedPair } from "../../support/snapshot-pairs.ts";

/** Holds some objects when its first snapshot is taken, and 50 more at the second. */
const PROGRAM = `
const { writeHeapSnapshot } = require("node:v8");
class Leaked { constructor(at) { this.at = at; this.text = "leaked " + at; } }
const leaked = [];
globalThis.show = () => leaked;
for (let at = 0; at < Number(process.argv[3] ?? 0); at++) leaked.push(new Leaked(at));
writeHeapSnapshot(process.argv[2] + "-1.heapsnapshot");
if (process.argv[4] === "twice") {
  for (let at = 0; at < 50; at++) leaked.push(new Leaked(at));
  writeHeapSnapshot(process.argv[2] + "-2.heapsnapshot");
}
`;

const folder = mkdtempSync(join(tmpdir(), "heapgraph-processes-"));

function snapshot(name: string): string {
  return join(folder, `${name}.heapsnapshot`);
}

const leakedOf = (pair: ComparedPair): unknown =>
  pair.diff({ filter: ["Leaked"] }).classes.map((row) => [row.newCount, row.deletedCount]);

describe("snapshots of running programs", () => {
  beforeAll(async () => {
    const program = join(folder, "program.cjs");
    writeFileSync(program, PROGRAM);
    const run = promisify(execFile);
    await Promise.all([
      run(process.execPath, [program, join(folder, "one"), "10", "twice"]),
      run(process.execPath, [program, join(folder, "other"), "60"]),
    ]);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it("of one process are recognised", async () => {
    const pair = await comparePair([snapshot("one-1"), snapshot("one-2")]);
    const { verdict, agreement, order } = pair.comparison.idSpace;
    expect({ verdict, order }).toEqual({ verdict: "same", order: "forward" });
    expect(agreement).toBeGreaterThanOrEqual(0.9999);
    expect(leakedOf(pair)).toEqual([[50, 0]]);
    expect(pair.diff({ filter: ["Leaked"] }).classes[0].heldBy).toMatchObject({
      code: expect.stringMatching(/(^|→ )leaked\[\*\]$/) as string,
      share: 1,
      holder: { class: "Array" },
    });
  });

  it("of one process in the wrong order are recognised", async () => {
    const pair = await comparePair([snapshot("one-2"), snapshot("one-1")]);
    expect(pair.comparison.idSpace).toMatchObject({ verdict: "same", order: "reversed" });
    expect(leakedOf(pair)).toEqual([[0, 50]]);
  });

  it("of two processes of one program are recognised, and compared by what is alike", async () => {
    const pair = await comparePair([snapshot("one-1"), snapshot("other-1")]);
    const { verdict, agreement, commonCount, order } = pair.comparison.idSpace;
    expect({ verdict, order }).toEqual({ verdict: "different", order: "unknown" });
    // Nearly all ids are common, which is what makes it look like one process.
    expect(commonCount).toBeGreaterThan(10_000);
    expect(agreement).toBeGreaterThan(0);
    expect(pair.comparison.matching).toBe("signatures");
    expect(leakedOf(pair)).toEqual([[50, 0]]);
  });
});

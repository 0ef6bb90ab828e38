import { describe, expect, it } from "vitest";
import type { IdSpace } from "../../src/analysis/change/id-space.ts";
import { describeIdSpace } from "../../src/render/diff-text.ts";

function written(changes: Partial<IdSpace>, matching: "ids" | "signatures" = "ids"): string {
  const idSpace: IdSpace = {
    verdict: "same",
    agreement: 1,
    commonCount: 12_345,
    order: "forward",
    reason: "for this reason",
    ...changes,
  };
  return describeIdSpace({ idSpace, matching });
}

describe("what ids mean, in one line", () => {
  it.each([
    [{}, "Same process: ids are the same objects, 100 % of 12,345 common ids agree"],
    [
      { agreement: 0.99996 },
      "Same process: ids are the same objects, 99.996 % of 12,345 common ids agree",
    ],
    [
      { order: "reversed" },
      "WRONG ORDER: for this reason, 100 % of 12,345 common ids agree; swap the files",
    ],
    [
      { verdict: "unsure", agreement: 0.995 },
      "UNSURE: for this reason, 99.500 % of 12,345 common ids agree",
    ],
    [
      { verdict: "address", agreement: 0.9 },
      "Python: for this reason; counts and sizes of classes are exact, which objects are new is at least known: " +
        "`track=` of the exporter makes it exact for the types it names",
    ],
    [
      { verdict: "address", exactClasses: ["A", "B", "C", "D", "E", "F"] },
      "Python: for this reason; counts and sizes of classes are exact, which objects are new is exact of " +
        "A, B, C, D, E and 1 more, at least known of others",
    ],
    [
      { verdict: "none", agreement: null, commonCount: 0 },
      "NOT BY ID: for this reason; compared by class and size",
    ],
  ] as const)("%j", (changes, text) => {
    expect(written(changes)).toBe(text);
  });

  it("says how objects are compared where it is not by id", () => {
    expect(written({ verdict: "different", agreement: 0.123 }, "signatures")).toBe(
      "NOT BY ID: for this reason, 12.3 % of 12,345 common ids agree; compared by class, size and the way to each object",
    );
  });
});

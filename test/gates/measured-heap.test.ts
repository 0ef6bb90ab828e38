import { describe, expect, it } from "vitest";
import { compareHeaps } from "../../src/analysis/change/compare-heaps.ts";
import { rememberHeap } from "../../src/analysis/change/past-heap.ts";
import { Analyses } from "../../src/analysis/analyses.ts";
import { stripId } from "../../src/analysis/change/series-classes.ts";
import { summarize } from "../../src/analysis/summary.ts";
import {
  type MeasuredHeap,
  measureMany,
  measureOne,
  measureTwo,
} from "../../src/gates/measured-heap.ts";
import { measureSeries } from "../../src/growth.ts";
import { openSnapshot, readSnapshot } from "../../src/index.ts";
import { samplePath } from "../support/samples.ts";

const FILES = ["before", "after"].map((name) => samplePath(`dataframe/${name}`));

function find({ classes }: MeasuredHeap, name: string): unknown {
  return classes.find((one) => one.name === name);
}

describe("what is measured of a real heap", async () => {
  const { analyses } = await openSnapshot(FILES[1]);
  const one = measureOne(analyses);

  it("is what a summary says", () => {
    const rows = new Map<string, { count: number; retained: number; names: number }>();
    for (const { name, count, retainedSize } of summarize(analyses).classes) {
      const known = rows.get(stripId(name));
      rows.set(stripId(name), {
        count: count + (known?.count ?? 0),
        retained: retainedSize + (known?.retained ?? 0),
        names: 1 + (known?.names ?? 0),
      });
    }
    expect(one.classes.map(({ name, counts: [count] }) => [name, count])).toEqual(
      expect.arrayContaining([...rows].map(([name, { count }]) => [name, count])),
    );
    expect(one.classes).toHaveLength(rows.size);
    // Of a name that is one class, what its objects retain together is the row's own number.
    for (const [name, row] of [...rows].slice(0, 40))
      if (row.names === 1) expect(one.retainedBy((each) => each === name)).toBe(row.retained);
  });

  it("is the same in a comparison and in a series, for the last file", async () => {
    const past = rememberHeap(new Analyses(await readSnapshot(FILES[0]), true));
    const two = measureTwo(analyses, compareHeaps(past, analyses));
    const { classes, last } = await measureSeries(FILES);
    const many = measureMany(classes, 2, last);
    for (const name of ["DataFrame", "Series", "ReportKey", "Array", "(string)"]) {
      expect(find(two, name)).toEqual(find(many, name));
      expect(find(two, name)).toMatchObject({ counts: [expect.any(Number), expect.any(Number)] });
    }
    expect(find(two, "DataFrame")).toMatchObject({ counts: [100, 200] });
    expect(two.totalSize).toBe(one.totalSize);
    expect(many.retainedBy((name) => name === "DataFrame")).toBe(
      one.retainedBy((name) => name === "DataFrame"),
    );
  });
});

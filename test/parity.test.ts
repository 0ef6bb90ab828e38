import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../src/analysis/analyses.ts";
import { computeStatistics } from "../src/analysis/statistics.ts";
import type { ClassKey } from "../src/graph/class-keys.ts";
import { readSnapshot } from "../src/parser/read-snapshot.ts";
import {
  type Golden,
  type GoldenClass,
  GOLDEN_NAMES,
  goldenSnapshotPath,
  readGolden,
} from "./support/golden.ts";
import { sumClasses } from "./support/sum-classes.ts";

describe.each(GOLDEN_NAMES)("%s", (name) => {
  let analyses: Analyses;
  let golden: Golden;

  beforeAll(async () => {
    golden = readGolden(name);
    analyses = new Analyses(await readSnapshot(goldenSnapshotPath(name)));
  });

  /** Names the first node whose value differs, null when all agree. */
  const firstDifference = <T extends string | number>(
    actual: (ordinal: number) => T,
    expected: (ordinal: number) => T,
  ): string | null => {
    for (let node = 0; node < golden.nodeCount; node++) {
      const got = actual(node);
      const want = expected(node);
      if (got === want) continue;
      const id = golden.nodes.id[node];
      return `node ${node} @${id} ${analyses.nodeName(node)}: got ${got}, DevTools has ${want}`;
    }
    return null;
  };

  it("has the nodes DevTools has", () => {
    const { nodeIds } = analyses.graph.data;
    expect(analyses.graph.nodeCount).toBe(golden.nodeCount);
    expect(
      firstDifference(
        // DevTools keeps ids in 32 bits.
        (node) => nodeIds[node] >>> 0,
        (node) => golden.nodes.id[node] >>> 0,
      ),
    ).toBeNull();
  });

  it("gives every node DevTools' shallow size", () => {
    const { shallowSizes } = analyses;
    expect(
      firstDifference(
        (node) => shallowSizes[node],
        (node) => golden.nodes.shallow[node],
      ),
    ).toBeNull();
    let total = 0;
    for (const size of shallowSizes) total += size;
    expect(total).toBe(golden.totalSize);
  });

  it("gives every node DevTools' dominator", () => {
    const { idoms } = analyses.dominators;
    expect(
      firstDifference(
        (node) => idoms[node],
        (node) => golden.nodes.dominator[node],
      ),
    ).toBeNull();
  });

  it("gives every node DevTools' retained size", () => {
    const { retainedSizes } = analyses;
    expect(
      firstDifference(
        (node) => retainedSizes[node],
        (node) => golden.nodes.retained[node],
      ),
    ).toBeNull();
  });

  it("gives every node DevTools' distance", () => {
    const { distances } = analyses;
    expect(
      firstDifference(
        (node) => distances[node],
        (node) => golden.nodes.distance[node],
      ),
    ).toBeNull();
  });

  it("gives every node DevTools' class", () => {
    expect(
      firstDifference(
        (node) => analyses.className(node),
        (node) => golden.classNames[golden.nodes.class[node]],
      ),
    ).toBeNull();
  });

  it("has DevTools' row for every class", () => {
    const rows = listRows(analyses);
    expect(rows.toSorted(byKey)).toEqual(golden.classes.toSorted(byKey));
  });

  it("has DevTools' statistics", () => {
    const { total, native, v8heap } = computeStatistics(analyses);
    expect({ total, native, v8heap }).toEqual(golden.statistics);
  });
});

function listRows(analyses: Analyses): GoldenClass[] {
  const totals = sumClasses(analyses);
  return analyses.classKeys.keys.flatMap((key, row) =>
    totals.counts[row] === 0
      ? []
      : [
          {
            key: writeKey(key),
            name: key.className,
            count: totals.counts[row],
            shallow: totals.shallowSizes[row],
            retained: totals.retainedSizes[row],
            distance: totals.distances[row],
          },
        ],
  );
}

function byKey(a: GoldenClass, b: GoldenClass): number {
  return a.key < b.key ? -1 : 1;
}

function writeKey({ className, location }: ClassKey): string {
  if (location === null) return `,${className}`;
  return [location.scriptId, location.line, location.column, className].join(",");
}

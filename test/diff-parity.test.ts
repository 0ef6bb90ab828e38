import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { DiffResult, DiffRow } from "../src/analysis/change/diff.ts";
import { hasBit } from "../src/graph/arrays/bit-set.ts";
import type { ClassKey } from "../src/graph/class-keys.ts";
import { type ComparedPair, comparePair, SNAPSHOT_PAIRS } from "./support/snapshot-pairs.ts";

/** A row of DevTools' comparison; the key is `script,line,column,name` or `,name`. */
interface GoldenChange {
  readonly key: string;
  readonly name: string;
  readonly added: number;
  readonly removed: number;
  readonly countDelta: number;
  readonly addedSize: number;
  readonly removedSize: number;
  readonly sizeDelta: number;
}

function readGoldenDiff(name: string): GoldenChange[] {
  const path = fileURLToPath(new URL(`./fixtures/golden/${name}.diff.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as GoldenChange[];
}

/** What a program did between its snapshots. */
interface Truth {
  /** By class, how many objects more. */
  readonly deltas: Readonly<Record<string, number>>;
  /** By class, what holds the new ones. */
  readonly holders: Readonly<Record<string, string>>;
}

/** As the programs counted it themselves. */
const TRUTHS: Readonly<Record<"leaky-server" | "dataframe", Truth>> = {
  "leaky-server": {
    deltas: {
      Session: 800,
      AdminSession: 200,
      SessionUser: 1000,
      SessionMeta: 1000,
      RequestContext: 1000,
      BigPayload: 1000,
      TimerTask: 100,
      ListNode: 1000,
      PendingJob: 1000,
      GenState: 1000,
      Secret: 1000,
      DataFrame: 20,
      WeakRef: 1000,
    },
    holders: {
      Session: "sessionCache.map.get(*)",
      AdminSession: "sessionCache.map.get(*)",
      BigPayload: "handlers[*] → payload",
      RequestContext: "bus._events.update[*] → ctx",
      DataFrame: "frames[*]",
      Secret: "secrets[*]",
      Buffer: "uploads[*]",
      pendingGen: "generators[*]",
    },
  },
  dataframe: {
    deltas: { DataFrame: 100, ReportKey: 100, Series: 400 },
    holders: {
      DataFrame: "cache.reports.get(*).df",
      ReportKey: "cache.reports.keys()",
      Series: "cache.reports.get(*).df.series[*]",
    },
  },
};

describe.each([
  ["leaky-server", "node24-0..node24-2"],
  ["dataframe", "hand-node22-1..hand-node22-2"],
] as const)("%s", (name, golden) => {
  let pair: ComparedPair;
  let result: DiffResult;

  beforeAll(async () => {
    pair = await comparePair(SNAPSHOT_PAIRS[name]);
    result = pair.diff({ heldByRows: 100 });
  });

  const rowOf = (className: string): DiffRow => {
    const rows = result.classes.filter((row) => row.name === className);
    expect(rows).toHaveLength(1);
    return rows[0];
  };

  it("has DevTools' row for every class that changed, and no other", () => {
    const rows = pair.comparison.classes
      .filter(({ newCount, deletedCount }) => newCount > 0 || deletedCount > 0)
      .map((change): GoldenChange => ({
        key: writeKey(change.key),
        name: change.key.className,
        added: change.newCount,
        removed: change.deletedCount,
        countDelta: change.newCount - change.deletedCount,
        addedSize: change.newSize,
        removedSize: change.deletedSize,
        sizeDelta: change.newSize - change.deletedSize,
      }));
    expect(rows.toSorted(byKey)).toEqual(readGoldenDiff(golden).toSorted(byKey));
    expect(result.classes).toHaveLength(rows.length);
  });

  it("is of one process, the files in order", () => {
    expect(result.idSpace).toMatchObject({ verdict: "same", agreement: 1, order: "forward" });
    expect(result.matching).toBe("ids");
  });

  it("has the objects that the program made, and none gone", () => {
    const { deltas } = TRUTHS[name];
    const found = Object.keys(deltas).map((className) => {
      const { newCount, deletedCount, countDelta } = rowOf(className);
      expect([newCount, deletedCount]).toEqual([countDelta, 0]);
      return [className, countDelta];
    });
    expect(Object.fromEntries(found)).toEqual(deltas);
  });

  it("names what holds them", () => {
    const { holders } = TRUTHS[name];
    const found = Object.keys(holders).map((className) => {
      const { heldBy } = rowOf(className);
      // Two requests are still running.
      expect(heldBy?.share).toBeGreaterThanOrEqual(0.998);
      return [className, heldBy?.code];
    });
    expect(Object.fromEntries(found)).toEqual(holders);
  });

  it("names new objects of the class as samples", () => {
    const { nodeIds } = pair.analyses.graph.data;
    for (const { name: className, newCount, sampleIds } of result.classes) {
      expect(sampleIds).toHaveLength(Math.min(3, newCount));
      for (const id of sampleIds) {
        const node = nodeIds.indexOf(id);
        expect(pair.analyses.className(node)).toBe(className);
        expect(hasBit(pair.comparison.isNew, node)).toBe(true);
      }
    }
  });

  it("adds up to the growth of the heap", () => {
    const { totals, classes } = result;
    const sum = (field: "sizeDelta" | "newSize" | "deletedSize"): number =>
      classes.reduce((all, row) => all + row[field], 0);
    expect(sum("newSize")).toBe(totals.newSize);
    expect(sum("deletedSize")).toBe(totals.deletedSize);
    expect(sum("sizeDelta")).toBe(totals.newSize - totals.deletedSize);
  });
});

function byKey(a: GoldenChange, b: GoldenChange): number {
  return a.key < b.key ? -1 : 1;
}

function writeKey({ className, location }: ClassKey): string {
  if (location === null) return `,${className}`;
  return [location.scriptId, location.line, location.column, className].join(",");
}

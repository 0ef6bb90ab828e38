import { beforeAll, describe, expect, it } from "vitest";
import type { DiffResult, DiffRow } from "../../../src/analysis/change/diff.ts";
import { hasBit } from "../../../src/graph/arrays/bit-set.ts";
import { type ComparedPair, comparePair, SNAPSHOT_PAIRS } from "../../support/snapshot-pairs.ts";

/** The row of a class that has one only. */
function rowOf({ classes }: DiffResult, name: string): DiffRow {
  const rows = classes.filter((row) => row.name === name);
  expect(rows).toHaveLength(1);
  return rows[0];
}

function heldBy(result: DiffResult, name: string): string {
  const held = rowOf(result, name).heldBy;
  return held === null ? "" : `${Math.round(held.share * 100)} % ${held.code}`;
}

describe("Hermes", () => {
  let result: DiffResult;
  beforeAll(async () => {
    result = (await comparePair(SNAPSHOT_PAIRS.hermes)).diff();
  });

  it("keeps its ids", () => {
    expect(result.idSpace).toMatchObject({ verdict: "same", agreement: 1, order: "forward" });
  });

  it.each([
    // Instances, and the prototype, which is called like its class.
    ["Session", 501],
    ["SessionUser", 501],
    ["RequestContext", 501],
    ["BigPayload", 501],
    ["DataFrame", 11],
    ["ListNode", 500],
  ])("has the %s objects that the program made: %i", (name, count) => {
    expect(rowOf(result, name)).toMatchObject({ newCount: count, deletedCount: 0 });
  });

  it("names what holds them", () => {
    expect(heldBy(result, "Session")).toBe("100 % globalThis.sessions.get(*)");
    expect(heldBy(result, "BigPayload")).toBe("100 % globalThis.handlers[*]<[*]>");
    expect(heldBy(result, "DataFrame")).toBe("91 % globalThis.frames[*]");
  });
});

describe("Python", () => {
  let result: DiffResult;
  beforeAll(async () => {
    result = (await comparePair(SNAPSHOT_PAIRS.python)).diff();
  });

  it("is compared by address, which is said", () => {
    expect(result.matching).toBe("ids");
    expect(result.idSpace).toMatchObject({ verdict: "address", order: "unknown" });
    expect(result.idSpace.agreement).toBeGreaterThan(0.999);
    expect(result.idSpace.reason).toContain("addresses");
  });

  it.each([
    ["pandas.core.frame.DataFrame", 20],
    ["pandas.core.internals.BlockManager", 20],
    ["__main__.Report", 5],
    ["bytearray", 20],
  ])("has the %s objects that the program made: %i", (name, count) => {
    expect(rowOf(result, name)).toMatchObject({
      newCount: count,
      deletedCount: 0,
      reissuedCount: 0,
    });
  });

  it("names what holds them", () => {
    const { code } = rowOf(result, "__main__.Report").heldBy ?? {};
    expect(code).toMatch(/^sys\.modules\["__main__"\]\.LISTENERS/);
  });
});

describe("Bun", () => {
  let pair: ComparedPair;
  let result: DiffResult;
  beforeAll(async () => {
    pair = await comparePair(SNAPSHOT_PAIRS.bun);
    result = pair.diff({ heldByRows: 100 });
  });

  it("never repeats an id: objects are matched by what is alike", () => {
    expect(result.idSpace).toMatchObject({ verdict: "none", order: "unknown" });
    expect(result.matching).toBe("signatures");
  });

  it.each([
    ["Session", 400],
    ["AdminSession", 100],
    ["SessionUser", 500],
    ["SessionMeta", 500],
    ["RequestContext", 500],
    ["BigPayload", 500],
    ["ListNode", 500],
    ["Secret", 500],
    ["DataFrame", 10],
    ["TimerTask", 50],
  ])("has the %s objects that the program made: %i", (name, count) => {
    expect(rowOf(result, name)).toMatchObject({ newCount: count, deletedCount: 0 });
  });

  it("names what holds them", () => {
    expect(heldBy(result, "BigPayload")).toBe("100 % handlers[*] → payload");
    expect(heldBy(result, "Secret")).toBe("100 % secrets[*]");
    expect(heldBy(result, "DataFrame")).toBe("100 % frames[*]");
    expect(heldBy(result, "RequestContext")).toBe("100 % bus._events.update[*] → ctx");
  });

  it("pairs most of what was there before", () => {
    const { past } = pair;
    let left = 0;
    for (let node = 0; node < past.nodeCount; node++)
      if (hasBit(pair.comparison.isDeleted, node)) left++;
    expect(left).toBe(result.totals.deletedCount);
    expect(left / past.nodeCount).toBeLessThan(0.1);
  });
});

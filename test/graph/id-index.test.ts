import { describe, expect, it } from "vitest";
import { IdIndex } from "../../src/graph/id-index.ts";

describe("an index of ids", () => {
  it("finds every id and nothing else", () => {
    const ids = Uint32Array.of(7, 1, 0, 4294967295, 13, 2);
    const index = new IdIndex(ids);
    expect([...ids].map((id) => index.find(id))).toEqual([0, 1, 2, 3, 4, 5]);
    for (const id of [3, 6, 4294967294, 4294967296, 4294967303, 1.5, -1, NaN])
      expect(index.find(id)).toBe(-1);
  });

  it("of no ids finds none", () => {
    const index = new IdIndex(new Uint32Array());
    expect([index.find(0), index.find(1)]).toEqual([-1, -1]);
  });

  it("finds the first of ids that stand there twice", () => {
    const index = new IdIndex(Uint32Array.of(5, 9, 5, 9, 9, 11));
    expect([index.find(5), index.find(9), index.find(11)]).toEqual([0, 1, 5]);
  });

  it("tells ids apart that differ above 32 bits only", () => {
    const ids = Float64Array.from({ length: 200 }, (_, at) => at * 2 ** 32 + 5);
    const index = new IdIndex(ids);
    for (const [at, id] of ids.entries()) {
      expect(index.find(id)).toBe(at);
      expect(index.find(id + 2)).toBe(-1);
    }
    expect(index.find(200 * 2 ** 32 + 5)).toBe(-1);
  });

  it("takes the largest ids that are exact", () => {
    const ids = Float64Array.of(2 ** 53 - 1, 2 ** 53 - 3, 2 ** 52 + 1, 2 ** 47);
    const index = new IdIndex(ids);
    expect([...ids].map((id) => index.find(id))).toEqual([0, 1, 2, 3]);
    expect(index.find(2 ** 53 - 5)).toBe(-1);
  });

  it("stays right where all ids fall into few slots", () => {
    // The low bits of the hash are those of the id times an odd number: equal for equal low bits, but for a shift.
    const ids = Float64Array.from({ length: 3000 }, (_, at) => at * 2 ** 20);
    const index = new IdIndex(ids);
    for (const [at, id] of ids.entries()) if (index.find(id) !== at) expect(id).toBe(at);
    expect(index.find(1)).toBe(-1);
    expect(index.find(3000 * 2 ** 20)).toBe(-1);
  });

  it.each([
    ["a million odd ids as V8 gives them", 1_000_000, (at: number) => 2 * at + 1],
    ["addresses of 16 bytes in a row", 100_000, (at: number) => 17_590_000_000_000 + 2 * at],
    ["ids far apart", 100_000, (at: number) => (Math.imul(at, 0x9e3779b1) >>> 0) * 1024 + 3],
  ])("takes %s quickly", (_, count, idOf) => {
    const ids = Float64Array.from({ length: count }, (__, at) => idOf(at));
    const start = performance.now();
    const index = new IdIndex(ids);
    let found = 0;
    for (let at = 0; at < count; at++) if (index.find(ids[at]) === at) found++;
    let missed = 0;
    for (let at = 0; at < count; at++) if (index.find(ids[at] + 0.5) < 0) missed++;
    expect([found, missed]).toEqual([count, count]);
    // A tenth of this is usual; where ids pile up it takes minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

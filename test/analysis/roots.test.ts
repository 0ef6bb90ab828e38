import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { listRoots, type RootsResult } from "../../src/analysis/roots.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { graph } from "../support/graph-dsl.ts";
import { fixturePath } from "../support/real-files.ts";

const HEAP = graph(`
  root -element:1-> gc
  root -> global:10
  root -> queue:3
  gc is synthetic "(GC roots)" 0
  gc -element:1-> strong
  gc -element:2-> handles
  strong is synthetic "(Strong roots)" 0
  handles is synthetic "(Strong roots)" 0
  strong -> s:100 both:40
  handles -> both
  handles -weak:7-> w
  global -> g:20 w:5
`);
const analyses = new Analyses(HEAP.graph);

describe("listRoots", () => {
  it("gives categories and the root's other children, by what they retain", () => {
    const { roots, totalSize } = listRoots(analyses);
    expect(totalSize).toBe(178);
    expect(roots.map((row) => [row.category, row.retainedSize, row.count])).toEqual([
      ["Strong roots", 100, 1],
      ["global", 35, 2],
      ["queue", 3, 0],
      ["Strong roots", 0, 0],
    ]);
    expect(roots[3]).toMatchObject({ heldCount: 1, weakCount: 1, reachableSize: null });
  });

  it("tells what several hold together", () => {
    expect(listRoots(analyses).shared).toEqual({ count: 1, shallowSize: 40 });
    expect(listRoots(analyses).unreachable).toEqual({ count: 0, shallowSize: 0 });
  });

  it("measures what each reaches when asked", () => {
    const { roots } = listRoots(analyses, { reachable: true });
    expect(roots.map((row) => row.reachableSize)).toEqual([140, 35, 3, 40]);
  });

  it("says what a limit cuts off", () => {
    const { roots, omitted } = listRoots(analyses, { limit: 1 });
    expect(roots).toHaveLength(1);
    expect(omitted).toEqual({ count: 3, retainedSize: 38 });
  });

  describe.each(["bun-1", "hermes-0.7.2", "py-mini_a"] as const)("of %s", (name) => {
    let result: RootsResult;
    let nodeCount: number;

    beforeAll(async () => {
      const heap = await readSnapshot(fixturePath(name));
      nodeCount = heap.nodeCount;
      result = listRoots(new Analyses(heap));
    });

    it("accounts for every byte and nearly every node", () => {
      const { roots, shared, unreachable, totalSize } = result;
      const retained = roots.reduce((bytes, row) => bytes + row.retainedSize, 0);
      // The categories of Bun lie below `(GC roots)`, which is a row: none is counted twice.
      expect(retained + shared.shallowSize + unreachable.shallowSize).toBe(totalSize);
      const nodes = roots.reduce((count, row) => count + row.count + 1, 0);
      expect(nodeCount - nodes - shared.count - unreachable.count).toBeLessThanOrEqual(2);
    });

    it("names what its producer has", () => {
      const expected = {
        "bun-1": ["GlobalObject", "GC roots"],
        "hermes-0.7.2": ["Registers", "IdentifierTable"],
        "py-mini_a": ["sys.modules", "Native roots", "thread MainThread"],
      }[name];
      expect(result.roots.map((row) => row.category)).toEqual(expect.arrayContaining(expected));
    });
  });
});

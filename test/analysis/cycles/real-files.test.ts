import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findCycles } from "../../../src/analysis/cycles/find-cycles.ts";
import { readSnapshot } from "../../../src/parser/read-snapshot.ts";
import { showObject } from "../../../src/analysis/show.ts";
import { fixturePath } from "../../support/real-files.ts";

const open = async (path: string): Promise<Analyses> =>
  new Analyses(await readSnapshot(path, { threads: 1 }));

describe("the loops of a Node.js program", () => {
  it("are its linked list of 501 nodes, and the runtime's in smaller ones", async () => {
    const analyses = await open(fixturePath("node24-1"));
    const { groups, totals, filtered } = findCycles(analyses);
    const list = groups.find(({ code }) => code === "ListNode.next -> ListNode.prev -> ListNode");
    expect(list).toMatchObject({ count: 1, nodeCount: 501, length: 2, unheldCount: 0 });
    expect(list?.classes).toEqual([{ class: "ListNode", count: 501 }]);
    expect(list?.example.entries).toMatchObject([
      { class: "system / Context", code: "(queueTail)" },
    ]);
    expect(totals).toMatchObject({ largest: 501 });
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(totals.componentCount);
    expect(groups.reduce((sum, { nodeCount }) => sum + nodeCount, 0)).toBe(totals.nodeCount);
    expect(Math.min(filtered.plumbing, filtered.scopes, filtered.loose)).toBeGreaterThan(1000);

    const only = findCycles(analyses, { type: ["ListNode"] });
    expect(only.groups).toEqual([list]);
    const whole = findCycles(analyses, { all: true });
    expect(whole.totals.largest).toBeGreaterThan(10_000);
    expect(whole.filtered).toEqual({ plumbing: 0, scopes: 0, loose: 0 });

    const [head] = list?.example.loop ?? [];
    expect(showObject(analyses, head.id).loop).toEqual({ code: list?.code, length: 2 });
  });
});

describe("the loops of a Python program that never collects", () => {
  it("are 50 nodes and 5 zombies that nothing else holds", async () => {
    const path = new URL("../../fixtures/cycles/unreachable.heapsnapshot.gz", import.meta.url);
    const { groups, totals } = findCycles(await open(fileURLToPath(path)));
    expect(totals).toMatchObject({ componentCount: 55, nodeCount: 55, largest: 1 });
    expect(groups.map(({ code, count, unheldCount }) => [code, count, unheldCount])).toEqual([
      ["__main__.Node.me -> __main__.Node", 50, 50],
      ["__main__.Zombie.me -> __main__.Zombie", 5, 5],
    ]);
    expect(groups[0].retainedSize).toBeGreaterThan(500_000);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { type CutResult, findCuts } from "../../../src/analysis/cut/find-cuts.ts";
import { removeReferences } from "../../../src/analysis/cut/remove-references.ts";
import { selectObjects } from "../../../src/analysis/select-objects.ts";
import { showObject } from "../../../src/analysis/show.ts";
import { readSnapshot } from "../../../src/parser/read-snapshot.ts";
import { fixturePath } from "../../support/real-files.ts";

const open = async (name: "node24-1" | "detached-1"): Promise<Analyses> =>
  new Analyses(await readSnapshot(fixturePath(name), { threads: 1 }));

function cutsOf(analyses: Analyses, type: string, limit?: number): CutResult {
  const { ordinals, omitted } = selectObjects(analyses, { type: [type] });
  return findCuts(analyses, ordinals, omitted, limit === undefined ? {} : { limit });
}

describe("a Node.js program with a cache and listeners that nobody removes", () => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await open("node24-1");
  });

  it("lets its sessions go with one reference, the cache's map", () => {
    const { verdict, cuts, set, objects } = cutsOf(analyses, "Session");
    expect({ verdict, set }).toEqual({ verdict: "single", set: null });
    expect(cuts.map(({ code }) => code).slice(0, 2)).toEqual(["sessionCache.map", "sessionCache"]);
    expect(cuts[0]).toMatchObject({ edge: ".map", freedCount: 400, from: { id: 108283 } });
    expect(cuts[0].share).toBeCloseTo(cuts[0].freedChosenSize / objects.retainedSize);

    const { freed, removedEdges } = removeReferences(analyses, {
      edges: [{ id: cuts[0].from.id, code: cuts[0].edge }],
    });
    expect(freed.size).toBe(cuts[0].freedSize);
    expect(freed.classes).toContainEqual(expect.objectContaining({ class: "Session", count: 400 }));
    expect(removedEdges).toBe(1);
  });

  it("lets one session go with its entry of the map", () => {
    const { ordinals, omitted } = selectObjects(analyses, { type: ["Session"] });
    const { verdict, cuts } = findCuts(analyses, ordinals.subarray(5, 6), omitted);
    expect(verdict).toBe("single");
    expect(cuts[0].code).toMatch(/^sessionCache\.map\.get\("sess-\d+"\)$/);
    const { bestCut, loop } = showObject(analyses, analyses.graph.data.nodeIds[ordinals[5]]);
    expect(bestCut).toMatchObject({ code: cuts[0].code, freedSize: cuts[0].freedSize });
    expect(loop).toBeNull();
  });

  it("lets its contexts of requests go with four references", () => {
    const { verdict, set, objects } = cutsOf(analyses, "RequestContext");
    expect(verdict).toBe("set");
    expect(set?.edges).toHaveLength(4);
    expect(set?.edges.map(({ code }) => code)).toContain("bus._events.update");
    expect(set?.freed.classes).toContainEqual(
      expect.objectContaining({ class: "RequestContext", count: objects.count }),
    );
  });
});

describe("a page with handlers of its widgets", () => {
  it("lets them go with the widgets and the bus", async () => {
    const { verdict, set, objects } = cutsOf(await open("detached-1"), "TickHandler");
    expect(verdict).toBe("set");
    expect(set?.edges.map(({ code }) => code)).toEqual([
      "window.widgets",
      expect.stringMatching(/^window\.bus\[\d+\]$/),
    ]);
    expect(set?.freed.classes).toContainEqual(
      expect.objectContaining({ class: "TickHandler", count: objects.count }),
    );
  });
});

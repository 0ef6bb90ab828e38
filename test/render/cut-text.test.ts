import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { findCuts } from "../../src/analysis/cut/find-cuts.ts";
import { type Removal, removeReferences } from "../../src/analysis/cut/remove-references.ts";
import { selectObjects } from "../../src/analysis/select-objects.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { renderCutText, renderRemovalText } from "../../src/render/cut-text.ts";
import { graph } from "../support/graph-dsl.ts";
import { fixturePath } from "../support/real-files.ts";

let analyses: Analyses;

beforeAll(async () => {
  analyses = new Analyses(await readSnapshot(fixturePath("node24-1"), { threads: 1 }));
});

const textOf = (heap: string, chosen: string, count = 0, limit = 10): string => {
  const { graph: built, ordinalOf } = graph(heap);
  const ordinals = Uint32Array.of(ordinalOf[chosen]);
  return renderCutText(findCuts(new Analyses(built), ordinals, { count }, { limit }), 100);
};

describe("renderCutText", () => {
  it.each([
    ["single", "Session", 100],
    ["set", "RequestContext", 80],
  ])("prints %s", async (name, type, width) => {
    const { ordinals, omitted } = selectObjects(analyses, { type: [type] });
    const text = renderCutText(findCuts(analyses, ordinals, omitted, { limit: 5 }), width);
    await expect(text).toMatchFileSnapshot(`../golden/cut/${name}.txt`);
  });

  it("says that there is none", () => {
    const holders = Array.from({ length: 6 }, (_, n) => `root -> h${n}\nh${n} -> x`).join("\n");
    expect(textOf(holders, "x")).toBe(
      "1 object, 1 B retained\n" +
        "Neither one reference nor five together free them: they are held in many ways, or by the runtime itself.\n",
    );
  });

  it("says what frees some where nothing frees all", () => {
    const ways = Array.from({ length: 6 }, (_, n) => `root -> h${n}\nh${n} -> x`).join("\n");
    const { graph: heap, ordinalOf } = graph(`${ways}\nroot -> a\na -> y`);
    const chosen = Uint32Array.of(ordinalOf["x"], ordinalOf["y"]);
    const text = renderCutText(findCuts(new Analyses(heap), chosen, { count: 0 }), 100);
    expect(text).toContain(
      "No reference frees all of them, nor do five together; what frees some:\n",
    );
    expect(text).not.toContain("Neither");
  });

  it("says what a limit cuts off, of references and of objects", () => {
    const text = textOf("root -> a\na -> b\nb -> c\nc -> x", "x", 3, 1);
    expect(text).toContain("1 object, 1 B retained\nRemoving one reference frees it.\n");
    expect(text).toMatch(
      /\n… 2 more; --limit 0 shows all\n3 more objects not looked at; --max-objects 0 takes all\n$/,
    );
  });

  it("escapes names", () => {
    const heap = 'root -> a b\na is object "E\\u001b[31m"\nx is object\na -> x\nb -> x';
    expect(textOf(heap, "x")).not.toContain("\u001b");
  });
});

describe("renderRemovalText", () => {
  it.each<[string, Removal]>([
    ["without-the-map", { edges: [{ id: 108283, code: ".map" }] }],
    ["without-events", { matching: ["*._events -> *"] }],
    ["without-the-cache", { nodes: [108283], edges: [{ id: 108295, code: ".update" }] }],
  ])("prints %s", async (name, removal) => {
    const text = renderRemovalText(removeReferences(analyses, removal), 100);
    await expect(text).toMatchFileSnapshot(`../golden/cut/${name}.txt`);
  });

  it("says when nothing becomes free", () => {
    const { graph: heap } = graph("root -> a x\na -> x");
    const removal = { edges: [{ id: 3, code: ".x" }] };
    expect(renderRemovalText(removeReferences(new Analyses(heap), removal), 100)).toBe(
      "Without 1 edge, nothing becomes free: other references still hold everything\n",
    );
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { showObject } from "../../src/analysis/show.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { renderShowText } from "../../src/render/show-text.ts";
import { fixturePath } from "../support/real-files.ts";

const OBJECTS = {
  "node24-1": [
    ["session-cache", 108283],
    ["concatenated-string", 108005],
    ["sliced-string", 108251],
    ["weak-map-value", 161115],
    ["root", 1],
  ],
  "detached-1": [
    ["closure-chrome", 56791],
    ["detached-element", 56161],
    ["script-scopes", 31639],
  ],
  "node24-alloc": [["allocation-stack", 118261]],
} as const;

describe.each(["node24-1", "detached-1", "node24-alloc"] as const)("objects of %s", (file) => {
  let analyses: Analyses;

  beforeAll(async () => {
    analyses = new Analyses(await readSnapshot(fixturePath(file), { threads: 1 }));
  });

  it.each<readonly [string, number]>(OBJECTS[file])("are shown as text: %s", async (name, id) => {
    const text = renderShowText(showObject(analyses, id, { limit: 8 }), 100);
    await expect(text).toMatchFileSnapshot(`../golden/show/${name}.txt`);
  });
});

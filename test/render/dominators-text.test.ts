import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { type DominatorOptions, viewDominators } from "../../src/analysis/dominator-view.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { renderDominatorsFolded, renderDominatorsText } from "../../src/render/dominators-text.ts";
import { fixturePath } from "../support/real-files.ts";

const SESSION_CACHE = { id: 108283, byClass: true };
let analyses: Analyses;

beforeAll(async () => {
  analyses = new Analyses(await readSnapshot(fixturePath("node24-1"), { threads: 1 }));
});

describe("renderDominatorsText", () => {
  it.each<[string, DominatorOptions]>([
    ["node24", {}],
    ["node24-by-class", { byClass: true, depth: 3, minSize: 200_000 }],
    ["session-cache-by-class", SESSION_CACHE],
  ])("draws %s", async (name, options) => {
    const text = [...renderDominatorsText(viewDominators(analyses, options), 100)].join("");
    await expect(text).toMatchFileSnapshot(`../golden/dominators/${name}.txt`);
  });
});

describe("renderDominatorsFolded", () => {
  it("writes a line for what each row holds itself", async () => {
    const text = [...renderDominatorsFolded(viewDominators(analyses, SESSION_CACHE))].join("");
    await expect(text).toMatchFileSnapshot("../golden/dominators/session-cache-by-class.folded");
  });

  it("accounts for the whole heap", () => {
    const result = viewDominators(analyses, { depth: 100, limit: 0, minSize: 10_000 });
    const lines = [...renderDominatorsFolded(result)];
    expect(lines.every((line) => /^[^ ].* \d+\n$/.test(line))).toBe(true);
    const sum = lines.reduce((bytes, line) => bytes + Number(line.slice(line.lastIndexOf(" "))), 0);
    expect(sum).toBe(12_349_651);
  });
});

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Analyses } from "../../../src/analysis/analyses.ts";
import { findPaths } from "../../../src/analysis/find-paths.ts";
import { selectObjects } from "../../../src/analysis/select-objects.ts";
import {
  codesTo,
  directHolders,
  drawnReferences,
  lineageOf,
  openAnalyses,
  stationsOf,
  waysTo,
} from "../../support/lineage-facts.ts";
import { fixturePath } from "../../support/real-files.ts";

const WINDOW = "Window [JSGlobalObject] / http://127.0.0.1:39983";

describe("a page with detached elements", () => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(fixturePath("detached-1"));
  });

  it.each([
    ["Widget", "window.widgets[#]"],
    ["Detached <div>", "window.detachedList[#]"],
    // Blink's own fields have numbers instead of names.
    ["Detached <span>", "window.detachedList[#][#]"],
    ["Detached <button>", "window.widgets[#].el"],
    ["Detached <fancy-box>", "window.attachedKeep[#]"],
  ])("names the way to each %s", (type, code) => {
    expect(codesTo(analyses, type, 0)).toEqual([code]);
  });

  it.each<[string, string[], string[]]>([
    ["Widget", ["Array [*] 100 Widget"], [`${WINDOW} .widgets 1 Array`]],
    [
      "Detached <div>",
      // The context of the listeners, which the button refers to and the bus.
      ["Array [*] 100 Detached <div>", "system / Context (d) 100 Detached <div>"],
      [
        `${WINDOW} .detachedList 1 Array`,
        "onClick() <context> 100 system / Context",
        "Detached <button> [*] 100 Detached blink::EventTargetData",
        "Widget .el 100 Detached <button>",
      ],
    ],
    [
      "Detached <fancy-box>",
      ["Array [*] 10 Detached <fancy-box>"],
      [`${WINDOW} .attachedKeep 1 Array`],
    ],
    [
      "TickHandler",
      ["system / Context (th) 100 TickHandler"],
      [
        "onTick() <context> 100 system / Context",
        "V8EventListener [*] 100 onTick()",
        `${WINDOW} .bus 1 EventTarget`,
      ],
    ],
  ])("draws what holds all %s", (type, holders, above) => {
    const result = lineageOf(analyses, type);
    expect(directHolders(result)).toEqual(holders);
    expect(drawnReferences(result)).toEqual(expect.arrayContaining(above));
  });

  it("leads to a TickHandler through the bus and its listener", () => {
    for (const way of waysTo(analyses, "TickHandler")) {
      expect(way?.code).toMatch(/^window\.bus(\[\d+\])+ → th$/);
      const stations = stationsOf(way);
      expect(stations.slice(0, 2)).toEqual([WINDOW, "EventTarget"]);
      expect(stations.slice(-4)).toEqual([
        "V8EventListener",
        "onTick()",
        "system / Context",
        "TickHandler",
      ]);
    }
  });
});

describe("a page that keeps windows of removed frames", () => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(
      fileURLToPath(new URL("../../fixtures/lineage/iframe-1.heapsnapshot.gz", import.meta.url)),
    );
  });

  it("leads to each FrameModel through its window", () => {
    const codes = waysTo(analyses, "FrameModel", 0).map((way) => way?.code ?? "nothing");
    const expected = Array.from({ length: 10 }, (_, frame) =>
      Array.from(
        { length: 20 },
        (__, model) => `window.keptWindows[${frame}].global_object.models[${model}]`,
      ),
    );
    expect(codes.toSorted()).toEqual(expected.flat().toSorted());
  });

  it("draws the windows that are kept", () => {
    const result = lineageOf(analyses, "FrameModel");
    expect(directHolders(result)).toEqual(["Array [*] 200 FrameModel"]);
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining([
        "Window [JSGlobalObject] .models 10 Array",
        "Detached Window .global_object 10 Window [JSGlobalObject] (loose)",
        "Array [*] 10 Detached Window",
        expect.stringMatching(/^Window \[JSGlobalObject\] \/ http\S+ \.keptWindows 1 Array$/),
      ]),
    );
  });

  it("knows the documents that are kept besides, where the frame's is among them", () => {
    const { ordinals, omitted } = selectObjects(analyses, {
      type: ["FrameModel"],
      pick: { by: "newest" },
    });
    const [newest] = findPaths(analyses, ordinals, omitted, { count: 4 }).objects;
    expect(newest.paths[0].code).toBe("window.keptWindows[9].global_object.models[19]");
    expect(newest.paths.map((path) => path.code)).toContainEqual(
      expect.stringMatching(/^window\.keptDocs\[4\].*\.global_object\.models\[19\]$/),
    );
    const documents = lineageOf(analyses, "Detached HTMLDocument");
    expect(directHolders(documents)).toContainEqual("Array [*] 5 Detached HTMLDocument");
    expect(drawnReferences(documents)).toContainEqual(
      expect.stringMatching(/^Window \[JSGlobalObject\] \/ http\S+ \.keptDocs 1 Array$/),
    );
  });

  it("tells the 5 documents that are kept from those that the windows hold", () => {
    const { ordinals } = selectObjects(analyses, { type: ["Detached HTMLDocument"] });
    expect(ordinals).toHaveLength(10);
    const codes = codesTo(analyses, "Detached HTMLDocument", 0);
    expect(codes).toContain("window.keptDocs[#]");
    expect(codes.every((code) => /^window\.kept(Docs|Windows)\[#\]/.test(code))).toBe(true);
  });
});

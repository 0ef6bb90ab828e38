import { beforeAll, describe, expect, it } from "vitest";
import type { Analyses } from "../../../src/analysis/analyses.ts";
import {
  codesTo,
  directHolders,
  drawnReferences,
  lineageOf,
  openAnalyses,
} from "../../support/lineage-facts.ts";
import { fixturePath } from "../../support/real-files.ts";

describe("the leaky server in Bun, whose files do not say what Maps hold", () => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(fixturePath("bun-1"));
  });

  it.each([
    ["Session", "nothing"],
    ["SessionUser", "nothing"],
    ["SessionMeta", "(GC roots)<internal>"],
    ["RequestContext", "module: bus._events.update[#] → ctx"],
    ["BigPayload", "module: handlers[#] → payload"],
    ["TimerTask", "(GC roots)<internal><internal>.callback → task"],
    ["PendingJob", "module: resolvers[#] → capturedPromise<internal> → job"],
    ["GenState", "module: generators[#] → state"],
    ["Secret", "module: secrets[#]"],
    ["DataFrame", "module: frames[#]"],
  ])("names the way to each %s", (type, code) => {
    expect(codesTo(analyses, type)).toEqual([code]);
  });

  it.each<[string, string[], string[]]>([
    // Nobody else: neither the cache nor its Map.
    ["Session", ["AdminSession .parent 50 Session", "Session .parent 150 Session"], []],
    [
      "SessionUser",
      ["AdminSession .user 100 SessionUser", "Session .user 400 SessionUser"],
      ["Session .parent 50 AdminSession"],
    ],
    [
      "RequestContext",
      ["system / JSLexicalEnvironment (ctx) 500 RequestContext"],
      [
        "onUpdate() <internal> 500 system / JSLexicalEnvironment",
        "Array [*] 500 onUpdate()",
        "Object .update 1 Array",
        "EventEmitter ._events 1 Object",
        "system / JSLexicalEnvironment (bus) 1 EventEmitter",
      ],
    ],
    [
      "TimerTask",
      ["system / JSLexicalEnvironment (task) 50 TimerTask"],
      [
        "leakedInterval() <internal> 50 system / JSLexicalEnvironment",
        "Timeout .callback 50 leakedInterval()",
      ],
    ],
    [
      "ListNode",
      ["ListNode .prev 500 ListNode", "system / JSLexicalEnvironment (queueTail) 1 ListNode"],
      [],
    ],
    ["DataFrame", ["Array [*] 10 DataFrame"], ["system / JSLexicalEnvironment (frames) 1 Array"]],
  ])("draws what holds all %s", (type, holders, above) => {
    const result = lineageOf(analyses, type);
    expect(directHolders(result)).toEqual(holders);
    expect(drawnReferences(result)).toEqual(expect.arrayContaining(above));
  });

  it("draws no root where none is known", () => {
    const { boxes } = lineageOf(analyses, "Session");
    expect(boxes.filter((box) => box.kind === "objects" && box.isRoot)).toEqual([]);
  });
});

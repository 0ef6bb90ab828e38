import { beforeAll, describe, expect, it } from "vitest";
import type { Analyses } from "../../../src/analysis/analyses.ts";
import type { PathStep } from "../../../src/analysis/path-result.ts";
import {
  codesTo,
  directHolders,
  drawnReferences,
  lineageOf,
  openAnalyses,
  stationsOf,
  textOf,
  waysTo,
} from "../../support/lineage-facts.ts";
import { fixturePath } from "../../support/real-files.ts";

// What the leaky server keeps alive is known by construction; see its source beside the samples.

/** Nodes of the list that a step stands for. */
const nodesOf = (step: PathStep): number => (step.class === "ListNode" ? step.repeat : 0);

describe.each(["node24-1", "node12-1"] as const)("the leaky server in %s", (name) => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(fixturePath(name));
  });

  it.each([
    ["SessionUser", 'module: sessionCache.map.get("sess-#").user'],
    ["AdminSession", 'module: sessionCache.map.get("sess-#")'],
    ["BigPayload", "module: handlers[#] → payload"],
    ["GenState", "module: generators[#]<parameters_and_registers>[#]"],
    ["Secret", "module: secrets[#]"],
    ["DataFrame", "module: frames[#]"],
    ["SessionCache", "module: sessionCache"],
  ])("names the way to each %s", (type, code) => {
    expect(codesTo(analyses, type)).toEqual([code]);
  });

  it.each<[string, string[], string[]]>([
    [
      "Session",
      // Every other session also holds the one before it; each fifth is an AdminSession.
      ["AdminSession .parent 50 Session", "Map .get(*) 400 Session", "Session .parent 150 Session"],
      ["SessionCache .map 1 Map", "system / Context (sessionCache) 1 SessionCache"],
    ],
    [
      "SessionUser",
      ["AdminSession .user 100 SessionUser", "Session .user 400 SessionUser"],
      ["Map .get(*) 400 Session", "Map .get(*) 100 AdminSession"],
    ],
    [
      "RequestContext",
      ["system / Context (ctx) 500 RequestContext"],
      [
        "onUpdate() <context> 500 system / Context",
        "Array [*] 500 onUpdate()",
        "Object .update 1 Array",
        "EventEmitter ._events 1 Object",
        "system / Context (bus) 1 EventEmitter",
      ],
    ],
    [
      "BigPayload",
      ["system / Context (payload) 500 BigPayload"],
      [
        "leakedHandler() <context> 500 system / Context",
        "Array [*] 500 leakedHandler()",
        "system / Context (handlers) 1 Array",
      ],
    ],
    [
      "TimerTask",
      // V8 writes no name for a variable of a block's scope.
      ["system / Context <hidden> 50 TimerTask"],
      [
        "leakedInterval() <context> 50 system / Context",
        "Timeout ._onTimeout 50 leakedInterval()",
        "Object [3600000] 1 TimersList",
        "system / Context (timerListMap) 1 Object",
      ],
    ],
    [
      "ListNode",
      // The variables lastSeen and queueHead are in no scope that a function kept: only the tail is.
      ["ListNode .prev 500 ListNode", "system / Context (queueTail) 1 ListNode"],
      [],
    ],
    [
      "PendingJob",
      ["Generator <parameters_and_registers>[*] 500 PendingJob"],
      [
        "system / Context <extension> 500 Generator",
        "() <context> 500 system / Context",
        "Promise <reactions_or_result> 500 (system)",
        "system / Context <hidden> 500 Promise",
        "Array [*] 500 ()",
        "system / Context (resolvers) 1 Array",
      ],
    ],
    [
      "GenState",
      ["pendingGen <parameters_and_registers>[*] 500 GenState"],
      ["Array [*] 500 pendingGen", "system / Context (generators) 1 Array"],
    ],
    ["Secret", ["Array [*] 500 Secret"], ["system / Context (secrets) 1 Array"]],
    ["DataFrame", ["Array [*] 10 DataFrame"], ["system / Context (frames) 1 Array"]],
  ])("draws what holds all %s", (type, holders, above) => {
    const result = lineageOf(analyses, type);
    expect(directHolders(result)).toEqual(holders);
    expect(drawnReferences(result)).toEqual(expect.arrayContaining(above));
    expect(result.boxes.some((box) => box.kind === "objects" && box.isRoot)).toBe(true);
  });

  it("finds each Session in the cache under its own id", () => {
    const ways = waysTo(analyses, "Session").filter((way) => !way?.code.endsWith(".prototype"));
    expect(ways).not.toEqual([]);
    for (const way of ways) {
      const session = way?.steps.at(-1)?.ordinal ?? 0;
      const id = textOf(analyses, session, "id");
      expect(id).toMatch(/^sess-\d{6}$/);
      expect(way?.code.endsWith(` → sessionCache.map.get(${JSON.stringify(id)})`)).toBe(true);
      expect(stationsOf(way).slice(-4)).toEqual([
        "system / Context",
        "SessionCache",
        "Map",
        "Session",
      ]);
    }
  });

  it("leads to a RequestContext through the emitter's listener, or through a timer of the same request", () => {
    const codes = codesTo(analyses, "RequestContext", 100);
    expect(codes).toContain("module: bus._events.update[#] → ctx");
    for (const code of codes.filter((one) => !one.startsWith("module: bus")))
      expect(code).toMatch(/ → timerListMap\[#\]\._idle(?:Next|Prev)\._onTimeout → ctx$/);
    const way = waysTo(analyses, "RequestContext").find((one) => one?.code.includes("bus"));
    expect(stationsOf(way ?? null).slice(-6)).toEqual([
      "EventEmitter",
      "Object",
      "Array",
      "onUpdate()",
      "system / Context",
      "RequestContext",
    ]);
  });

  it("leads to a TimerTask through Node's list of timers", () => {
    const ways = waysTo(analyses, "TimerTask");
    for (const way of ways) {
      expect(way?.code).toMatch(
        /^global\.\w+ → timerListMap\[3600000\][ ._idlNextPrv×\d]+\._onTimeout<hidden 0>$/,
      );
      expect(stationsOf(way).slice(-4)).toEqual([
        "Timeout",
        "leakedInterval()",
        "system / Context",
        "TimerTask",
      ]);
    }
  });

  it("leads to a ListNode along its list, equal steps as one", () => {
    const lengths = waysTo(analyses, "ListNode", 60).map((way) => {
      const length = way?.steps.reduce((sum, step) => sum + nodesOf(step), 0) ?? 0;
      if (length > 4) expect(way?.code.endsWith(` → queueTail .prev × ${length - 1}`)).toBe(true);
      return length;
    });
    // Each is as many steps away as nobody else.
    expect(new Set(lengths).size).toBe(60);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(501);
  });

  it("leads to a PendingJob through the promise that waits", () => {
    for (const way of waysTo(analyses, "PendingJob")) {
      expect(way?.code).toMatch(/ → resolvers\[\d+\]<hidden \d><reactions_or_result>/);
      expect(stationsOf(way).slice(-9)).toEqual([
        "Array",
        "()",
        "system / Context",
        "Promise",
        "(system)",
        "()",
        "system / Context",
        "Generator",
        "PendingJob",
      ]);
    }
  });

  // Old V8 names the entry `1 / key Session in WeakMap`, at the key alone.
  it("names the entry of a WeakMap by its key", () => {
    expect(codesTo(analyses, "SessionMeta")).toEqual([
      'module: sessionCache.map.get("sess-#")<WeakMap entry, key AdminSession @#>',
      'module: sessionCache.map.get("sess-#")<WeakMap entry, key Session @#>',
    ]);
  });

  it("draws the key of a WeakMap's value, and the table where the file tells", () => {
    const result = lineageOf(analyses, "SessionMeta");
    const drawn = drawnReferences(result);
    expect(drawn).toContain("Map .get(*) 400 Session");
    if (name === "node12-1") {
      expect(directHolders(result)).toEqual([
        expect.stringMatching(/^AdminSession <.*WeakMap.*> 100 SessionMeta/),
        expect.stringMatching(/^Session <.*WeakMap.*> 400 SessionMeta/),
      ]);
      return;
    }
    expect(directHolders(result)).toEqual([
      "AdminSession <WeakMap entry> 100 SessionMeta (together)",
      "Session <WeakMap entry> 400 SessionMeta (together)",
      "WeakMap .get(*) 500 SessionMeta (together)",
    ]);
    expect(drawn).toContain("system / Context (sessionMeta) 1 WeakMap");
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import type { Analyses } from "../../../src/analysis/analyses.ts";
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
import { samplePath } from "../../support/samples.ts";

describe("DataFrames in a cache", () => {
  const count = 100;
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(samplePath("dataframe/before"));
  });

  it.each([
    ["DataFrame", "(Stack roots) → cache.reports.get(ReportKey @#).df"],
    ["ReportKey", "(Stack roots) → cache.reports.keys()"],
    ["ReportCache", "(Stack roots) → cache"],
    ["Series", "(Stack roots) → cache.reports.get(ReportKey @#).df.series[#]"],
  ])("names the way to each %s", (type, code) => {
    expect(codesTo(analyses, type)).toEqual([code]);
  });

  it("names the key of each DataFrame's report", () => {
    const keys = waysTo(analyses, "DataFrame", 0).map(
      (way) => /ReportKey @\d+/.exec(way?.code ?? "")?.[0],
    );
    expect(new Set(keys).size).toBe(count);
  });

  it.each<[string, string[]]>([
    [
      "DataFrame",
      [`{df} .df ${count} DataFrame`, `Map .get(*) ${count} {df}`, "ReportCache .reports 1 Map"],
    ],
    ["ReportKey", [`Map .keys() ${count} ReportKey`, "ReportCache .reports 1 Map"]],
    ["Series", [`Array [*] ${4 * count} Series`, `DataFrame .series ${count} Array`]],
  ])("draws what holds all %s", (type, chain) => {
    const result = lineageOf(analyses, type);
    expect(directHolders(result)).toEqual([chain[0]]);
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining([...chain, "system / Context (cache) 1 ReportCache"]),
    );
  });
});

const HERMES = [
  ["hermes-0.7.2", fixturePath("hermes-0.7.2")],
  ["react-native-hermes", samplePath("react-native-hermes/app")],
] as const;

describe.each(HERMES)("the app in Hermes, %s", (...[, path]) => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(path);
  });

  // Variables of the script are properties of globalThis; all of them are in globalThis.all too.
  // The one way that names the class is that of the prototype, which Hermes counts as one more object.
  it.each([
    ["RequestContext", ["globalThis.RequestContext[*]", "globalThis.handlers[#]<#>"]],
    ["BigPayload", ["globalThis.BigPayload[*]", "globalThis.handlers[#]<#>"]],
    ["DataFrame", ["globalThis.DataFrame[*]", "globalThis.frames[#]"]],
  ])("names the way to each %s", (type, codes) => {
    expect(codesTo(analyses, type, 0)).toEqual(codes);
  });

  it("leads to a ListNode along its list", () => {
    const ways = waysTo(analyses, "ListNode", 0);
    const lengths = ways
      .filter((way) => way?.code.startsWith("globalThis.head") === true)
      .map((way) => way?.length ?? 0);
    // The last is a variable of its own, the prototype hangs on the function.
    expect(lengths.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    const others = ways
      .map((way) => way?.code ?? "nothing")
      .filter((code) => !code.includes(".head"));
    expect(others.toSorted()).toEqual(["globalThis.ListNode[*]", "globalThis.tail"]);
  });

  it("finds each Session in the Map under its own id", () => {
    const ways = waysTo(analyses, "Session", 0).filter((way) => !way?.code.endsWith("[*]"));
    expect(ways).toHaveLength(500);
    const wrong = ways.filter((way) => {
      const id = textOf(analyses, way?.steps.at(-1)?.ordinal ?? 0, "id");
      return way?.code !== `globalThis.sessions.get(${JSON.stringify(id)})`;
    });
    expect(wrong.map((way) => way?.code)).toEqual([]);
  });

  it("draws the Map as what holds all Sessions", () => {
    const result = lineageOf(analyses, "Session");
    expect(directHolders(result)).toEqual(["Map .get(*) 500 Session"]);
  });

  it.each<[string, string[], string[]]>([
    ["SessionUser", ["Session .user 500 SessionUser"], []],
    [
      "RequestContext",
      ["Environment <[*]> 500 RequestContext"],
      ["leakedHandler() <environment> 500 Environment", "Array [*] 500 leakedHandler()"],
    ],
    [
      "BigPayload",
      ["Environment <[*]> 500 BigPayload"],
      ["leakedHandler() <environment> 500 Environment", "Array [*] 500 leakedHandler()"],
    ],
    ["DataFrame", ["Array [*] 10 DataFrame"], ["Object(Dictionary) .frames 1 Array"]],
  ])("draws what holds all %s", (type, holders, above) => {
    const result = lineageOf(analyses, type);
    expect(directHolders(result)).toEqual(holders);
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining([
        ...above,
        "Object(Dictionary) .all 1 Object(sessions, wm, handlers, gens, symbols, ...)",
      ]),
    );
  });
});

describe("DataFrames in Python", () => {
  let analyses: Analyses;
  beforeAll(async () => {
    analyses = await openAnalyses(fixturePath("py-mini_a"));
  });

  it("names the way to each: a global, a cache, a closure, a bound method, a variable of a frame", () => {
    const codes = waysTo(analyses, "DataFrame", 0).map((way) => way?.code ?? "nothing");
    expect(codes.toSorted()).toEqual([
      'sys.modules["__main__"].CALLBACKS[0].<closure df>',
      'sys.modules["__main__"].CALLBACKS[1].<closure df>',
      'sys.modules["__main__"].LISTENERS["refresh"][0].__self__.df',
      'sys.modules["__main__"].LISTENERS["refresh"][1].__self__.df',
      'sys.modules["__main__"].RESULTS["/report?id=0"]',
      'sys.modules["__main__"].RESULTS["/report?id=4"]',
      'sys.modules["__main__"].pivot.<cache>[3]',
      'sys.modules["__main__"].pivot.<cache>[7]',
      "thread MainThread.<frame main>.<local local_df>",
    ]);
  });

  it("passes the lambda that keeps a variable, and the method's object", () => {
    const ways = waysTo(analyses, "DataFrame", 0);
    const stations = (part: string): string[] =>
      stationsOf(ways.find((way) => way?.code.includes(part)) ?? null);
    expect(stations("CALLBACKS")).toEqual([
      "dict",
      "<module>",
      "list",
      "<function>",
      "pandas.core.frame.DataFrame",
    ]);
    expect(stations("LISTENERS").slice(-3)).toEqual([
      "method",
      "__main__.Report",
      "pandas.core.frame.DataFrame",
    ]);
    const frame = ways.find((way) => way?.code.includes("local_df"))?.steps.at(-2);
    expect(frame?.name).toMatch(/^<frame .*\bmain>$/);
  });

  it("draws all of them in one picture", () => {
    const result = lineageOf(analyses, "DataFrame");
    expect(directHolders(result)).toEqual([
      "<frame> .<local local_df> 1 pandas.core.frame.DataFrame",
      "<function> .<closure df> 2 pandas.core.frame.DataFrame",
      "__main__.Report .df 2 pandas.core.frame.DataFrame",
      'dict ["/report?id=4"], ["/report?id=0"] 2 pandas.core.frame.DataFrame',
      "dict [7], [3] 2 pandas.core.frame.DataFrame",
    ]);
    expect(drawnReferences(result)).toEqual(
      expect.arrayContaining([
        "<module> .RESULTS 1 dict",
        "functools._lru_cache_wrapper .<cache> 1 dict",
        "<module> .pivot 1 functools._lru_cache_wrapper",
        "<module> .CALLBACKS 1 list",
        "method .__self__ 2 __main__.Report",
        "<module> .LISTENERS 1 dict",
        "<thread> .<frame main> 1 <frame>",
      ]),
    );
  });
});

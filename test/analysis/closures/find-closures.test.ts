import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../../src/snapshot.ts";
import { fixturePath } from "../../support/real-files.ts";
import { samplePath } from "../../support/samples.ts";
import { suspectPath } from "../../support/suspect-files.ts";

/** What the planted program says of itself: test/fixtures/suspects/closures.js. */
describe("scopes of a workerd program, whose file has scope tables", async () => {
  const snapshot = await openSnapshot(suspectPath("closures-workerd"));
  const { tellsUses, totals, scopes, omitted } = snapshot.closures({ limit: 0 });
  const scopeOf = (name: string): (typeof scopes)[number] | undefined =>
    scopes.find((scope) => scope.function === name);

  it("have the variables of `prepare`, of which nothing uses the report", () => {
    expect(tellsUses).toBe(true);
    expect(scopeOf("prepare")).toMatchObject({
      location: "closures.js:23:17",
      count: 200,
      wastedSize: 115_600,
      variables: [
        { name: "report", class: "Report", count: 200, unusedCount: 200, wastedSize: 115_600 },
        { name: "chart", class: "Chart", count: 200, unusedCount: 0, wastedSize: 0 },
        { name: "title", class: "{text, size}", unusedCount: 0, wastedSize: 0 },
      ],
      functions: [
        { name: "readTitle", count: 200, location: "closures.js:32:28" },
        { name: "draw", count: 200, location: "closures.js:29:27" },
      ],
    });
  });

  it("are kept for functions that are made later, and for generators that go on", () => {
    expect(scopeOf("defer")?.variables).toMatchObject([
      { name: "later", unusedCount: 0 },
      { name: "never", unusedCount: 20 },
    ]);
    expect(scopeOf("count")?.variables).toMatchObject([{ name: "limit", unusedCount: 0 }]);
  });

  it("waste what the unused variables alone keep, the script's own none", () => {
    const wasted = scopes.map(({ wastedSize }) => wastedSize ?? 0);
    expect(totals.wastedSize).toBe(wasted.reduce((sum, size) => sum + size, 0));
    expect(scopeOf("")?.wastedSize).toBe(0);
    expect(omitted.count).toBe(0);
  });

  it("without any waste are left out when asked for unused ones, the most wasteful first", () => {
    const unused = snapshot.closures({ unused: true });
    expect(unused.scopes.map((scope) => scope.function)).toEqual(["prepare", "defer"]);
  });

  it("of the runtime's own come with the others when asked for", () => {
    const every = snapshot.closures({ limit: 0, all: true });
    expect(every.omitted).toEqual({ count: 0, runtimeCount: 0, runtimeSize: 0 });
    expect(every.scopes.length).toBe(scopes.length + omitted.runtimeCount);
    expect(every.scopes.reduce((sum, { count }) => sum + count, 0)).toBe(totals.scopeCount);
  });
});

describe("scopes in files that do not tell what is used", () => {
  it("of Node have functions, variables and places", async () => {
    const snapshot = await openSnapshot(samplePath("leaky-server/leaking"));
    const { tellsUses, totals, scopes } = snapshot.closures();
    expect({ tellsUses, wasted: totals.wastedSize }).toEqual({ tellsUses: false, wasted: null });
    expect(scopes.find((scope) => scope.function === "makeHandler")).toMatchObject({
      count: 1000,
      variables: [{ name: "payload", class: "BigPayload", count: 1000, unusedCount: null }],
      functions: [{ name: "leakedHandler", count: 1000 }],
    });
    expect(() => snapshot.closures({ unused: true })).toThrow(
      expect.objectContaining({ name: "NotFoundError", code: "USES_NOT_FOUND" }),
    );
  });

  it.each([
    ["bun-1", "payload", 500],
    ["hermes-0.7.2", "<1>", 500],
  ] as const)("of %s are put together by their variables", async (name, variable, count) => {
    const { scopes } = (await openSnapshot(fixturePath(name))).closures({ limit: 0 });
    const found = scopes.find((scope) =>
      scope.variables.some((one) => one.name === variable && one.class === "BigPayload"),
    );
    expect(found).toMatchObject({ function: null, count });
    expect(found?.functions[0]).toMatchObject({ name: "leakedHandler", count: 500 });
  });

  it("of Python are none", async () => {
    const { totals, scopes } = (await openSnapshot(fixturePath("py-mini_a"))).closures();
    expect({ scopeCount: totals.scopeCount, scopes }).toEqual({ scopeCount: 0, scopes: [] });
  });
});

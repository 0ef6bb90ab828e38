import { describe, expect, it } from "vitest";
import type { Suspect } from "../../../src/analysis/suspects/suspect.ts";
import { triageSnapshots } from "../../../src/triage.ts";
import { fixturePath } from "../../support/real-files.ts";
import { samplePath } from "../../support/samples.ts";

/** The suspect that names a class, itself or in what else it found at the place. */
function naming(suspects: readonly Suspect[], name: string): Suspect | undefined {
  return suspects.find((one) => [one, ...one.evidence].some((told) => told.class === name));
}

describe("the leaky server's series", async () => {
  const series = ["idle", "warm", "leaking"].map((name) => samplePath(`leaky-server/${name}`));
  const { suspects, counts, idSpace } = await triageSnapshots(series, { limit: 0 });

  it.each([
    ["Session", "sessionCache.map", [1, 401, 801]],
    ["SessionUser", "sessionCache.map", null],
    ["BigPayload", "handlers", [0, 500, 1000]],
    ["RequestContext", "bus._events.update", null],
    ["PendingJob", "resolvers", null],
    ["GenState", "generators", null],
    ["Secret", "secrets", [0, 500, 1000]],
    ["DataFrame", "frames", [0, 10, 20]],
    ["Buffer", "uploads", null],
    ["ListNode", "queueTail", [1, 501, 1001]],
  ] as const)("has %s at %s among the first ten", (name, code, growth) => {
    const suspect = naming(suspects.slice(0, 10), name);
    expect(suspect?.accumulation?.code).toBe(code);
    if (growth !== null) expect(suspect?.growth?.counts).toEqual(growth);
  });

  it("begins with what leaks most", () => {
    const first = suspects.slice(0, 3);
    expect(naming(first, "BigPayload")).toBeDefined();
    expect(naming(first, "Session")).toBeDefined();
    expect(counts.high).toBeGreaterThanOrEqual(6);
    expect(idSpace).toBe("same");
  });

  it("tells who made it, who holds it, and which reference lets go", () => {
    expect(naming(suspects, "Session")).toMatchObject({
      location: expect.stringMatching(/leaky-app\.cjs:\d+:\d+$/),
      mergedPath: { code: "sessionCache.map.get(*)", share: expect.closeTo(1, 2) },
      bestCut: { edge: ".map", from: { class: "SessionCache" } },
    });
  });
});

it("one file with a cache that is a third of the heap is enough for a warning", async () => {
  const { suspects } = await triageSnapshots([samplePath("dataframe/after")]);
  expect(suspects[0]).toMatchObject({
    class: "DataFrame",
    count: 200,
    accumulation: { code: "cache.reports", class: "Map" },
    growth: null,
  });
  expect(["medium", "high"]).toContain(suspects[0].severity);
});

it("a page's detached elements and the list that keeps them are told", async () => {
  const { suspects } = await triageSnapshots([samplePath("detached-dom/page")], { limit: 0 });
  expect(naming(suspects, "Widget")?.accumulation?.code).toBe("window.widgets");
});

it.each([
  ["Node 24, idle", samplePath("leaky-server/idle")],
  ["Hermes, idle", fixturePath("hermes-0.11.0")],
])("%s is not called a leak", async (_, path) => {
  const { counts } = await triageSnapshots([path], { limit: 0 });
  expect(counts).toMatchObject({ medium: 0, high: 0 });
});

import { describe, expect, it } from "vitest";
import type { Evidence, Suspect } from "../../../src/analysis/suspects/suspect.ts";
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

describe("each kind of leak is told by the detector that knows it", async () => {
  const series = ["idle", "warm", "leaking"].map((name) => samplePath(`leaky-server/${name}`));
  const { suspects } = await triageSnapshots(series, { limit: 0 });
  const told = suspects.flatMap((one) => [one as Evidence].concat(one.evidence));

  it.each([
    ["collection", "Session", 800],
    ["listeners", "RequestContext", 1000],
    ["timers", "TimerTask", 100],
    ["closures", "BigPayload", 1000],
    ["pending", "PendingJob", 1000],
    ["pending", "GenState", 1000],
    // The others hang on AdminSession.
    ["weak-values", "SessionMeta", 800],
    ["buffers", "system / JSArrayBufferData", 1000],
    ["growing-class", "DataFrame", 20],
  ] as const)("%s: %s", (kind, name, least) => {
    const found = told.filter((one) => one.kind === kind && one.class === name);
    const counts = found.map(({ count }) => count);
    expect(counts.some((count) => count >= least && count <= least + 5)).toBe(true);
  });

  it("strings: copies of one user agent are under the cache", () => {
    const found = told.find(
      ({ kind, finding }) => kind === "strings" && finding.includes("Mozilla"),
    );
    expect(found?.finding).toContain("sessionCache.map");
  });

  it("none of them in the idle file above info", async () => {
    const idle = await triageSnapshots([samplePath("leaky-server/idle")], { limit: 0 });
    expect(idle.suspects.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

describe("detectors for pages, other runtimes and native memory", () => {
  it("find detached elements by tag, with the list that keeps them, and listeners of an EventTarget", async () => {
    const { suspects } = await triageSnapshots([samplePath("detached-dom/page")], { limit: 0 });
    const told = suspects.flatMap((one) => [one as Evidence].concat(one.evidence));
    const divs = told.find((one) => one.kind === "detached" && one.class === "Detached <div>");
    expect(divs).toMatchObject({ count: 100 });
    expect(divs?.finding).toContain("`window.detachedList`");
    const listeners = told.find(({ kind }) => kind === "listeners");
    expect(listeners).toMatchObject({ class: "TickHandler", count: 100 });
    const own = suspects.find((one) => one.class === "detached objects of the runtime");
    expect(own?.severity).toBe("info");
  });

  it("find a buffer of 5 GB to the byte", async () => {
    const { suspects } = await triageSnapshots([fixturePath("huge-buffer-node22")], { limit: 0 });
    const first = suspects.find(({ kind }) => kind === "buffers");
    expect(first).toMatchObject({ severity: "high", bytes: 5_000_000_000, count: 1 });
  });

  it("find what Bun keeps in a list, though its files tell no places in code", async () => {
    const { suspects } = await triageSnapshots([fixturePath("bun-1")], { limit: 0 });
    expect(suspects[0].accumulation?.code).toBe("uploads");
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import type { Suspect, TriageResult } from "../../../src/analysis/suspects/suspect.ts";
import { triageSnapshots } from "../../../src/triage.ts";
import { fixturePath } from "../../support/real-files.ts";
import { samplePath } from "../../support/samples.ts";

/** A leak that a program has by construction. */
interface Planted {
  readonly class: string;
  /** What its objects pile up at, and how they hang there, as the program's text says. */
  readonly place: string;
  readonly heldBy?: string;
  /** Live instances in the last file, as the program itself counted. */
  readonly count: number;
}

const LEAKY_SERVER: readonly Planted[] = [
  {
    class: "Session",
    place: "sessionCache.map",
    heldBy: "sessionCache.map.get(*)",
    count: 800,
  },
  { class: "BigPayload", place: "handlers", heldBy: "handlers[*] → payload", count: 1000 },
  {
    class: "RequestContext",
    place: "bus._events.update",
    heldBy: "bus._events.update[*] → ctx",
    count: 1000,
  },
  { class: "Buffer", place: "uploads", heldBy: "uploads[*]", count: 1000 },
  { class: "PendingJob", place: "resolvers", count: 1000 },
  { class: "GenState", place: "generators", count: 1000 },
  { class: "Secret", place: "secrets", heldBy: "secrets[*]", count: 1000 },
  { class: "DataFrame", place: "frames", heldBy: "frames[*]", count: 20 },
  { class: "ListNode", place: "queueTail", heldBy: "queueTail.prev", count: 1001 },
  { class: "TimerTask", place: "timerListMap[3600000]", count: 100 },
];

const leakyServer = ["idle", "warm", "leaking"].map((name) => samplePath(`leaky-server/${name}`));

describe.each<{ series: string; files: string[]; biggest: string; leaks: readonly Planted[] }>([
  {
    series: "Node 20's",
    files: [fixturePath("node20-0"), fixturePath("node20-1"), fixturePath("node20-2")],
    biggest: "Buffer",
    leaks: LEAKY_SERVER,
  },
  { series: "Node 24's", files: leakyServer, biggest: "Buffer", leaks: LEAKY_SERVER },
  {
    series: "Node 22's cache of data frames",
    files: [samplePath("dataframe/before"), samplePath("dataframe/after")],
    biggest: "DataFrame",
    leaks: [{ class: "DataFrame", place: "cache.reports", count: 200 }],
  },
  {
    series: "Chrome's page",
    files: [fixturePath("detached-0"), fixturePath("detached-1"), fixturePath("detached-2")],
    biggest: "Detached <div>",
    leaks: [
      {
        class: "Detached <div>",
        place: "window.detachedList",
        heldBy: "window.detachedList[*]",
        count: 200,
      },
      { class: "Detached <button>", place: "window.widgets", count: 200 },
      { class: "TickHandler", place: "window.bus[4]", count: 200 },
      { class: "Detached <fancy-box>", place: "window.attachedKeep", count: 20 },
    ],
  },
  {
    series: "Hermes'",
    files: [fixturePath("hermes-0.11.0"), fixturePath("hermes-0.11.0-1")],
    biggest: "BigPayload",
    leaks: [
      { class: "BigPayload", place: "globalThis.handlers", count: 500 },
      { class: "Session", place: "globalThis.sessions", count: 500 },
      { class: "Generator", place: "globalThis.gens", count: 500 },
      { class: "ListNode", place: "globalThis.head", count: 501 },
    ],
  },
  {
    series: "Bun's",
    files: [fixturePath("bun-0"), fixturePath("bun-1")],
    biggest: "Uint8Array",
    leaks: [
      { class: "Uint8Array", place: "uploads", heldBy: "uploads[*]", count: 500 },
      { class: "BigPayload", place: "handlers", heldBy: "handlers[*] → payload", count: 500 },
      { class: "RequestContext", place: "bus._events.update", count: 500 },
      { class: "Generator", place: "generators", count: 500 },
      { class: "Secret", place: "secrets", count: 500 },
      { class: "ListNode", place: "queueTail", count: 501 },
    ],
  },
  {
    series: "a Python service's index of sessions",
    files: [fixturePath("py-plain_a"), fixturePath("py-plain_b")],
    biggest: "__main__.Session",
    leaks: [{ class: "__main__.Session", place: "INDEX", count: 600 }],
  },
])("$series series", ({ files, biggest, leaks }) => {
  let result: TriageResult;
  beforeAll(async () => {
    result = await triageSnapshots(files, { limit: 10 });
  });

  it.each(leaks)("has $class among the first ten, at $place", (leak) => {
    const suspect = naming(result.suspects, leak.class);
    // Python writes names of variables as keys of a dict: `…["INDEX"]`.
    expect(suspect?.accumulation?.code).toMatch(new RegExp(`${escape(leak.place)}("\\])?$`));
    if (leak.heldBy !== undefined) expect(suspect?.mergedPath?.code).toBe(leak.heldBy);
    // Prototypes, and a few of the runtime's own of the same class.
    expect(suspect?.count).toBeGreaterThanOrEqual(leak.count);
    expect(suspect?.count).toBeLessThan(leak.count + 12);
    expect(["medium", "high"]).toContain(suspect?.severity);
  });

  it("has the biggest among the first three", () => {
    expect(naming(result.suspects.slice(0, 3), biggest)).toBeDefined();
    expect(result.suspects[0].severity).toBe("high");
  });
});

it("a class that leaks in four ways at once is told with all of them", async () => {
  const files = [fixturePath("py-mini_a"), fixturePath("py-mini_b")];
  const { suspects, counts } = await triageSnapshots(files, { limit: 0 });
  const [first] = suspects;
  expect(first).toMatchObject({
    class: "pandas.core.frame.DataFrame",
    kind: "growing-class",
    severity: "high",
    growth: { counts: [9, 29] },
  });
  const { mergedPath } = first;
  const ways = [mergedPath, ...(mergedPath?.others ?? [])].map((way) => way?.code ?? "");
  for (const place of ["RESULTS", "LISTENERS", "CALLBACKS", "pivot"])
    expect(ways.filter((code) => code.includes(place))).toHaveLength(1);
  // What Python knows of its own types grows with the weak references of the dump itself.
  const own = suspects.filter(({ accumulation }) => accumulation?.code.includes("subclasses"));
  expect(own.length).toBeGreaterThan(0);
  for (const { severity } of own) expect(severity).toBe("info");
  expect(counts.high).toBe(1);
});

describe("a single file", () => {
  it.each([
    ["node24", leakyServer[0]],
    ["node20-0", fixturePath("node20-0")],
    ["node26-idle", fixturePath("node26-idle")],
    ["hermes-0", fixturePath("hermes-0.11.0")],
    ["detached-0", fixturePath("detached-0")],
    ["Python that has just begun", fixturePath("py-plain_a")],
  ])("%s, idle, gives nothing above low", async (_, path) => {
    const { counts } = await triageSnapshots([path], { limit: 0 });
    expect(counts).toMatchObject({ medium: 0, high: 0 });
  });

  it.each([
    ["detached windows", fixturePath("iframe-1"), "detached", "Detached Window", 10],
    ["realms", fixturePath("vm-contexts"), "copies", "system / NativeContext", 21],
    [
      "loops that wait for Python's collector",
      fixturePath("py-cycles_nocollect"),
      "unreachable",
      "(Unreachable cycles)",
      105,
    ],
    ["what gc.garbage keeps", fixturePath("py-cycles_saveall"), "unreachable", "gc.garbage", 100],
  ])("tells %s", async (_, path, kind, name, count) => {
    const { suspects } = await triageSnapshots([path]);
    const found = suspects.find((one) => one.kind === kind && one.class === name);
    expect(found?.count).toBe(count);
    expect(["medium", "high"]).toContain(found?.severity);
  });

  it("is enough where elements that no page has any more are a hundredth of the heap", async () => {
    const { suspects } = await triageSnapshots([fixturePath("detached-1")]);
    expect(naming(suspects.slice(0, 3), "Detached <div>")?.severity).toBe("medium");
    expect(naming(suspects.slice(0, 3), "TickHandler")?.severity).toBe("medium");
  });
});

/** The suspect of a class; where the class is but evidence, its own finding counts for nothing here. */
function naming(suspects: readonly Suspect[], name: string): Suspect | undefined {
  return suspects.find((one) => one.class === name);
}

function escape(text: string): string {
  return text.replaceAll(/[[\].*?()|$^]/g, String.raw`\$&`);
}

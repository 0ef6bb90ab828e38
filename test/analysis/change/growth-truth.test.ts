import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type GrowthResult, measureGrowth } from "../../../src/index.ts";
import { goldenSnapshotPath } from "../../support/golden.ts";
import { samplePath } from "../../support/samples.ts";
import { SNAPSHOT_PAIRS } from "../../support/snapshot-pairs.ts";

function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/change/${name}.heapsnapshot.gz`, import.meta.url));
}

function countsOf(result: GrowthResult, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [name, result.classes.find((row) => row.name === name)?.counts]),
  );
}

function heldBy({ leakSet }: GrowthResult): Record<string, unknown> {
  return Object.fromEntries(
    (leakSet?.classes ?? []).map((row) => [row.name, [row.count, row.heldBy?.code]]),
  );
}

describe("over the leaking server's snapshots", async () => {
  const result = await measureGrowth(
    ["idle", "warm", "leaking"].map((name) => samplePath(`leaky-server/${name}`)),
  );

  it("the process and its order are known", () => {
    expect(result.idSpace).toMatchObject({ verdict: "same", order: "forward" });
    expect(result.classesBy).toBe("location");
    expect(result.snapshots.map(({ nodeCount }) => nodeCount)).toEqual([67841, 108550, 146427]);
  });

  it("what leaks grows as often as it was made", () => {
    const truth = {
      AdminSession: [0, 100, 200],
      SessionUser: [0, 500, 1000],
      SessionMeta: [0, 500, 1000],
      RequestContext: [0, 500, 1000],
      BigPayload: [0, 500, 1000],
      TimerTask: [0, 50, 100],
      ListNode: [1, 501, 1001],
      PendingJob: [0, 500, 1000],
      GenState: [0, 500, 1000],
      Secret: [0, 500, 1000],
      DataFrame: [0, 10, 20],
      // One is the prototype of AdminSession.
      Session: [1, 401, 801],
      LostJob: undefined,
      Ephemeral: undefined,
      SessionCache: undefined,
    };
    expect(countsOf(result, Object.keys(truth))).toEqual(truth);
    const session = result.classes.find(({ name }) => name === "Session");
    expect(session).toMatchObject({ slope: 400, grewIn: 2, steps: 2, isMonotone: true, peak: 401 });
  });

  it("code that warms up is set apart", () => {
    expect(result.artefacts.map(({ name }) => name)).toEqual(["(compiled code)", "(system)"]);
    expect(result.leakSet?.artefacts.count).toBeGreaterThan(1000);
  });

  it("what the first 500 requests left is still there, and who holds it is named", () => {
    expect(result.leakSet).toMatchObject({ from: 1, to: 2, omitted: { count: 0 } });
    expect(heldBy(result)).toMatchObject({
      Session: [400, "sessionCache.map.get(*)"],
      BigPayload: [500, "handlers[*] → payload"],
      Buffer: [500, "uploads[*]"],
      SessionMeta: [500, expect.any(String)],
      ListNode: [500, expect.any(String)],
      DataFrame: [10, expect.stringMatching(/frames\[\*\]$/)],
    });
    expect(result.leakSet?.classes.some(({ name }) => name === "LostJob")).toBe(false);
  });
});

it("of two snapshots, what is new in the last is all there is to say", async () => {
  const result = await measureGrowth(
    ["before", "after"].map((name) => samplePath(`dataframe/${name}`)),
    { filter: ["DataFrame", "Series", "ReportKey", "ReportCache"] },
  );
  expect(countsOf(result, ["DataFrame", "Series", "ReportKey", "ReportCache"])).toEqual({
    DataFrame: [100, 200],
    Series: [400, 800],
    ReportKey: [100, 200],
    ReportCache: undefined,
  });
  expect(result.leakSet).toMatchObject({ from: 1, to: 2, count: 600 });
  expect(heldBy(result)).toEqual({
    DataFrame: [100, "cache.reports.get(*).df"],
    Series: [400, "cache.reports.get(*).df.series[*]"],
    ReportKey: [100, "cache.reports.keys()"],
  });
});

it("a page of Chrome grows in V8's objects and in Blink's, which cannot be followed", async () => {
  const result = await measureGrowth([
    fixturePath("detached-0"),
    goldenSnapshotPath("detached-1"),
    fixturePath("detached-2"),
  ]);
  const truth = {
    Widget: [0, 100, 200],
    TickHandler: [0, 100, 200],
    "Detached <div>": [0, 100, 200],
    "Detached <span>": [0, 100, 200],
    "Detached <button>": [0, 100, 200],
    "Detached <fancy-box>": [0, 10, 20],
    "<p>": [0, 100, 200],
    // Its name has the id of each scope behind.
    "system / Context / scope": [6, 106, 206],
  };
  expect(countsOf(result, Object.keys(truth))).toEqual(truth);
  expect(heldBy(result)).toMatchObject({
    Widget: [100, "window.widgets[*]"],
    "Detached <div>": [100, "window.detachedList[*]"],
    "Detached <fancy-box>": [10, "window.attachedKeep[*]"],
  });
  expect(result.leakSet?.unfollowed.count).toBeGreaterThan(1000);
  expect(result.idSpace.verdict).toBe("same");
});

it.each([
  ["python", "address", /ids are addresses/],
  ["bun", "none", /numbers every snapshot afresh/],
] as const)("nothing is followed in snapshots of %s", async (name, verdict, reason) => {
  const result = await measureGrowth(SNAPSHOT_PAIRS[name]);
  expect(result).toMatchObject({ idSpace: { verdict }, leakSet: null, classesBy: "name" });
  expect(result.noLeakSet).toMatch(reason);
  expect(result.classes.length).toBeGreaterThan(0);
});

it("React Native's snapshots are followed", async () => {
  const result = await measureGrowth(SNAPSHOT_PAIRS.hermes);
  expect(result.idSpace.verdict).toBe("same");
  expect(countsOf(result, ["HashMapEntry", "Object(path)", "RequestContext"])).toEqual({
    HashMapEntry: [0, 500],
    "Object(path)": [0, 500],
    RequestContext: [0, 501],
  });
  expect(result.artefacts.map(({ name }) => name)).toContain("HiddenClass");
});

it("a file that is missing or broken is known before anything is read", async () => {
  const good = samplePath("dataframe/before");
  const phases: string[] = [];
  const onProgress = ({ phase }: { phase: string }): unknown => phases.push(phase);
  await expect(measureGrowth([good, `${good}.gone`], { onProgress })).rejects.toMatchObject({
    code: "SOURCE_NOT_FOUND",
  });
  await expect(
    measureGrowth([good, "README.md", good], { onProgress, names: ["a", "b", "c"] }),
  ).rejects.toMatchObject({ code: "FORMAT_NOT_JSON", path: "b" });
  await expect(measureGrowth([good])).rejects.toThrow(RangeError);
  expect(phases).toEqual([]);
});

import { existsSync, readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Analyses } from "../src/analysis/analyses.ts";
import { summarize } from "../src/analysis/summary.ts";
import { readSnapshot } from "../src/parser/read-snapshot.ts";
import { renderSummaryText } from "../src/render/summary-text.ts";
import { samplePath, SAMPLES_FOLDER } from "./support/samples.ts";

type Counts = Readonly<Record<string, number>>;

/** What the leaky server keeps after some requests, by its own account. */
function leaked(requests: number): Counts {
  return {
    AdminSession: requests / 5,
    SessionUser: requests,
    SessionMeta: requests,
    RequestContext: requests,
    BigPayload: requests,
    TimerTask: requests / 10,
    ListNode: requests + 1,
    PendingJob: requests,
    GenState: requests,
    Secret: requests,
    DataFrame: requests / 50,
    LostJob: 0,
    Ephemeral: 0,
  };
}

/** What the Python service keeps after some requests; main has one more, and RECENT the one that pivot makes again. */
function leakedByPython(requests: number): Counts {
  const frames = requests + 2;
  return {
    "pandas.core.frame.DataFrame": frames,
    "pandas.core.internals.BlockManager": frames,
    "pandas.core.internals.Block": 2 * frames,
    "__main__.Report": requests / 4,
    bytearray: frames,
  };
}

/** Per sample: how many objects of a class the program says there are. */
const TRUTH: Readonly<Record<string, Counts>> = {
  "dataframe/before": { DataFrame: 100, Series: 400, ReportKey: 100, ReportCache: 1 },
  "dataframe/after": { DataFrame: 200, Series: 800, ReportKey: 200, ReportCache: 1 },
  // AdminSession's prototype is a Session to V8: one more than the program made.
  "leaky-server/idle": { ...leaked(0), Session: 1 },
  "leaky-server/warm": { ...leaked(500), Session: 401 },
  "leaky-server/leaking": { ...leaked(1000), Session: 801 },
  "detached-dom/page": {
    "Detached <div>": 100,
    "Detached <span>": 100,
    "Detached Text": 100,
    "Detached <button>": 100,
    "Detached <fancy-box>": 10,
    "<p>": 100,
    Widget: 100,
    TickHandler: 100,
  },
  "bun/server": { ...leaked(500), Session: 400 },
  "python/before": { ...leakedByPython(8), "collections.deque": 1 },
  "python/after": { ...leakedByPython(28), "collections.deque": 1 },
  "python/cycles": {
    "__main__.Tree": 20,
    "__main__.Branch": 20,
    "__main__.Zombie": 5,
    "__main__.Parent": 1,
    "__main__.Child": 1,
  },
  // Hermes counts each class's prototype.
  "react-native-hermes/app": {
    Session: 501,
    SessionUser: 501,
    RequestContext: 501,
    BigPayload: 501,
    ListNode: 502,
    DataFrame: 11,
  },
};

describe.each(Object.entries(TRUTH))("sample %s", (name, truth) => {
  it("opens, and holds what its program says it leaked", async () => {
    const analyses = new Analyses(await readSnapshot(samplePath(name)));
    const { classes } = summarize(analyses);
    const counts = Object.fromEntries(
      Object.keys(truth).map((wanted) => [
        wanted,
        classes.filter((row) => row.name === wanted).reduce((count, row) => count + row.count, 0),
      ]),
    );
    expect(counts).toEqual(truth);
    const text = renderSummaryText(summarize(analyses, { limit: 15 }), 100);
    await expect(text).toMatchFileSnapshot(`golden/samples/${name.replace("/", "-")}.txt`);
  });
});

describe("the samples", () => {
  const files = readdirSync(SAMPLES_FOLDER, { recursive: true, encoding: "utf8" });

  it("are all tested, and stay under 12 MB", () => {
    const snapshots = files.filter((file) => file.endsWith(".gz"));
    expect(snapshots.map((file) => file.replace(".heapsnapshot.gz", "")).toSorted()).toEqual(
      Object.keys(TRUTH).toSorted(),
    );
    const bytes = files.reduce((sum, file) => sum + statSync(`${SAMPLES_FOLDER}${file}`).size, 0);
    expect(bytes).toBeLessThan(12e6);
  });

  it("lie beside the program that made them", () => {
    const folders = new Set(Object.keys(TRUTH).map((name) => name.split("/")[0]));
    for (const folder of folders) {
      const programs = readdirSync(`${SAMPLES_FOLDER}${folder}`).filter((file) =>
        /\.(c?js|sh|py)$/.test(file),
      );
      expect(programs.length).toBeGreaterThan(0);
    }
    expect(existsSync(`${SAMPLES_FOLDER}README.md`)).toBe(true);
  });
});

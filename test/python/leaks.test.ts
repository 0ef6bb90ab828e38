import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { openSnapshot, type Snapshot } from "../../src/snapshot.ts";
import { describePython, describePythonWith, PythonFolder } from "../support/python.ts";
import { SAMPLES_FOLDER } from "../support/samples.ts";

/** Where the leaky service lies that the programs import. */
const SERVICE_FOLDER = join(SAMPLES_FOLDER, "python");

/** Ways to all DataFrames, without keys and positions: as many as the service says. */
function waysToFrames(snapshot: Snapshot): Record<string, number> {
  const ways: Record<string, number> = {};
  for (const { paths } of snapshot.paths({ type: ["DataFrame"] }).objects) {
    const way = (paths[0]?.code ?? "").replaceAll(/\[(\d+|\(.*\)|"\/report[^\]]*)\]/g, "[*]");
    ways[way] = (ways[way] ?? 0) + 1;
  }
  return ways;
}

/** Where 28 requests leave their frames; of three in RECENT two leak. */
const WAYS = {
  'sys.modules["leaky_service"].RESULTS[*]': 7,
  'sys.modules["leaky_service"].LISTENERS["refresh"][*].__self__.df': 6,
  'sys.modules["leaky_service"].CALLBACKS[*].<closure df>': 6,
  'sys.modules["leaky_service"].pivot.<cache>[*]': 7,
  'sys.modules["leaky_service"].RECENT[*]': 3,
};

/** Counts of objects by class, as `summary` has them. */
function countClasses(snapshot: Snapshot): Map<string, number> {
  return new Map(snapshot.summary({ limit: 0 }).classes.map(({ name, count }) => [name, count]));
}

describePython("a service that leaks stand-ins of DataFrames in four ways", (python) => {
  const folder = new PythonFolder();
  let snapshot: Snapshot;

  beforeAll(async () => {
    await folder.tell(python, "leaks.py", SERVICE_FOLDER);
    snapshot = await openSnapshot(folder.file("mini.heapsnapshot"));
  });

  it("shows the way to each", () => {
    expect(waysToFrames(snapshot)).toEqual(WAYS);
  });

  it("draws them all below one module", () => {
    const { boxes } = snapshot.backrefs({ type: ["DataFrame"] });
    const modules = boxes.filter((box) => box.kind === "objects" && box.isModule);
    expect(modules).toMatchObject([{ name: "<module leaky_service>" }]);
  });
});

interface Facts {
  /** Objects of the collector by `module.qualname` of their type, bare names of builtins. */
  readonly gc: Readonly<Record<string, number>>;
  /** The same by objgraph, which writes `builtins.` in front and takes `__name__`. */
  readonly objgraph: Readonly<Record<string, number>>;
  readonly growth: readonly (readonly [type: string, count: number, delta: number])[];
  readonly frames: number;
}

/** What the collector does not know all of: untracked containers, static types. The file has more of them. */
const MORE = /^(dict|tuple|type|abc\.ABCMeta|_ctypes\.Py\w+Type)$/;

/**
 * Where the file and the collector differ by what is only there to look: the exporter's module with its functions, its
 * classes' parts and its loader, the counting functions' own frame, lists and Counter; method-wrappers of reading __module__.
 */
const LOOKING =
  /^(collections\.Counter|list|module|function|frame|cell|method-wrapper|staticmethod|(getset|member)_descriptor|_frozen_importlib(_external)?\.(ModuleSpec|SourceFileLoader))$/;

describePythonWith(
  ["pandas", "objgraph"],
  "a service that leaks DataFrames of pandas",
  (python) => {
    const folder = new PythonFolder();
    let facts: Facts;
    let before: Snapshot;
    let after: Snapshot;

    beforeAll(async () => {
      facts = await folder.tell<Facts>(python, "pandas_leaks.py", SERVICE_FOLDER);
      before = await openSnapshot(folder.file("before.heapsnapshot"));
      after = await openSnapshot(folder.file("after.heapsnapshot"));
    }, 60_000);

    it("shows the way to each", () => {
      expect(facts.frames).toBe(29);
      expect(waysToFrames(after)).toEqual(WAYS);
    });

    it("counts as the collector does, and more of what that does not track", () => {
      const counted = countClasses(after);
      const countOf = (name: string): number => counted.get(name) ?? counted.get(`<${name}>`) ?? 0;
      const types = Object.entries(facts.gc);
      const others = types.filter(([name, count]) => countOf(name) !== count);
      expect(types.length).toBeGreaterThan(250);
      expect(
        others.filter(
          ([name, count]) => !LOOKING.test(name) && !(MORE.test(name) && countOf(name) >= count),
        ),
      ).toEqual([]);
    });

    it("counts as objgraph does", () => {
      const counted = countClasses(after);
      const types = Object.entries(facts.objgraph).filter(([name]) => name.startsWith("pandas."));
      expect(types.length).toBeGreaterThan(10);
      // The file writes what is a class of a class of its own in brackets.
      const countOf = (name: string): number => counted.get(name) ?? counted.get(`<${name}>`) ?? 0;
      expect(types.filter(([name, count]) => countOf(name) !== count)).toEqual(
        // objgraph takes __name__; the file says where in a function the class was made.
        types.filter(([name]) => name.endsWith(".BadLineHandleMethod")),
      );
    });

    it("grows as objgraph says, and more where the collector does not track all", () => {
      const [past, now] = [countClasses(before), countClasses(after)];
      const deltas = new Map<string, number>();
      for (const [name, count] of now) {
        const short =
          name
            .replace(/^<(.*)>$/, "$1")
            .split(".")
            .at(-1) ?? name;
        deltas.set(short, (deltas.get(short) ?? 0) + count - (past.get(name) ?? 0));
      }
      const tracked = facts.growth.filter(([type]) => !/^(dict|tuple|list)$/.test(type));
      expect(tracked.length).toBeGreaterThan(10);
      expect(tracked.map(([type]) => [type, deltas.get(type)])).toEqual(
        tracked.map(([type, , delta]) => [type, delta]),
      );
      for (const [type, , delta] of facts.growth)
        expect(deltas.get(type)).toBeGreaterThanOrEqual(delta);
    });
  },
);

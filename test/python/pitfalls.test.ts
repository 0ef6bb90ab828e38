import { beforeAll, expect, it } from "vitest";
import { describePython, PythonFolder } from "../support/python.ts";
import { PythonHeap } from "../support/python-heap.ts";

interface Told {
  readonly errors: number;
  readonly freed: boolean;
  readonly locals: readonly [readonly string[], readonly number[]];
  readonly "modules asked for referents": number;
  readonly "has types that are not ready": boolean;
  readonly "frozen that gc sees": number;
  readonly "no folder": string;
  readonly full: string;
  readonly left: readonly string[];
  readonly "gc is on": boolean;
}

describePython("the traps of CPython", (python) => {
  const folder = new PythonFolder();
  let told: Told;

  beforeAll(async () => {
    told = await folder.tell<Told>(python, "pitfalls.py");
  }, 100_000);

  it("are passed without an error in the walk", () => {
    expect(told.errors).toBe(0);
  });

  it("a look at the variables of a running function keeps none of them alive", () => {
    expect(told.freed).toBe(true);
  });

  it("what locals() gave to the program stays as it is", () => {
    expect(told.locals[0]).toEqual(expect.arrayContaining(["mine", "own"]));
    expect(told.locals[1]).toEqual([1.5]);
  });

  it("variables of running functions are edges of their frames", async () => {
    const heap = new PythonHeap(await folder.open("locals"));
    expect(heap.edgesOf(/^<frame .*pitfalls\.py:\d+ inner>$/)).toEqual(
      expect.arrayContaining(["context big → __main__.Big"]),
    );
  });

  it("no module is asked for its referents, which kills 3.12 with asyncio", () => {
    expect(told["modules asked for referents"]).toBe(0);
  });

  it("types that were never made ready are shown without bases", async (context) => {
    if (!told["has types that are not ready"]) context.skip("this Python has no _testcapi");
    const heap = new PythonHeap(await folder.open("all"));
    expect(heap.named("<module _testcapi>")).toHaveLength(1);
  });

  it("frozen heaps are seen, although the collector does not see them", async () => {
    expect(told["frozen that gc sees"]).toBe(0);
    const heap = new PythonHeap(await folder.open("all"));
    expect(heap.named("__main__.Frozen")).toHaveLength(10);
  });

  it("dicts that threads change while they are walked do no harm", async () => {
    const snapshot = await folder.open("changing");
    expect(snapshot.check().violations).toEqual([]);
    const heap = new PythonHeap(snapshot);
    const busy = heap.follow(heap.globalsOf("__main__"), "property", "BUSY");
    expect(heap.edgesFrom(busy)).toHaveLength(200);
  });

  it("failed dumps leave no file and the collector on", () => {
    expect(told).toMatchObject({
      "no folder": "FileNotFoundError",
      full: "OSError",
      left: [],
      "gc is on": true,
    });
  });
});

describePython("hostile objects", (python) => {
  const folder = new PythonFolder();
  let told: { notes: string[]; errors: number; error: string | null; imported: string[] };
  let heap: PythonHeap;

  beforeAll(async () => {
    told = await folder.tell(python, "hostile.py");
    heap = new PythonHeap(await folder.open("hostile"));
  }, 100_000);

  it("run none of their code, and nothing is imported", () => {
    expect(told).toEqual({ notes: [], errors: 0, error: null, imported: [] });
  });

  it("show their attributes all the same", () => {
    expect(heap.named("__main__.Hostile")).toHaveLength(1);
    const dictionary = heap.edgesOf("__main__.HostileDict");
    expect(dictionary).toEqual(expect.arrayContaining(["property a → list", "property b → list"]));
    const list = heap.edgesOf("__main__.HostileList");
    expect(list).toEqual(expect.arrayContaining(["element 0 → list", "element 1 → list"]));
    expect(heap.edgesOf("__main__.HostileSet")).toContain("element 0 → float");
    expect(heap.edgesOf("collections.deque")).toEqual(
      expect.arrayContaining(["element 0 → list", "element 1 → list"]),
    );
    expect(heap.edgesOf("datetime.datetime")).toEqual(["internal tzinfo → datetime.timezone"]);
    expect(heap.edgesOf("functools.partial").join()).toContain("property args → tuple");
    expect(heap.edgesOf("types.SimpleNamespace").join()).toContain("__dict__ → dict");
  });
});

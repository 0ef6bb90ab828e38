import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { aboutProcess, describePython, PythonFolder } from "../support/python.ts";
import { PythonHeap } from "../support/python-heap.ts";

interface Told {
  readonly modules: readonly string[];
  readonly garbage: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly traced: boolean;
}

describePython("what the exporter says", (python) => {
  const folder = new PythonFolder();
  const heaps = new Map<string, PythonHeap>();
  let told: Told;

  beforeAll(async () => {
    told = await folder.tell<Told>(python, "truth.py");
  }, 100_000);

  async function heapOf(name: string): Promise<PythonHeap> {
    const heap = heaps.get(name) ?? new PythonHeap(await folder.open(name));
    heaps.set(name, heap);
    return heap;
  }

  it("is the same at the third time as at the second, by type and in sum", async () => {
    const [second, third] = [await heapOf("truth1"), await heapOf("truth2")];
    expect(third.counts()).toEqual(second.counts());
    const [before, after] = [await folder.open("truth1"), await folder.open("truth2")].map(
      (snapshot) => aboutProcess(snapshot) as { errors: number; self_size: number },
    );
    expect(after).toMatchObject({ errors: 0, self_size: before?.self_size });
  });

  it("comes without imports and without garbage", () => {
    expect(told).toMatchObject({ modules: [], garbage: 0 });
  });

  it("has no trace of the exporter", async () => {
    const heap = await heapOf("truth2");
    expect(heap.named(/^<.*heapgraph_dump/)).toEqual([]);
  });

  it("has sizes as sys.getsizeof, under the addresses that id() tells", async () => {
    const heap = await heapOf("truth2");
    const sizes = new Map(heap.named(/./).map((node) => [heap.idOf(node), heap.sizeOf(node)]));
    const found = Object.keys(told.sizes).map((id) => [id, sizes.get(Number(BigInt(id) >> 3n))]);
    expect(Object.fromEntries(found)).toEqual(told.sizes);
  });

  it("names attributes, slots, elements, keys, cells and variables", async () => {
    const heap = await heapOf("truth2");
    const table = heap.edgesFrom(heap.follow(heap.globalsOf("__main__"), "property", "TABLE"));
    expect(table.filter((edge) => edge.startsWith("property"))).toEqual([
      "property plain_key → float",
      "property a key → list",
      "property [42] → list",
      "property [(1, 'two')] → list",
      "property [None] → list",
      "property [2.5] → list",
      "property [b'raw'] → list",
      "property [<type __main__.Plain>] → list",
    ]);
    expect(table.filter((edge) => edge.startsWith("internal key"))).toContain(
      "internal key → a key",
    );
    expect(heap.edgesOf("__main__.Slotted").filter((edge) => edge.startsWith("property"))).toEqual(
      expect.arrayContaining(["property left → list", "property right → tuple"]),
    );
    const [plain = -1] = heap.named("__main__.Plain");
    const own = heap.edgesFrom(plain).join().includes("__dict__")
      ? heap.edgesFrom(heap.follow(plain, "internal", "__dict__"))
      : heap.edgesFrom(plain);
    expect(own.join("\n")).toMatch(/property label → label \d+/);
    const closure = heap.follow(
      heap.named(/<function .*closure\.<locals>\.inner>/)[0] ?? -1,
      "internal",
      "__closure__",
    );
    expect(heap.edgesFrom(closure)).toEqual(["context value → cell"]);
    expect(heap.edgesOf("<generator generate>")).toEqual(
      expect.arrayContaining(["context inside → list", "context argument → list"]),
    );
  });

  it("follows containers that the collector does not know", async () => {
    const heap = await heapOf("truth2");
    const tuples = heap.follow(heap.globalsOf("__main__"), "property", "TUPLES");
    const second = heap.follow(tuples, "element", "1");
    expect(heap.edgesFrom(second)).toEqual(["element 0 → a", "element 1 → tuple"]);
  });

  it("keeps texts as they are, and cuts long ones", async () => {
    const heap = await heapOf("truth2");
    const odd = heap.follow(heap.globalsOf("__main__"), "property", "ODD");
    expect(heap.edgesFrom(odd)).toEqual([
      'element 0 → quote " backslash \\ newline \n',
      "element 1 → \udc80 half",
      "element 2 → na\u00efve \u{1f600}",
      `element 3 → ${"x".repeat(100)}…`,
    ]);
    const cut = await heapOf("cut");
    expect(cut.named("x".repeat(10) + "…").length).toBeGreaterThan(0);
    const table = cut.follow(cut.globalsOf("__main__"), "property", "TABLE");
    expect(cut.edgesFrom(table).filter((edge) => edge.startsWith("internal"))).toEqual([]);
  });

  it("tells weak references from those that hold", async () => {
    const heap = await heapOf("truth2");
    const weak = heap.follow(heap.globalsOf("__main__"), "property", "WEAK");
    expect(heap.edgesFrom(weak)).toEqual(["weak referent → __main__.Plain"]);
  });

  it("shows dead cycles when nothing was collected", async () => {
    const heap = await heapOf("cut");
    expect(heap.edgesOf("(Unreachable cycles)").join()).toContain("__main__.Serial");
    expect((await heapOf("redacted")).edgesOf("(Unreachable cycles)")).toEqual([]);
  });

  it("gives tracked objects ids that no later object can have", async () => {
    const [first, second] = [await heapOf("tracked1"), await heapOf("tracked2")].map((heap) =>
      heap.named("__main__.Serial").map((node) => heap.idOf(node)),
    );
    expect([first?.length, second?.length]).toEqual([50, 50]);
    expect(second?.filter((id) => first?.includes(id))).toHaveLength(25);
    expect(Math.min(...(second ?? []))).toBeGreaterThan(2 ** 46);
  });

  it("has no contents of texts when it is redacted, but their lengths and the program's names", async () => {
    const text = readFileSync(folder.file("redacted.heapsnapshot"), "utf8");
    for (const secret of ["hunter2", "alice", "bob@example.com", "carol", "dave", "eve x"])
      expect(text).not.toContain(secret);
    expect(text).toContain('"str[17]"');
    const heap = await heapOf("redacted");
    const users = heap.follow(heap.globalsOf("__main__"), "property", "USERS");
    expect(heap.edgesFrom(users)[0]).toBe("property str[5] → str[15]");
    expect(aboutProcess(await folder.open("redacted"))).toMatchObject({
      redacted: true,
      argv: [],
      tag: "redacted",
    });
  });

  it("says where objects were allocated if tracemalloc knows", async (context) => {
    if (!told.traced) context.skip("tracemalloc of this Python knows of no instances");
    const snapshot = await folder.open("traced");
    expect(snapshot.check().violations).toEqual([]);
    const [node] = new PythonHeap(snapshot).named("__main__.Plain").slice(-1);
    const { traceNodeIds, traceTree } = snapshot.graph.data;
    expect(traceTree.count).toBeGreaterThan(1);
    expect(Math.max(...Array.from(traceNodeIds ?? []).slice(0, (node ?? 0) + 1))).toBeGreaterThan(
      0,
    );
  });
});

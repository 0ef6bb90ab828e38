import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProcessTree, type TreeChange } from "../../../src/recording/processes/process-tree.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";

const SELF = 50;
const ROOT = 100;
const MARKER = "heapgraph-test";

function treeOf(table: FakeProcesses, marker?: string): ProcessTree {
  return new ProcessTree(table, { root: ROOT, self: SELF, marker });
}

function look(tree: ProcessTree): TreeChange {
  return { appeared: tree.search(), ...tree.read() };
}

const pidsOf = (members: TreeChange["appeared"]): number[] =>
  members.map(({ handle }) => handle.pid).toSorted((a, b) => a - b);
const goneOf = ({ gone }: TreeChange): number[] => gone.map(({ member }) => member.handle.pid);

describe("tree of processes", () => {
  it("finds children of children in whatever order pids come, and nobody else", () => {
    const table = new FakeProcesses();
    table.start(7, { ppid: 1 });
    table.start(ROOT, { ppid: SELF });
    table.start(90, { ppid: 300 });
    table.start(300, { ppid: 200 });
    table.start(200, { ppid: ROOT });
    table.start(8, { ppid: 7 });
    expect(pidsOf(look(treeOf(table)).appeared)).toEqual([90, ROOT, 200, 300]);
  });

  it("keeps a process that was given to another parent", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    const daemon = table.start(200, { ppid: ROOT });
    const tree = treeOf(table);
    look(tree);
    daemon.ppid = 1;
    daemon.session = 200;
    const change = look(tree);
    expect(goneOf(change)).toEqual([]);
    expect(tree.members.has(200)).toBe(true);
  });

  it("finds a daemon whose parent nobody saw by the mark in its environment, with its children", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    const tree = treeOf(table, MARKER);
    look(tree);
    table.start(200, { ppid: 1, environment: `A=1\0HEAPGRAPH_RECORDING=x,${MARKER}\0` });
    table.start(201, { ppid: 200 });
    table.start(202, { ppid: 1, environment: "HEAPGRAPH_RECORDING=heapgraph-other\0" });
    expect(pidsOf(look(tree).appeared)).toEqual([200, 201]);
  });

  it("finds an orphan of a process that was joined by the group that a member leads", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    table.start(200, { ppid: ROOT });
    const tree = treeOf(table);
    look(tree);
    table.end(200);
    table.start(201, { ppid: 1, group: 200, session: ROOT });
    table.start(202, { ppid: 1, group: 202, session: 7 });
    expect(pidsOf(look(tree).appeared)).toEqual([201]);
  });

  it("tells a new process with an old pid from the old one", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    table.start(200, { ppid: ROOT, command: "old" });
    const tree = treeOf(table);
    look(tree);
    table.end(200);
    table.start(200, { ppid: 1, command: "stranger" });
    expect(goneOf(look(tree))).toEqual([200]);
    expect(pidsOf(look(tree).appeared)).toEqual([]);
    table.end(200);
    look(tree);
    table.start(200, { ppid: ROOT, command: "new" });
    const { appeared } = look(tree);
    expect(appeared.map(({ facts }) => facts.command)).toEqual(["new"]);
  });

  it("finds what took over a stranger's pid between two looks when it forgets strangers", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    table.start(200, { ppid: 1 });
    const tree = treeOf(table);
    look(tree);
    table.end(200);
    table.start(200, { ppid: ROOT });
    expect(pidsOf(tree.search())).toEqual([]);
    expect(pidsOf(tree.search(true))).toEqual([200]);
  });

  it("takes no notice of the recorder and of what it starts, though it runs inside of the tree", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    table.start(SELF, { ppid: ROOT, group: ROOT });
    table.start(60, { ppid: SELF, group: ROOT });
    table.start(61, { ppid: 60, group: ROOT });
    expect(pidsOf(look(treeOf(table)).appeared)).toEqual([ROOT]);
  });

  it("tells of exec once, and of no change of the name alone", () => {
    const table = new FakeProcesses();
    const root = table.start(ROOT, { name: "sh", command: "sh run.sh" });
    const tree = treeOf(table);
    look(tree);
    root.name = "worker";
    expect(look(tree).renamed).toEqual([]);
    root.name = "node";
    root.command = "node app.js";
    expect(look(tree).renamed.map(({ facts }) => facts.command)).toEqual(["node app.js"]);
    expect(look(tree).renamed).toEqual([]);
    root.command = "node other.js";
    expect(look(tree).renamed).toEqual([]);
    expect(tree.rereadCommands().map(({ facts }) => facts.command)).toEqual(["node other.js"]);
  });

  it("takes a zombie for ended, with its status, and does not find it again", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    const child = table.start(200, { ppid: ROOT });
    const tree = treeOf(table);
    look(tree);
    child.isZombie = true;
    child.status = 3;
    expect(tree.read().gone).toMatchObject([{ status: 3, member: { facts: { pid: 200 } } }]);
    expect(look(tree)).toEqual({ appeared: [], renamed: [], gone: [] });
  });

  it("bears processes that end between any two reads", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    const tree = treeOf(table);
    for (let reads = 0; reads < 4; reads++) {
      table.start(200 + reads, { ppid: ROOT, endsAfterReads: reads });
      look(tree);
    }
    look(tree);
    look(tree);
    expect([...tree.members.keys()]).toEqual([ROOT]);
    expect(table.openHandles).toBe(1);
  });

  it("agrees with the definition on random lives of processes", () => {
    const event = fc.record({
      pid: fc.integer({ min: 101, max: 130 }),
      parent: fc.nat(40),
      dies: fc.boolean(),
      isStranger: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 12 }), (ticks) => {
        const table = new FakeProcesses();
        table.start(ROOT);
        const tree = treeOf(table, MARKER);
        look(tree);
        // Twin: a process is ours when its first parent was, or when it has the mark, which children inherit.
        const ours = new Set([ROOT]);
        for (const events of ticks) {
          for (const { pid, parent, dies, isStranger } of events) {
            const alive = [...table.processes.keys()];
            if (table.processes.has(pid)) {
              if (!dies) continue;
              table.end(pid);
              ours.delete(pid);
              for (const each of table.processes.values()) if (each.ppid === pid) each.ppid = 1;
              // A pid comes back only after somebody looked: the kernel goes round all others first.
              look(tree);
              continue;
            }
            const ppid = isStranger ? 1 : alive[parent % alive.length];
            const isOurs = ours.has(ppid);
            table.start(pid, { ppid, environment: isOurs ? MARKER : "" });
            if (isOurs) ours.add(pid);
          }
          look(tree);
          expect(new Set(tree.members.keys())).toEqual(ours);
        }
        expect(table.openHandles).toBe(ours.size);
      }),
      { numRuns: 300 },
    );
  });

  it("follows 10,000 processes that come and go in time that grows with their number", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    for (let pid = 1000; pid < 1500; pid++) table.start(pid, { ppid: 1 });
    const tree = treeOf(table, MARKER);
    look(tree);
    table.reads = 0;
    let seen = 0;
    let ended = 0;
    for (let batch = 0; batch < 100; batch++) {
      const first = 10_000 + batch * 100;
      for (let pid = first; pid < first + 100; pid++) table.start(pid, { ppid: ROOT });
      seen += look(tree).appeared.length;
      for (let pid = first; pid < first + 100; pid++) table.end(pid);
      ended += look(tree).gone.length;
    }
    expect([seen, ended, tree.members.size, table.openHandles]).toEqual([10_000, 10_000, 1, 1]);
    // Opened, read when found, read as a member twice; strangers not at all.
    expect(table.reads).toBeLessThan(10_000 * 5);
  });
});

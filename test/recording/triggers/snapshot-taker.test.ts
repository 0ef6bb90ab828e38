import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addNodeOptions,
  takesSnapshotAt,
} from "../../../src/recording/triggers/snapshot-environment.ts";
import {
  type SnapshotSubject,
  SnapshotTaker,
  type TakerOptions,
} from "../../../src/recording/triggers/snapshot-taker.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "heapgraph-taker-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const WHOLE = '{"snapshot":{},"strings":["a"]}\n';
const SIZE = 50e6;

/** Two programs of which the second is larger, and a third that takes no snapshots. */
class Scene {
  readonly table = new FakeProcesses();
  readonly subjects: readonly SnapshotSubject[];
  readonly asked: number[] = [];
  readonly taken: string[] = [];
  readonly warnings: string[] = [];
  readonly taker: SnapshotTaker;
  isReady = false;
  #written = 0;

  constructor(options: Partial<TakerOptions> = {}) {
    this.subjects = [
      [10, SIZE],
      [20, 2 * SIZE],
      [30, 9 * SIZE],
    ].map(([pid, rss]) => {
      this.table.start(pid, { rss, catchesSignals: pid !== 30 });
      const handle = this.table.open(pid);
      if (handle === null) throw new TypeError("no process");
      return { handle, rss };
    });
    this.taker = new SnapshotTaker({
      folder,
      recordingFolder: folder,
      most: 3,
      keepsNewest: false,
      ofAll: false,
      limit: undefined,
      takes: (handle) => handle.catches(12) === true,
      ask: ({ pid }) => this.asked.push(pid),
      onTaken: (pid, file, time) => this.taken.push(`${pid} ${file} ${time}`),
      warn: (message) => this.warnings.push(message),
      freeDisk: () => 1e12,
      freeMemory: () => 1e12,
      ...options,
    });
  }

  poll(time: number): void {
    this.taker.poll(this.subjects, time);
  }

  write(pid: number, text = WHOLE, number = ++this.#written): void {
    const name = `Heap.20261125.044729.${pid}.0.${String(number).padStart(3, "0")}.heapsnapshot`;
    writeFileSync(join(folder, name), text);
  }

  /** Has one snapshot asked for and written. */
  takeOne(time: number): void {
    this.taker.request(time);
    this.poll(time);
    this.write(20);
    this.poll(time + 1);
    this.poll(time + 2);
  }
}

describe("taking snapshots", () => {
  it("asks the largest process that takes them, and tells when the file is complete", () => {
    const scene = new Scene();
    scene.write(20);
    scene.taker.request(1000);
    scene.poll(1000);
    expect([scene.asked, scene.taker.isBusy]).toEqual([[20], true]);
    scene.write(20, WHOLE.slice(0, 20), 2);
    scene.poll(1100);
    scene.poll(1200);
    expect(scene.taken).toEqual([]);
    scene.write(20, WHOLE, 2);
    scene.poll(1300);
    scene.poll(1400);
    expect(scene.taken).toEqual(["20 Heap.20261125.044729.20.0.002.heapsnapshot 1000"]);
    expect([scene.taker.isBusy, scene.asked, scene.warnings]).toEqual([false, [20], []]);
  });

  it("takes no second one as soon as the first is complete, wanted while that was written", () => {
    const scene = new Scene();
    scene.taker.request(0);
    scene.poll(0);
    scene.taker.request(100);
    scene.write(20);
    for (let time = 200; time < 600; time += 100) scene.poll(time);
    expect([scene.asked, scene.taken.length]).toEqual([[20], 1]);
  });

  it("asks all that take them, as far as there may be more", () => {
    const scene = new Scene({ ofAll: true });
    scene.taker.request(0);
    scene.poll(0);
    expect(scene.asked).toEqual([20, 10]);
    const few = new Scene({ ofAll: true, most: 1 });
    few.taker.request(0);
    few.poll(0);
    expect(few.asked).toEqual([20]);
  });

  it("waits for a program to set its handler up, and gives up in the end", () => {
    const scene = new Scene({ takes: (handle) => handle.pid === 10 && scene.isReady });
    scene.taker.request(0);
    scene.poll(0);
    expect(scene.asked).toEqual([]);
    scene.isReady = true;
    scene.poll(100);
    expect(scene.asked).toEqual([10]);
    const nobody = new Scene({ takes: () => false });
    nobody.taker.request(0);
    nobody.poll(30_000);
    expect(nobody.warnings).toEqual([]);
    nobody.poll(30_001);
    nobody.poll(30_002);
    expect(nobody.warnings).toEqual([expect.stringContaining("no process can write a snapshot")]);
  });

  it("takes no more than it may, and says so once", () => {
    const scene = new Scene({ most: 2 });
    for (let time = 0; time < 5000; time += 1000) scene.takeOne(time);
    expect([scene.asked.length, scene.taken.length]).toEqual([2, 2]);
    expect(scene.warnings).toEqual([expect.stringContaining("2 snapshots taken: no more")]);
  });

  it("keeps the newest of its own when it is to", () => {
    const scene = new Scene({ most: 2, keepsNewest: true });
    writeFileSync(join(folder, "other.heapsnapshot"), WHOLE);
    for (let time = 0; time < 5000; time += 1000) scene.takeOne(time);
    expect(scene.taken).toHaveLength(5);
    expect(readdirSync(folder)).toEqual([
      "Heap.20261125.044729.20.0.004.heapsnapshot",
      "Heap.20261125.044729.20.0.005.heapsnapshot",
      "other.heapsnapshot",
    ]);
  });

  it("asks nobody when the disk is too full", () => {
    const scene = new Scene({ freeDisk: () => 3 * SIZE });
    scene.taker.request(0);
    scene.poll(0);
    expect(scene.asked).toEqual([]);
    expect(scene.warnings).toEqual([
      `no snapshot of process 20: 150 MB free in ${folder}, 200 MB may be needed`,
    ]);
  });

  it.each([
    ["of the machine", { freeMemory: () => SIZE }],
    ["below the limit", { limit: 13 * SIZE }],
  ])("warns when little memory is left %s, and asks", (_, options) => {
    const scene = new Scene(options);
    scene.taker.request(0);
    scene.poll(0);
    expect(scene.asked).toEqual([20]);
    expect(scene.warnings).toEqual([expect.stringContaining("little memory left (50.0 MB)")]);
  });

  it("says so when the process ends first, and when the pid is another's it asks nobody", () => {
    const scene = new Scene();
    scene.taker.request(0);
    scene.poll(0);
    scene.table.end(20);
    scene.poll(100);
    expect(scene.warnings).toEqual(["process 20 ended before its snapshot was complete"]);
    expect(scene.taker.isBusy).toBe(false);
    const reused = new Scene({ takes: ({ pid }) => pid === 20 });
    reused.table.end(20);
    reused.table.start(20);
    reused.taker.request(0);
    reused.poll(0);
    expect(reused.asked).toEqual([]);
  });
});

describe("programs that take snapshots", () => {
  const told = "A=1\0NODE_OPTIONS=--max-old-space-size=9 --heapsnapshot-signal=SIGUSR2\0";
  it.each([
    ["told by NODE_OPTIONS, with a handler", told, "node app.js", true, true],
    ["told, without a handler", told, "node app.js", false, false],
    ["with a handler of its own", "A=1\0", "gunicorn app", true, false],
    ["told by the command line", "", "node --heapsnapshot-signal=SIGUSR2 app.js", true, true],
    ["Python with the preload", "HEAPGRAPH_SIGNAL=USR2\0", "python3 app.py", true, true],
    ["told another signal", told.replace("USR2", "USR1"), "node app.js", true, false],
    ["with that text elsewhere", told.replace("NODE_", "MY_"), "node app.js", true, false],
  ])("%s", (_, environment, command, catchesSignals, takes) => {
    const table = new FakeProcesses();
    table.start(5, { environment, command, catchesSignals });
    const handle = table.open(5);
    expect(handle !== null && takesSnapshotAt(handle, "SIGUSR2", 12)).toBe(takes);
  });

  it("get options that Node takes apart again", () => {
    expect(addNodeOptions(undefined, ["--a=/b"])).toBe("--a=/b");
    expect(addNodeOptions("--x", [String.raw`--a=/b c"d\e`])).toBe(
      String.raw`"--a=/b c\"d\\e" --x`,
    );
  });
});

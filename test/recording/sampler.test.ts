import { describe, expect, it } from "vitest";
import { Cadence, type Clock } from "../../src/recording/cadence.ts";
import { RecordingWriter } from "../../src/recording/recording-writer.ts";
import { type Sample, Sampler } from "../../src/recording/sampler.ts";
import { FakeProcesses } from "../support/fake-processes.ts";

const ROOT = 100;

/** Time that passes when a test says so. */
class FakeClock implements Clock {
  time = 0;
  work = 0;
  now(): number {
    return this.time;
  }
  spent(): number {
    return this.work;
  }
}

function samplerOf(
  table: FakeProcesses,
  clock: Clock,
  denied: number[] = [],
): { sample: () => Sample; sampler: Sampler } {
  const sampler = new Sampler(table, {
    root: ROOT,
    self: 1,
    clock,
    onDenied: ({ handle }) => denied.push(handle.pid),
  });
  return { sampler, sample: () => sampler.sample(1_795_376_400_000 + clock.now()) };
}

describe("cadence", () => {
  it("keeps work under its share, and to its least and longest pause", () => {
    const clock = new FakeClock();
    const cadence = new Cadence({ share: 0.01, least: 100, most: 2000 }, clock);
    const costs = [0, 5, 90];
    const starts: number[] = [];
    for (; clock.time < 4000 && costs.length > 0; clock.time += 10)
      cadence.run(() => {
        starts.push(clock.time);
        clock.work += costs.shift() ?? 0;
      });
    expect(starts).toEqual([0, 100, 600]);
    clock.time = 2590;
    expect(cadence.run(() => "done")).toBeUndefined();
    clock.time = 2600;
    expect(cadence.run(() => "done")).toBe("done");
  });
});

describe("sampler", () => {
  it("adds up all members, PSS only in samples that have it of all", () => {
    const table = new FakeProcesses();
    table.start(ROOT, { rss: 5000 });
    const child = table.start(200, { ppid: ROOT, rss: 3000 });
    const clock = new FakeClock();
    const { sample } = samplerOf(table, clock);
    expect(sample().total).toEqual({ rss: 8000, pss: 1000, uss: 800, swap: 0 });
    child.rss = 4000;
    clock.time = 50;
    expect(sample().total).toEqual({ rss: 9000 });
    clock.time = 100;
    expect(sample().total).toMatchObject({ rss: 9000, pss: 1000 });
  });

  it("reads PSS as seldom as it costs, RSS always", () => {
    const table = new FakeProcesses();
    const clock = new FakeClock();
    const root = table.start(ROOT);
    const detail = { pss: 1, uss: 1, swap: 0 };
    Object.defineProperty(root, "detail", {
      get() {
        clock.work += 6;
        return detail;
      },
    });
    const { sample } = samplerOf(table, clock);
    const withPss: number[] = [];
    for (; clock.time <= 3000; clock.time += 100)
      if (sample().total.pss !== undefined) withPss.push(clock.time);
    // 6 ms are 0.6 % of a second.
    expect(withPss).toEqual([0, 1000, 2000, 3000]);
    expect(clock.work / 3000).toBeLessThan(0.02);
  });

  it("records RSS alone, and tells once, where PSS may not be read", () => {
    const table = new FakeProcesses();
    table.start(ROOT, { detail: "denied" });
    const clock = new FakeClock();
    const denied: number[] = [];
    const { sample } = samplerOf(table, clock, denied);
    for (; clock.time < 1000; clock.time += 100) expect(sample().total).toEqual({ rss: 1000 });
    expect(denied).toEqual([ROOT]);
  });

  it("goes on with PSS when a process was refused once, as those that end are", () => {
    const table = new FakeProcesses();
    table.start(ROOT);
    const child = table.start(2, { ppid: ROOT, detail: "denied" });
    const clock = new FakeClock();
    const denied: number[] = [];
    const { sample } = samplerOf(table, clock, denied);
    const withPss: number[] = [];
    for (; clock.time <= 1000; clock.time += 100) {
      if (sample().total.pss !== undefined) withPss.push(clock.time);
      child.detail = { pss: 1, uss: 1, swap: 0 };
    }
    expect(denied).toEqual([]);
    expect(withPss.length).toBeGreaterThan(5);
    expect(withPss).not.toContain(0);
  });

  it("asks for a longer interval where reading resident sizes alone gets expensive", () => {
    const table = new FakeProcesses();
    const clock = new FakeClock();
    table.start(ROOT);
    for (let pid = 200; pid < 500; pid++) {
      const process = table.start(pid, { ppid: ROOT });
      Object.defineProperty(process, "endsAfterReads", {
        get() {
          clock.work += 0.01;
          return Infinity;
        },
        set() {},
      });
    }
    const { sampler, sample } = samplerOf(table, clock);
    for (; clock.time < 10_000; clock.time += 100) sample();
    // 300 processes of 10 us are 3 ms.
    expect(sampler.leastInterval).toBeCloseTo(600, -1);
  });
});

describe("lines of samples", () => {
  it("write a process again only when its numbers changed, and its beginning and end", () => {
    const table = new FakeProcesses();
    const root = table.start(ROOT, { rss: 2 ** 20, command: "main" });
    const clock = new FakeClock();
    const { sample } = samplerOf(table, clock);
    const writer = new RecordingWriter();
    const lines = (): string[] => {
      const text = writer.lines(sample());
      clock.time += 50;
      return text.trimEnd().split("\n");
    };
    const detail = "0.000 0.000";
    expect(lines()).toEqual([
      "PROC 100 1 1 main",
      "MEM 1.000000 1795376400.0000 0.000 0.000 0.000 1",
      `MAIN 100 1.000 1795376400.0000 ${detail}`,
    ]);
    expect(lines()).toEqual(["MEM 1.000000 1795376400.0500 - - - 1"]);
    table.start(200, { ppid: ROOT, command: "child" });
    root.rss *= 2;
    expect(lines()).toEqual([
      "PROC 200 100 2 child",
      "MEM 2.000954 1795376400.1000 0.001 0.001 0.000 2",
      `MAIN 100 2.000 1795376400.1000 ${detail}`,
      `CHLD 200 0.001 1795376400.1000 ${detail}`,
    ]);
    const child = table.processes.get(200);
    Object.assign(child ?? {}, { isZombie: true, status: "SIGKILL" });
    expect(lines()).toEqual([
      "EXIT 200 SIGKILL 1795376400.1500 peak=0.001",
      "MEM 2.000000 1795376400.1500 - - - 1",
    ]);
  });
});

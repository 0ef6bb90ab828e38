import { describe, expect, it } from "vitest";
import { HeapgraphError, TextSyntaxError } from "../../../src/errors.ts";
import { SlopeWindow } from "../../../src/recording/triggers/slope-window.ts";
import { parseAction } from "../../../src/recording/triggers/trigger-actions.ts";
import {
  compileCondition,
  parseCondition,
  type TriggerValues,
} from "../../../src/recording/triggers/trigger-values.ts";
import { Trigger } from "../../../src/recording/triggers/trigger.ts";

const VALUES: TriggerValues = {
  rss: 500e6,
  pss: null,
  uss: 300e6,
  swap: 0,
  heap: null,
  external: null,
  processes: 3,
  elapsed: 90_000,
  slope: 1e6,
};

describe("conditions", () => {
  it.each([
    ["rss>499MB", true],
    ["rss > 500 MB", false],
    ["rss>=50% of limit", true],
    ["rss>51% of limit or processes=3", true],
    ["slope>59MB/min and elapsed>1m", true],
    ["not slope>61MB/min", true],
    ["pss>0", false],
    ["pss<1GB", false],
  ])("%j is %s", (text, holds) => {
    expect(compileCondition(parseCondition(text), 1000e6)(VALUES)).toBe(holds);
  });

  it("need a limit where they ask for a share of it", () => {
    const condition = parseCondition("swap>0 or not rss>80% of limit");
    let fault: unknown;
    try {
      compileCondition(condition, undefined);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(HeapgraphError);
    expect(fault).toMatchObject({
      code: "NO_MEMORY_LIMIT",
      message: expect.stringContaining('"swap>0 or not rss>80% of limit" asks for a limit'),
    });
  });
});

/** Times in seconds at which a trigger fires when its condition holds from and to those of `held`. */
function firings(held: readonly (readonly [number, number])[], every?: number): number[] {
  let now = 0;
  const test = (): boolean => held.some(([from, to]) => now >= from && now < to);
  const trigger = new Trigger({ condition: { text: "x", test }, every });
  const fired: number[] = [];
  for (; now < 60; now++)
    if (trigger.fires({ ...VALUES, elapsed: now * 1000 }) === "x") fired.push(now);
  return fired;
}

describe("trigger", () => {
  it("fires when its condition comes to hold, not as long as it holds", () => {
    expect(
      firings([
        [5, 30],
        [40, 60],
      ]),
    ).toEqual([5, 40]);
    expect(firings([[0, 60]])).toEqual([0]);
  });

  it("fires at its period as long as its condition holds", () => {
    expect(
      firings(
        [
          [5, 30],
          [40, 60],
        ],
        10_000,
      ),
    ).toEqual([5, 15, 25, 40, 50]);
  });

  it("does not flutter: it waits ten seconds, and then fires if the condition holds still", () => {
    expect(
      firings([
        [5, 6],
        [7, 8],
        [9, 10],
        [14, 20],
      ]),
    ).toEqual([5, 15]);
  });

  it("fires at its period, the first time after it, when it has no condition", () => {
    const trigger = new Trigger({ every: 20_000 });
    const fired = Array.from({ length: 60 }, (_, second) => second).filter(
      (second) => trigger.fires({ ...VALUES, elapsed: second * 1000 }) !== null,
    );
    expect(fired).toEqual([20, 40]);
  });
});

describe("slope of the last while", () => {
  it("is that of the floor below a sawtooth, once the window is full", () => {
    const window = new SlopeWindow(60_000);
    const slopes: (number | null)[] = [];
    for (let at = 0; at <= 120_000; at += 100) {
      const tooth = (at % 5000) * 4000;
      slopes.push(window.add(at, 100e6 + (at / 1000) * 50_000 + tooth));
    }
    expect(slopes[500]).toBeNull();
    expect(slopes.at(-1)).toBeGreaterThan(45_000);
    expect(slopes.at(-1)).toBeLessThan(55_000);
  });

  it("forgets what came before the window", () => {
    const window = new SlopeWindow(10_000);
    let slope: number | null = null;
    for (let at = 0; at <= 60_000; at += 100)
      slope = window.add(at, at < 30_000 ? at * 1000 : 30e6);
    expect(slope).toBe(0);
  });
});

describe("actions", () => {
  it.each([
    ["snapshot", { kind: "snapshot" }],
    ["signal:USR2", { kind: "signal", signal: "SIGUSR2" }],
    ["signal:sigterm", { kind: "signal", signal: "SIGTERM" }],
    ["exec:jcmd $HEAPGRAPH_PID GC.heap_dump x", { kind: "exec" }],
  ])("reads %j", (text, action) => {
    expect(parseAction(text)).toMatchObject(action);
  });

  it.each([
    ["snap", "expected snapshot, signal:USR2 or exec:COMMAND"],
    ["exec: ", "expected snapshot"],
    ["signal:NOPE", 'expected a signal such as USR2, got "NOPE"'],
    ["signal:KILL", "expected a signal that can be caught"],
  ])("refuses %j", (text, message) => {
    let fault: unknown;
    try {
      parseAction(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(TextSyntaxError);
    expect(fault).toMatchObject({
      code: "SYNTAX_ACTION",
      message: expect.stringContaining(message),
    });
  });
});

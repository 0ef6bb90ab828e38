import { describe, expect, it } from "vitest";
import {
  AllocationStacks,
  describeFrame,
  nameStack,
  type StackFrame,
} from "../../src/analysis/allocation-stacks.ts";
import { findAllocatedBetween } from "../../src/analysis/allocation-times.ts";
import { NotFoundError } from "../../src/errors.ts";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { fixturePath } from "../support/real-files.ts";
import {
  buildSnapshot,
  encodeSnapshot,
  LAYOUTS,
  toSnapshotFile,
} from "../support/snapshot-builder.ts";

function frame(functionName: string, scriptName = "", line: number | null = null): StackFrame {
  return { functionName, scriptName, line, column: null };
}

describe("names of stacks", () => {
  it("begin with the allocating function and name scripts without their folder", () => {
    expect(
      nameStack([frame("alloc", "/srv/app/file.js", 12), frame("run", "file:///srv/app/b.js", 30)]),
    ).toBe("alloc (file.js:12) < run (b.js:30)");
    expect(describeFrame(frame("emit", "node:internal/events", 4))).toBe(
      "emit (node:internal/events:4)",
    );
    expect(describeFrame(frame("f", "C:\\app\\x.js"))).toBe("f (x.js)");
    expect(describeFrame(frame("native"))).toBe("native");
    expect(describeFrame(frame("tm.py:5", "/srv/tm.py", 5))).toBe("tm.py:5");
  });

  it("count what recurs and cut what is deep", () => {
    const deep = [
      ...Array.from({ length: 60 }, () => frame("recur")),
      frame("a"),
      frame("b"),
      frame("c"),
    ];
    expect(nameStack(deep)).toBe("recur ×60 < a < b < c");
    expect(nameStack([...deep, frame("d")])).toBe("recur ×60 < a < b < c < …");
    expect(nameStack([])).toBe("(root)");
  });
});

describe("AllocationStacks", () => {
  it("follows the trace tree of a real timeline to its root", async () => {
    const graph = await readSnapshot(fixturePath("node24-alloc"));
    const stacks = new AllocationStacks(graph);
    const positions = Array.from({ length: graph.nodeCount }, (_, node) => stacks.positionOf(node));
    const tracked = positions.filter((position) => position >= 0);
    expect(tracked.length).toBeGreaterThan(4000);
    for (const position of new Set(tracked)) {
      const frames = stacks.framesAt(position);
      expect(frames.length).toBeGreaterThan(0);
      expect(frames.some(({ functionName }) => functionName === "(root)")).toBe(false);
    }
  });

  it("is refused where there are none", async () => {
    const graph = await readSnapshot(buildSnapshot([{ type: "synthetic" }]));
    const error = catchError(() => new AllocationStacks(graph));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: "STACKS_NOT_FOUND", what: "allocation stacks" });
  });
});

describe("findAllocatedBetween", () => {
  const ids = [1, 3, 4, 5, 7, 9, 11];
  const file = toSnapshotFile(
    ids.map((id, at) => ({ type: at === 0 ? "synthetic" : "object", id })),
    LAYOUTS.node24,
  );
  // Ids up to 3 were there before, up to 7 came within 1 s, up to 9 within 2 s, 11 after the last sample.
  file.samples.push(0, 3, 1_000_000, 7, 2_000_000, 9);

  it.each([
    [0, 0, [3]],
    [1, 1000, [5, 7]],
    [1, 999, []],
    [0, 2000, [3, 5, 7, 9]],
    [1001, 2000, [9]],
    [2001, 9000, []],
  ])("from %i ms to %i ms", async (fromMilliseconds, toMilliseconds, expected) => {
    const graph = await readSnapshot(encodeSnapshot(file));
    const selected = findAllocatedBetween(graph, { fromMilliseconds, toMilliseconds });
    expect(ids.filter((_, node) => hasBit(selected, node))).toEqual(expected);
  });

  it("is refused where there are no samples", async () => {
    const graph = await readSnapshot(buildSnapshot([{ type: "synthetic" }]));
    const interval = { fromMilliseconds: 0, toMilliseconds: 1 };
    const error = catchError(() => findAllocatedBetween(graph, interval));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: "SAMPLES_NOT_FOUND" });
  });
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

import { afterEach, describe, expect, it, vi } from "vitest";
import { AbortedError } from "../../src/errors.ts";
import { createTurn, type Progress } from "../../src/parser/read-options.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { buildSnapshot } from "../support/snapshot-builder.ts";
import { errorOf, inPieces } from "./error-of.ts";

const BYTES = buildSnapshot([{ edges: [{ name: "a", to: 1 }] }, { name: "A" }]);

/** Makes every look at the clock a tenth of a second later than the last. */
function hurryClock(): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 100));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("readSnapshot with options", () => {
  it("stops before it has begun", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const error = await errorOf(readSnapshot(BYTES, { signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ code: "ABORTED", cause: { message: "enough" } });
  });

  it("stops on the way", async () => {
    hurryClock();
    const controller = new AbortController();
    let pieces = 0;
    const onProgress = (): void => {
      if (++pieces === 3) controller.abort();
    };
    const source = inPieces(BYTES, 50);
    const error = await errorOf(readSnapshot(source, { signal: controller.signal, onProgress }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(pieces).toBe(3);
  });

  it("tells the bytes and the share that are done", async () => {
    hurryClock();
    const told: Progress[] = [];
    await readSnapshot(BYTES, { onProgress: (progress) => void told.push(progress) });
    expect(told).toEqual([{ phase: "reading", fraction: 1, bytes: BYTES.length }]);
  });

  it("tells no share where the whole is unknown", async () => {
    hurryClock();
    const told: Progress[] = [];
    const onProgress = (progress: Progress): void => void told.push(progress);
    await readSnapshot(inPieces(BYTES, 400), { onProgress });
    expect(told.map(({ fraction }) => fraction)).toEqual([0, 0, 0]);
    expect(told.map(({ bytes }) => bytes)).toEqual([400, 800, BYTES.length]);
  });
});

describe("createTurn", () => {
  it("says nothing between two turns of the clock", async () => {
    vi.spyOn(performance, "now").mockReturnValue(5);
    const onProgress = vi.fn<(progress: Progress) => void>();
    const turn = createTurn({ onProgress }, () => 1, 2);
    await turn();
    await turn();
    expect(onProgress).not.toHaveBeenCalled();
  });
});

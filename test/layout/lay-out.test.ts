import { describe, expect, it } from "vitest";
import { AbortedError } from "../../src/errors.ts";
import { LayoutError, layOut } from "../../src/layout/lay-out.ts";
import { renderLineageDot } from "../../src/render/lineage-dot.ts";
import { toLineageGraph } from "../../src/render/lineage-graph.ts";
import { busyPicture } from "../support/lineage-pictures.ts";

/** Takes Graphviz minutes. */
const ENDLESS = `digraph { ${Array.from(
  { length: 2000 },
  (_, at) => `n${at % 120} -> n${(at * at * 7 + at) % 117} [label="${at}"]`,
).join(";")} }`;

/** Threads of this process that still run. */
function countThreads(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => null,
    (error: unknown) => error,
  );
}

describe("layOut", () => {
  it("makes an SVG of DOT text", async () => {
    expect(await layOut('digraph { a -> b [label="held"] }')).toContain(">held</text>");
  });

  it("has room for the usual number of boxes and for the greatest", async () => {
    for (const count of [60, 300]) {
      const dot = renderLineageDot(toLineageGraph(busyPicture(count)));
      expect((await layOut(dot)).match(/class="node/g)).toHaveLength(count);
    }
  });

  it.each([
    ["no DOT text", "digraph { a -> ", "syntax error"],
    ["a label that would be replaced", "digraph { a [label=<<B>x</I>>] }", "mismatched tag"],
  ])("refuses %s", async (_, dot, reason) => {
    const error = await failureOf(layOut(dot));
    expect(error).toBeInstanceOf(LayoutError);
    expect(error).toMatchObject({
      code: "LAYOUT_FAILED",
      message: expect.stringContaining(reason) as string,
    });
  });

  it("gives up when the time is over, and the thread is gone", async () => {
    const before = countThreads();
    const begin = performance.now();
    const failure = failureOf(layOut(ENDLESS, { timeLimit: 400 }));
    expect(countThreads()).toBe(before + 1);
    const error = await failure;
    expect(error).toBeInstanceOf(LayoutError);
    expect(error).toMatchObject({
      code: "LAYOUT_TIMEOUT",
      message: "the layout took longer than 0.4 s",
    });
    expect(performance.now() - begin).toBeGreaterThan(390);
    expect(countThreads()).toBe(before);
  });

  it("stops when its caller says so", async () => {
    const before = countThreads();
    const reason = new Error("enough");
    const error = await failureOf(layOut(ENDLESS, { signal: AbortSignal.abort(reason) }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ cause: reason });
    const later = layOut(ENDLESS, { signal: AbortSignal.timeout(300) });
    expect(await failureOf(later)).toBeInstanceOf(AbortedError);
    expect(countThreads()).toBe(before);
  });
});

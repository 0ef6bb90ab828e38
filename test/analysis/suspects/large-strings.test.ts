import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findSuspects } from "../../../src/analysis/suspects/find-suspects.ts";
import { triageSnapshots } from "../../../src/triage.ts";
import { fixturePath } from "../../support/real-files.ts";
import { graph } from "../../support/graph-dsl.ts";
import { samplePath } from "../../support/samples.ts";

/** A heap of 1 MB that is nothing but a log's text, of some size and type, and other bytes. */
function suspectsOf(size: number, type = "string") {
  const { graph: heap } = graph(`
    root -element:1-> global
    global -> log rest:${1_000_000 - size}
    log -> text
    text is ${type} "GET / 200" ${size}
    ${type === "string" ? "" : "text -internal:first-> half"}
    ${type === "string" ? "" : 'half is string "GET /index 200"'}
  `);
  return findSuspects(new Analyses(heap), { limit: 0 }).suspects.filter(
    ({ kind }) => kind === "strings",
  );
}

describe("a single string", () => {
  it("that is a good part of the heap is told, with what holds it", () => {
    const [found, ...others] = suspectsOf(120_000);
    expect(found).toMatchObject({ kind: "strings", class: "(string)", count: 1, bytes: 120_000 });
    expect(found.finding).toContain("a single string takes 120 kB, 12 % of the heap");
    expect(found.finding).toContain('"GET / 200"');
    expect(found.severity).toBe("medium");
    expect(others).toEqual([]);
  });

  it("that is concatenated is told once, as a whole", () => {
    const found = suspectsOf(120_000, "concatenatedString");
    expect(found).toHaveLength(1);
    expect(found[0].finding).toContain('"GET /index 200"');
  });

  it("of less than three percent is not", () => {
    expect(suspectsOf(25_000)).toEqual([]);
  });

  it("of the runtime's own sources is at most a remark", async () => {
    for (const path of [samplePath("leaky-server/idle"), fixturePath("hermes-0.11.0")]) {
      const { suspects } = await triageSnapshots([path], { limit: 0 });
      const single = suspects.filter(({ finding }) => finding.startsWith("a single string"));
      expect(single.filter(({ severity }) => severity !== "info")).toEqual([]);
    }
  });
});

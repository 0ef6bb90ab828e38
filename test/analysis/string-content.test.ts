import { describe, expect, it } from "vitest";
import { readStringContent } from "../../src/analysis/string-content.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { openSnapshot } from "../../src/snapshot.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "../support/build-graph.ts";
import { graph } from "../support/graph-dsl.ts";
import { fixturePath } from "../support/real-files.ts";

const ROPE = `
  rope is concatenatedString "(concatenated string)"
  rope -internal:second-> inner
  rope -internal:first-> a
  inner is concatenatedString "(concatenated string)"
  inner -internal:first-> b
  inner -internal:second-> c
  a is string "one "
  b is string "two "
  c is string "three"
`;

function longString(size: number): NodeSpec {
  return { type: NodeType.string, name: "x".repeat(1024), size };
}

describe("readStringContent", () => {
  it("joins the halves of concatenated strings in order", () => {
    const content = readStringContent(graph(ROPE).graph, 0, 100);
    expect(content).toEqual({
      text: "one two three",
      length: 13,
      isTruncated: false,
      isCutByRuntime: false,
      isSlice: false,
    });
  });

  it("says so when the limit ends the text", () => {
    const content = readStringContent(graph(ROPE).graph, 0, 6);
    expect(content).toMatchObject({ text: "one tw", length: 6, isTruncated: true });
  });

  it("gives the whole that a slice was cut from", () => {
    const { graph: sliced } = graph(`
      s is slicedString "(sliced string)"
      s -internal:parent-> whole
      whole is string "all of it"
    `);
    expect(readStringContent(sliced, 0, 100)).toMatchObject({ text: "all of it", isSlice: true });
  });

  it("tells a text that V8 cut from one that is just as long", () => {
    const strings = buildGraph({ nodes: [longString(1040), longString(5000)], edges: [] });
    expect(readStringContent(strings, 0, 2000)?.isCutByRuntime).toBe(false);
    expect(readStringContent(strings, 1, 2000)?.isCutByRuntime).toBe(true);
  });

  it("tells what Python's exporter cut from a text that ends with three dots of its own", async () => {
    const { graph: python } = await openSnapshot(fixturePath("py-mini_a"));
    const { nodeTypes, selfSizes } = python.data;
    const long = nodeTypes.findIndex(
      (type, node) =>
        type === NodeType.string && selfSizes[node] > 1000 && python.rawName(node).endsWith("…"),
    );
    expect(readStringContent(python, long, 2000)?.isCutByRuntime).toBe(true);
    selfSizes[long] = 74 + 2 * python.rawName(long).length;
    expect(readStringContent(python, long, 2000)?.isCutByRuntime).toBe(false);
  });

  it("has no text for other nodes", () => {
    expect(readStringContent(graph("a -> b").graph, 1, 10)).toBeNull();
  });

  it("reads a rope that nests 30,000 deep and one that shares its parts", () => {
    const nodes: NodeSpec[] = [];
    const edges: (EdgeSpec & { type: number; name: string })[] = [];
    const depth = 30_000;
    for (let at = 0; at < depth; at++) {
      nodes.push({ type: NodeType.concatenatedString });
      edges.push({ from: at, to: at + 1, type: EdgeType.internal, name: "first" });
      edges.push({ from: at, to: depth, type: EdgeType.internal, name: "second" });
    }
    nodes.push({ type: NodeType.string, name: "x" });
    expect(readStringContent(buildGraph({ nodes, edges }), 0, 1e6)?.length).toBe(depth + 1);
    const doubled = edges.map(({ from, type, name }) => ({ from, to: from + 1, type, name }));
    expect(readStringContent(buildGraph({ nodes, edges: doubled }), 0, 500)).toMatchObject({
      length: 500,
      isTruncated: true,
    });
  });
});

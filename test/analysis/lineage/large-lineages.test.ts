import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findPaths } from "../../../src/analysis/find-paths.ts";
import { mergePaths } from "../../../src/analysis/merge-paths.ts";
import { picturePaths } from "../../../src/analysis/path-picture.ts";
import { traceBackrefs, traceRefs } from "../../../src/analysis/trace-lineage.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { NodeType } from "../../../src/graph/node-type.ts";
import { createGraph, encodeStrings } from "../../support/build-graph.ts";

/** More than can be arguments of a call, or calls within calls. */
const COUNT = 250_000;

/** Where there is nothing to overflow. */
const FEWER = 20_000;

/** Root, a global, something that leads to objects, and the objects, of class Node. */
const FIRST = 3;
const LAST = FIRST + COUNT - 1;

const NAMES = ["", "global", "held", "Node", "next"];

/** Where the node before the objects leads to all of them or to the first, and that to the next one. */
function build(isStar: boolean, count: number): Analyses {
  const nodeCount = FIRST + count;
  const edgeCount = nodeCount - 1;
  const firstEdges = new Uint32Array(nodeCount + 1);
  const edgeTargets = new Uint32Array(edgeCount);
  const edgeNames = new Uint32Array(edgeCount).fill(NAMES.indexOf("next"));
  const edgeTypes = new Uint8Array(edgeCount).fill(EdgeType.property);
  for (let edge = 0; edge < edgeCount; edge++) edgeTargets[edge] = edge + 1;
  edgeNames[0] = NAMES.indexOf("global");
  edgeNames[1] = NAMES.indexOf("held");
  for (let node = 0; node < nodeCount; node++) {
    const isAtEnd = isStar ? node >= 2 : node === nodeCount - 1;
    firstEdges[node + 1] = isAtEnd ? edgeCount : node + 1;
  }
  if (isStar) {
    edgeTypes.fill(EdgeType.element, 2);
    for (let at = 0; at < count; at++) edgeNames[2 + at] = at;
  }
  const nodeNames = new Uint32Array(nodeCount).fill(NAMES.indexOf("Node"));
  nodeNames.set([0, 1, 2]);
  const nodeTypes = new Uint8Array(nodeCount).fill(NodeType.object);
  nodeTypes[0] = NodeType.synthetic;
  const graph = createGraph(
    { firstEdges, edgeTargets, edgeNames, edgeTypes, nodeNames, nodeTypes },
    encodeStrings(NAMES),
  );
  return new Analyses(graph);
}

const objects = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, at) => FIRST + at);

const NONE = { count: 0 };

describe("very many objects in one array", () => {
  it("are one box above which the array stands", () => {
    const result = traceBackrefs(build(true, COUNT), objects(COUNT), NONE);
    expect(result.boxes.map(({ count }) => count)).toEqual([COUNT, 1, 1]);
    const reference = { labels: ["[*]"], count: COUNT, targetCount: COUNT };
    expect(result.edges[0]).toMatchObject(reference);
    expect(result.objects).toMatchObject({ count: COUNT, retainedSize: COUNT });
  });
});

describe("many objects in one array", () => {
  const star = build(true, FEWER);

  it("are one box below the array", () => {
    const { boxes, edges } = traceRefs(star, Uint32Array.of(2), NONE, { isMerged: true });
    expect(boxes.map(({ count }) => count)).toEqual([1, FEWER]);
    expect(edges[0]).toMatchObject({ count: FEWER, retainedSize: FEWER });
  });

  it("are one row of merged ways", () => {
    const { rows } = mergePaths(star, objects(FEWER), NONE);
    expect(rows.map(({ count, code }) => [count, code])).toEqual([
      [1, "global"],
      [1, ".held"],
      [FEWER, "[*]"],
    ]);
  });
});

describe("very many objects behind each other", () => {
  const chain = build(false, COUNT);
  const last = Uint32Array.of(LAST);

  it("are one step of the way to the last", () => {
    const result = findPaths(chain, last, NONE);
    const [path] = result.objects[0].paths;
    expect(path.length).toBe(COUNT + 1);
    expect(path.steps.map(({ code, repeat }) => [code, repeat])).toEqual([
      ["", 1],
      [".held", 1],
      [".next", COUNT],
    ]);
    expect(path.code).toBe("global.held .next × 250,000");
    expect(picturePaths(result).boxes.map(({ count }) => count)).toEqual([1, 1, 1, COUNT - 1]);
  });

  it("are one box above the last", () => {
    const { boxes } = traceBackrefs(chain, last, NONE, { isMerged: true });
    expect(boxes.map(({ count }) => count)).toEqual([1, COUNT - 1, 1, 1]);
  });
});

describe("many objects behind each other", () => {
  const chain = build(false, FEWER);

  it("are one box where all are asked for", () => {
    const { boxes, edges } = traceBackrefs(chain, objects(FEWER), NONE);
    expect(boxes.map(({ count }) => count)).toEqual([FEWER, 1, 1]);
    expect(edges.find(({ from, to }) => from === to)).toMatchObject({ count: FEWER - 1 });
  });

  it("are one box below the first", () => {
    const { boxes } = traceRefs(chain, Uint32Array.of(2), NONE, { isMerged: true });
    expect(boxes.map(({ count }) => count)).toEqual([1, FEWER]);
  });

  it("are one row of merged ways", () => {
    const { rows } = mergePaths(chain, Uint32Array.of(FIRST + FEWER - 1), NONE);
    expect(rows.map(({ count, repeat, code }) => [count, repeat, code])).toEqual([
      [1, 1, "global"],
      [1, 1, ".held"],
      [FEWER, FEWER, ".next"],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { hasBit } from "../../src/graph/arrays/bit-set.ts";
import { NO_DISTANCE } from "../../src/graph/distances.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import {
  EDGE_EXPORT_FIELDS,
  exportEdges,
  exportNodes,
  NODE_EXPORT_FIELDS,
} from "../../src/render/export-rows.ts";
import { buildGraph } from "../support/build-graph.ts";
import { goldenSnapshotPath } from "../support/golden.ts";
import { forRandomGraphs } from "../support/random-runs.ts";

type Row = Record<string, unknown>;

const rowsOf = (pieces: Iterable<string>): Row[] =>
  [...pieces]
    .join("")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);

/** Rows made the plain way. */
function plainNodes(analyses: Analyses): Row[] {
  const { graph, distances, dominators, detached } = analyses;
  return Array.from({ length: graph.nodeCount }, (_, ordinal) => ({
    ordinal,
    id: graph.data.nodeIds[ordinal],
    type: graph.nodeTypeName(ordinal),
    name: analyses.nodeName(ordinal),
    class: analyses.className(ordinal),
    shallowSize: analyses.shallowSizes[ordinal],
    retainedSize: analyses.retainedSizes[ordinal],
    distance: distances[ordinal] === NO_DISTANCE ? null : distances[ordinal],
    dominator: dominators.idoms[ordinal],
    detachedness: detached.states[ordinal],
  }));
}

function plainEdges({ graph, essential }: Analyses): Row[] {
  const { edgeTypes, edgeNames, edgeTargets } = graph.data;
  return Array.from({ length: graph.edgeCount }, (_, edge) => ({
    from: graph.edgeSource(edge),
    to: edgeTargets[edge],
    type: graph.edgeTypeName(edge),
    name:
      edgeTypes[edge] === EdgeType.element || edgeTypes[edge] === EdgeType.hidden
        ? edgeNames[edge]
        : graph.edgeName(edge),
    essential: hasBit(essential, edge),
  }));
}

describe("exportNodes and exportEdges", () => {
  it.each(["detached-1", "py-mini_a"])("write what the graph of %s holds", async (name) => {
    const analyses = new Analyses(await readSnapshot(goldenSnapshotPath(name)));
    expect(rowsOf(exportNodes(analyses, "ndjson"))).toEqual(plainNodes(analyses));
    expect(rowsOf(exportEdges(analyses, "ndjson"))).toEqual(plainEdges(analyses));
  });

  it("write what random graphs hold", () => {
    forRandomGraphs((analyses) => {
      expect(rowsOf(exportNodes(analyses, "ndjson"))).toEqual(plainNodes(analyses));
      expect(rowsOf(exportEdges(analyses, "ndjson"))).toEqual(plainEdges(analyses));
    });
  });

  const names = ['say "hi"', "a,b", "two\nlines", "=1+1", "-x", "@at", "\ttab", "\ud800", "漢"];
  const odd = new Analyses(
    buildGraph({
      nodes: [
        { type: NodeType.synthetic, size: 0 },
        ...names.map((name) => ({ name, size: 2 ** 33, type: NodeType.string })),
      ],
      edges: [
        ...names.map((name, at) => ({ from: 0, to: at + 1, name })),
        { from: 1, to: 1, type: EdgeType.element, name: 4294967290 },
        { from: 2, to: 3, type: EdgeType.weak, name: "w" },
      ],
    }),
  );

  it("write odd names and large sizes as JSON", () => {
    const rows = rowsOf(exportNodes(odd, "ndjson"));
    expect(rows.map(({ name }) => name)).toEqual(["", ...names]);
    expect(rows[1]).toMatchObject({ shallowSize: 2 ** 33 });
    expect(rowsOf(exportEdges(odd, "ndjson"))).toEqual(plainEdges(odd));
  });

  it("write CSV that no spreadsheet takes for formulas", () => {
    const text = [...exportNodes(odd, "csv")].join("");
    expect(text.split("\r\n").at(0)).toBe(NODE_EXPORT_FIELDS.join(","));
    expect(text).toContain(',"say ""hi""",(string),8589934592,8589934592,');
    expect(text).toContain(",'=1+1,(string),");
    expect(text).toContain(",'-x,(string),");
    expect(text).toContain(",'@at,(string),");
    expect(text).toContain(",'\ttab,(string),");
    expect(text).toContain(',"two\nlines",(string),');
    const edges = [...exportEdges(odd, "csv")].join("").split("\r\n");
    expect(edges[0]).toBe(EDGE_EXPORT_FIELDS.join(","));
    expect(edges).toContain("1,1,element,4294967290,false");
    expect(edges).toContain("2,3,weak,w,false");
    expect(edges).toContain('0,2,property,"a,b",true');
  });

  it("leave the distance of what was never reached empty", () => {
    const lost = new Analyses(
      buildGraph({ nodes: [{ type: NodeType.synthetic, size: 0 }, { name: "Lost" }], edges: [] }),
    );
    expect([...exportNodes(lost, "csv")].join("")).toContain("1,3,object,Lost,Lost,1,1,,0,0\r\n");
    expect(rowsOf(exportNodes(lost, "ndjson"))[1]).toMatchObject({ distance: null });
  });

  it("come in pieces, and forget names when there are very many", () => {
    const count = 70_000;
    const many = new Analyses(
      buildGraph({
        nodes: Array.from({ length: count }, (_, at) => ({
          name: `n${at}`,
          type: NodeType.string,
        })),
        edges: [],
      }),
    );
    const pieces = [...exportNodes(many, "ndjson")];
    expect(pieces.length).toBeGreaterThan(100);
    for (const piece of pieces) expect(piece.length).toBeLessThan(1 << 17);
    const rows = rowsOf(pieces);
    expect(rows).toHaveLength(count);
    expect(rows.every(({ name }, at) => name === `n${at}`)).toBe(true);
  });
});

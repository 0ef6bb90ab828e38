import { describe, expect, it } from "vitest";
import { chooseDirection, isCrowded, toLineageGraph } from "../../src/render/lineage-graph.ts";
import {
  busyPicture,
  fanPicture,
  makeBox,
  makeEdge,
  sessionsPicture,
} from "../support/lineage-pictures.ts";

describe("toLineageGraph", () => {
  it("keeps boxes and references as attributes", () => {
    const picture = sessionsPicture();
    const graph = toLineageGraph(picture);
    expect(graph.nodes()).toEqual(picture.boxes.map((_, position) => String(position)));
    expect(graph.mapNodes((_, box) => box)).toEqual(picture.boxes);
    const edges = graph.mapEdges((_, attributes, from, to) => ({
      ...attributes,
      from: Number(from),
      to: Number(to),
    }));
    expect(edges).toEqual(picture.edges);
  });

  it("keeps several references between the same boxes, and those of a box to itself", () => {
    const hold = "weak" as const;
    const edges = [makeEdge(0, 1), makeEdge(0, 1, { hold }), makeEdge(1, 1)];
    const graph = toLineageGraph({ boxes: [makeBox(), makeBox()], edges });
    expect(graph.edges("0", "1")).toHaveLength(2);
    expect(graph.edges("1", "1")).toHaveLength(1);
  });

  it("leaves the picture as it is when the graph is changed", () => {
    const picture = sessionsPicture();
    const graph = toLineageGraph(picture);
    graph.setNodeAttribute("0", "count", 1);
    expect(picture.boxes[0].count).toBe(400);
  });
});

describe("chooseDirection", () => {
  it("puts what is held below", () => {
    expect(chooseDirection(toLineageGraph(sessionsPicture()))).toBe("below");
    expect(chooseDirection(toLineageGraph({ boxes: [], edges: [] }))).toBe("below");
  });

  it("puts it at the right where many boxes would stand abreast", () => {
    expect(chooseDirection(toLineageGraph(fanPicture(30)))).toBe("right");
  });
});

it("calls a graph crowded by its references for each box, or by all of them", () => {
  expect(isCrowded(toLineageGraph(busyPicture(60)))).toBe(false);
  expect(isCrowded(toLineageGraph(busyPicture(300)))).toBe(true);
  const boxes = [makeBox(), makeBox()];
  const edges = Array.from({ length: 5 }, () => makeEdge(0, 1));
  expect(isCrowded(toLineageGraph({ boxes, edges }))).toBe(true);
});

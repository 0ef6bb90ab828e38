import { sumRetained } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import type { LineagePicture, ObjectsBox } from "../lineage-picture.ts";
import type { CycleGroup } from "./find-cycles.ts";

/** The loop of one group as a picture: its objects in a ring, what holds them from outside beside. */
export function pictureCycle(analyses: Analyses, group: CycleGroup): LineagePicture {
  const { loop, entries } = group.example;
  const boxes: ObjectsBox[] = loop.map((step, at) => describe(analyses, step.ordinal, at, true));
  const edges: LineagePicture["edges"][number][] = loop.map((step, at) => {
    const to = loop[(at + 1) % loop.length].ordinal;
    return edge(
      at,
      (at + 1) % loop.length,
      step.code,
      sumRetained(analyses.dominance, Uint32Array.of(to), analyses.retainedSizes),
    );
  });
  const inLoop = new Map(loop.map((step, at) => [step.id, at]));
  const outside = new Map<number, number>();
  for (const entry of entries) {
    const to = inLoop.get(entry.toId);
    if (to === undefined) continue;
    const ordinal = analyses.graph.data.nodeIds.indexOf(entry.id);
    const known = outside.get(ordinal);
    const from = known ?? boxes.push(describe(analyses, ordinal, loop.length, false)) - 1;
    outside.set(ordinal, from);
    edges.push(edge(from, to, entry.code, 0));
  }
  return { boxes, edges };
}

function describe(
  analyses: Analyses,
  ordinal: number,
  depth: number,
  isStart: boolean,
): ObjectsBox {
  const { graph, shallowSizes, retainedSizes, referenceKinds } = analyses;
  return {
    kind: "objects",
    class: analyses.className(ordinal),
    type: graph.nodeTypeName(ordinal),
    name: analyses.nodeName(ordinal),
    count: 1,
    newCount: null,
    shallowSize: shallowSizes[ordinal],
    retainedSize: retainedSizes[ordinal],
    ids: [graph.data.nodeIds[ordinal]],
    distance: null,
    location: null,
    depth,
    isStart,
    isRoot: referenceKinds.isSynthetic(ordinal),
    isModule: referenceKinds.isModule(ordinal),
    isHighlighted: false,
    isCut: false,
  };
}

function edge(
  from: number,
  to: number,
  label: string,
  retainedSize: number,
): LineagePicture["edges"][number] {
  return {
    from,
    to,
    labels: [label],
    omittedLabels: 0,
    count: 1,
    targetCount: 1,
    retainedSize,
    hold: "strong",
    cut: null,
  };
}

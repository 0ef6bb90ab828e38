import { EdgeType } from "../../graph/edge-type.ts";
import { ephemeronRow } from "../../graph/ephemerons.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { type Detector, MAX_FOUND } from "./detector.ts";
import { placeOf } from "./kept-objects.ts";

/** Entries of one kind in WeakMaps. */
const MIN_VALUES = 20;

/** Values of WeakMaps that live on because their keys do: not the WeakMap leaks, but what keeps the keys. */
export const detectWeakValues: Detector = (context) => {
  const { analyses, program } = context;
  const { graph, ephemerons, classKeys } = analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  if (ephemerons.strings.length === 0) return [];
  /** Values by the class of key and value. */
  const groups = new Map<string, { keys: number[]; values: number[] }>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!program.isProgramNode(node)) continue;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.internal) continue;
      if (ephemeronRow(ephemerons, edgeNames[edge]) < 0) continue;
      const value = edgeTargets[edge];
      const kind = `${classKeys.keyOf[node]} ${classKeys.keyOf[value]}`;
      const known = groups.get(kind);
      if (known === undefined) groups.set(kind, { keys: [node], values: [value] });
      else {
        known.keys.push(node);
        known.values.push(value);
      }
    }
  }
  return [...groups.values()].flatMap(({ keys, values }) => {
    if (values.length < MIN_VALUES) return [];
    const keyClass = analyses.className(keys[0]);
    return {
      kind: "weak-values",
      class: analyses.className(values[0]),
      count: values.length,
      bytes: sumRetained(analyses.dominance, Uint32Array.from(values), analyses.retainedSizes),
      ordinals: values.slice(0, MAX_FOUND),
      accumulation: placeOf(context, keys),
      sentence: ({ objects, where }) =>
        `${objects} are values of a WeakMap and live as long as their keys: ${keyClass}` +
        (where === "" ? "" : `, kept by ${where}`),
      isExpected: false,
      certainty: 0.5,
    };
  });
};

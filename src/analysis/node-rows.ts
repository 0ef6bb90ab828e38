import { NO_DISTANCE } from "../graph/distances.ts";
import type { Analyses } from "./analyses.ts";

/** One node as lists show it; sizes in bytes. */
export interface NodeRow {
  readonly id: number;
  readonly ordinal: number;
  readonly type: string;
  readonly name: string;
  readonly class: string;
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** DevTools' number: edges from a global; from 100 000 000 on counted from the root; null where never reached. */
  readonly distance: number | null;
}

/** The row of one node. */
export function nodeRow(analyses: Analyses, ordinal: number): NodeRow {
  const distance = analyses.distances[ordinal];
  return {
    id: analyses.graph.data.nodeIds[ordinal],
    ordinal,
    type: analyses.graph.nodeTypeName(ordinal),
    name: analyses.nodeName(ordinal),
    class: analyses.className(ordinal),
    shallowSize: analyses.shallowSizes[ordinal],
    retainedSize: analyses.retainedSizes[ordinal],
    distance: distance === NO_DISTANCE ? null : distance,
  };
}

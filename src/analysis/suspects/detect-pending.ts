import { followInternal } from "../follow-edge.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, MAX_FOUND } from "./detector.ts";
import { keptByNodes, placeOf } from "./kept-objects.ts";

/** Suspended functions of one kind that wait at any time in a program that is well. */
const MIN_SUSPENDED = 50;

/** Async functions and generators that were suspended and never went on: V8 keeps their registers. */
export const detectPending: Detector = (context) => {
  const { analyses, members } = context;
  return analyses.classKeys.keys.flatMap(({ className }, key) => {
    const all = members.of(key);
    if (all.length < MIN_SUSPENDED) return [];
    if (followInternal(context.analyses.graph, all[0], "parameters_and_registers") === null)
      return [];
    const nodes = Array.from(all);
    const registers = nodes
      .slice(0, MAX_FOUND)
      .flatMap(
        (node) => followInternal(context.analyses.graph, node, "parameters_and_registers") ?? [],
      );
    if (registers.length < MIN_SUSPENDED) return [];
    const kept = keptByNodes(context, registers);
    const ordinals = kept?.ordinals ?? nodes.slice(0, MAX_FOUND);
    return {
      kind: "pending",
      class: kept?.class ?? className,
      count: kept?.count ?? nodes.length,
      bytes: sumRetained(analyses.dominance, Uint32Array.from(nodes), analyses.retainedSizes),
      ordinals,
      accumulation: placeOf(context, ordinals),
      sentence: ({ objects, where }) =>
        kept === null
          ? `${objects} are suspended and wait, kept by ${where}`
          : `${objects} are kept by ${formatCount(nodes.length)} suspended functions that wait, at ${where}`,
      isExpected: false,
      certainty: 0.9,
    };
  });
};

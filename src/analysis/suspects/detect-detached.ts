import { sumRetained } from "../../graph/dominance.ts";
import { detachedKindOf, isRuntimeKind } from "../detached-kinds.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";

/** One window is a whole page; of elements a few may be kept on purpose. */
const MIN_ELEMENTS = 5;

/** Elements, documents and windows that are on no page any more and are still referred to. */
export const detectDetached: Detector = ({ analyses, holders, members }) => {
  const { classKeys, dominance, retainedSizes, graph } = analyses;
  const findings: Finding[] = [];
  const own: number[] = [];
  for (const [key, { className }] of classKeys.keys.entries()) {
    const is = detachedKindOf(className);
    if (is === null) continue;
    const ordinals = members.of(key);
    if (isRuntimeKind(is)) {
      for (const ordinal of ordinals) own.push(ordinal);
      continue;
    }
    if (ordinals.length < MIN_ELEMENTS && is !== "window" && is !== "document") continue;
    const held = holders.find(ordinals);
    findings.push({
      kind: "detached",
      class: className,
      count: ordinals.length,
      bytes: sumRetained(dominance, ordinals, retainedSizes),
      ordinals: Array.from(ordinals.subarray(0, MAX_FOUND)),
      accumulation:
        held === null || held.share < 0.5 ? null : graph.data.nodeIds.indexOf(held.holder.id),
      sentence: ({ objects, where }) =>
        `${objects} are on no page any more${where === "" ? "" : ` and kept by ${where}`}`,
      isExpected: false,
      certainty: 0.85,
    });
  }
  if (own.length > 0)
    findings.push({
      kind: "detached",
      class: "detached objects of the runtime",
      count: own.length,
      bytes: sumRetained(dominance, Uint32Array.from(own), retainedSizes),
      ordinals: own.slice(0, MAX_FOUND),
      accumulation: null,
      sentence: ({ objects }) => `${objects}, as many programs have`,
      isExpected: true,
      certainty: 0,
    });
  return findings;
};

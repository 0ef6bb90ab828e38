import { followProperty } from "../follow-edge.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type DetectorContext, MAX_FOUND } from "./detector.ts";
import { keptByClosures, placeOf } from "./kept-objects.ts";

/** Timers that wait at any time in a program that is well. */
const MIN_TIMERS = 20;

/** What Node and Bun call the object behind a timer, by the property that holds its function. */
const TIMER_CLASSES = [
  ["Timeout", "_onTimeout"],
  ["Immediate", "_onImmediate"],
] as const;

/** Timers that nobody cancels, with what their functions see. */
export const detectTimers: Detector = (context) => {
  const { analyses, members } = context;
  return analyses.classKeys.keys.flatMap(({ className }, key) => {
    const kind = TIMER_CLASSES.find(([name]) => name === className);
    const timers = members.of(key);
    if (kind === undefined || timers.length < MIN_TIMERS) return [];
    const closures = Array.from(timers.subarray(0, MAX_FOUND)).flatMap(
      (timer) => followProperty(context.analyses.graph, timer, kind[1]) ?? [],
    );
    const kept = keptByClosures(context, closures);
    const count = timers.length;
    const ordinals = kept?.ordinals ?? Array.from(timers.subarray(0, MAX_FOUND));
    return {
      kind: "timers",
      class: kept?.class ?? className,
      count: kept?.count ?? count,
      bytes: sumRetained(analyses.dominance, timers, analyses.retainedSizes),
      ordinals,
      accumulation: listOf(context, timers) ?? placeOf(context, ordinals),
      sentence: ({ objects, where }) =>
        kept === null
          ? `${objects} wait${where === "" ? "" : ` at ${where}`} and nobody cancels them`
          : `${objects} are kept by ${formatCount(count)} timers that nobody cancels`,
      isExpected: kept === null,
      certainty: 1,
    };
  });
};

/**
 * What keeps at least half of some timers alive by itself: Node's list of those of one duration, a ring that is walked
 * both ways. Null where there is none.
 */
function listOf({ analyses }: DetectorContext, timers: Uint32Array): number | null {
  const { idoms } = analyses.dominators;
  const counts = new Map<number, number>();
  for (const timer of timers) counts.set(idoms[timer], (counts.get(idoms[timer]) ?? 0) + 1);
  const [list] = [...counts].toSorted(([, a], [, b]) => b - a);
  const isList = list[0] !== analyses.graph.rootOrdinal && list[1] * 2 >= timers.length;
  return isList ? list[0] : null;
}

import { sumRetained } from "../../graph/dominance.ts";
import { isWarmingUp } from "../change/growth-artefacts.ts";
import { stripId } from "../change/series-classes.ts";
import { createRootTest } from "../lineage/root-test.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";

/** Objects of one class below which nothing piles up, unless they retain much. */
const MIN_COUNT = 20;

/** Objects of Chrome's and V8's own code. */
const RUNTIME_NAME = /^(Detached )?(blink::|cppgc::|system \/|InternalNode|Node \/ )/;

/** Share of the heap from which a few objects are worth a word. */
const MIN_SHARE = 0.01;

/** Share of the objects that hang on one place. */
const MIN_HELD = 0.5;

/** Classes that are looked at, those that retain most first. */
const MAX_CLASSES = 200;

/** Names of what is no object of a program's: V8's kinds of nodes, Python's modules, frames and types. */
const NO_CLASS =
  /^\(.*\)$|^(Function|global|system \/ .*|<(module|frame|function|type)>|type|_frozen_importlib.*)$/;

/**
 * Many objects of a class that hang on one place, the accumulation point: with earlier files those of classes that
 * grow; else those of the program's own classes, and of others where the program's own code holds the place.
 */
export const detectHeldClasses: Detector = ({
  analyses,
  totalSize,
  growth,
  members,
  program,
  holders,
}) => {
  const { classKeys, dominance, retainedSizes, graph, referenceKinds } = analyses;
  const { runtime } = referenceKinds;
  /** Whether the file tells where things come from. */
  const isTold = program.hasLocations;
  const isRoot = createRootTest(analyses);
  const candidates: { key: number; ordinals: Uint32Array; bytes: number; grows: boolean }[] = [];
  for (const [key, { className, location }] of classKeys.keys.entries()) {
    const change = growth?.get(stripId(className));
    const grows = change?.isGrowing === true && !change.isArtefact;
    if (isWarmingUp(className, runtime) || (NO_CLASS.test(className) && !grows)) continue;
    if (className === "(synthetic)" || className === "(array)" || className === "Function")
      continue;
    // A class of the runtime's own script is none of the program's, however many there are.
    if (!grows && program.isRuntimePlace(location)) continue;
    const ordinals = members.of(key);
    const bytes = sumRetained(dominance, ordinals, retainedSizes);
    if (ordinals.length < MIN_COUNT && (ordinals.length < 2 || bytes < MIN_SHARE * totalSize))
      continue;
    candidates.push({ key, ordinals, bytes, grows });
  }
  const findings: Finding[] = [];
  const biggest = candidates.toSorted((a, b) => b.bytes - a.bytes || a.key - b.key);
  for (const { key, ordinals, bytes, grows } of biggest.slice(0, MAX_CLASSES)) {
    const { className, location } = classKeys.keys[key];
    const held = holders.find(ordinals);
    if (held === null || held.share < MIN_HELD) continue;
    const accumulation = graph.data.nodeIds.indexOf(held.holder.id);
    // What hangs on the globals themselves piles up nowhere.
    if (!grows && isRoot(accumulation)) continue;
    const isOwn = program.isProgramPlace(location);
    const isHeld = program.isHeldByProgram(accumulation);
    if (!grows && !isOwn && !isHeld && isTold) continue;
    findings.push({
      kind: grows ? "growing-class" : "dominant-retainer",
      class: className,
      count: ordinals.length,
      bytes,
      ordinals: Array.from(ordinals.subarray(0, MAX_FOUND)),
      accumulation,
      sentence: ({ objects, where }) =>
        grows
          ? `${objects} are kept by ${where}, more in every file`
          : `${objects} hang on ${where}`,
      isExpected:
        !isOwn && !isHeld && (program.isRuntimePlace(location) || RUNTIME_NAME.test(className)),
      certainty: (grows ? 0.5 : 0.3) + (isOwn ? 0.4 : isHeld ? 0.1 : 0.05),
    });
  }
  return findings;
};

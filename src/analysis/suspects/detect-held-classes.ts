import type { SourceLocation } from "../../graph/class-keys.ts";
import { sumRetained } from "../../graph/dominance.ts";
import type { HeldBy } from "../change/held-by.ts";
import { isWarmingUp } from "../change/growth-artefacts.ts";
import { stripId } from "../change/series-classes.ts";
import { createRootTest } from "../lineage/root-test.ts";
import { formatPercent } from "../quantity-text.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";

/** Objects of one class below which nothing piles up, unless they retain much. */
const MIN_COUNT = 20;

/** Objects of Chrome's and V8's own code. */
const RUNTIME_NAME = /^(Detached )?(blink::|cppgc::|system \/|InternalNode|Node \/ )/;

/** Share of the heap from which a few objects are worth a word. */
const MIN_SHARE = 0.01;

/** Share of the objects that hang on one place. */
const MIN_HELD = 0.5;

/** Places that are named where objects hang on several. */
const MAX_PLACES = 4;

/** Of a few objects, those that make up this share of their bytes are the ones that count. */
const MOST_BYTES = 0.9;

/** Classes that are looked at, those that retain most first. */
const MAX_CLASSES = 200;

/** Names of what is no object of a program's: V8's kinds of nodes, Python's modules, frames and types. */
const NO_CLASS =
  /^\(.*\)$|^(global|system \/ .*|<(module|frame|function|type)>|type|_frozen_importlib.*)$/;

/** Values that some object has: it says more. */
const PRIMITIVE = /^\((string|symbol|bigint|number|heap number)\)$|^(int|float|str|bytes)$/;

/** What has a detector of its own, or says nothing in any number. */
const TOLD_ELSEWHERE = /^(\(synthetic\)|\(array\)|Function|(system \/ )?JSArrayBufferData)$/;

/**
 * Many objects of a class that hang on one place, the accumulation point: with earlier files those of classes that
 * grow, on several places, too; else those of the program's own classes, and of others where the program's own code
 * holds the place.
 */
export const detectHeldClasses: Detector = (context) => {
  const scattered: Candidate[] = [];
  const isRoot = createRootTest(context.analyses);
  return findCandidates(context).flatMap((candidate) => {
    const { ordinals, grows } = candidate;
    const places = context.holders.findPlaces(ordinals, grows ? MAX_PLACES : 1);
    if (places.length === 0) return [];
    if (places[0].share >= MIN_HELD)
      return describeHeld(context, candidate, places[0], isRoot) ?? [];
    // Parts of what was told already say nothing new.
    if (scattered.some((bigger) => isInside(context, candidate, bigger))) return [];
    const finding = describeScattered(context, candidate, places);
    if (finding === null) return [];
    scattered.push(candidate);
    return finding;
  });
};

interface Candidate {
  readonly className: string;
  readonly location: SourceLocation | null;
  /** At least two. */
  readonly ordinals: Uint32Array;
  /** What they retain together. */
  readonly bytes: number;
  readonly grows: boolean;
}

/** Classes that are worth a look, those that retain most first. */
function findCandidates({
  analyses,
  totalSize,
  growth,
  members,
  program,
}: DetectorContext): Candidate[] {
  const { classKeys, dominance, retainedSizes, referenceKinds } = analyses;
  const candidates: Candidate[] = [];
  for (const [key, { className, location }] of classKeys.keys.entries()) {
    const change = growth?.get(stripId(className));
    const grows = change?.isGrowing === true && !change.isArtefact;
    if (isWarmingUp(className, referenceKinds.runtime) || (NO_CLASS.test(className) && !grows))
      continue;
    // What is told in words of its own: bytes behind buffers, functions by what they keep.
    if (TOLD_ELSEWHERE.test(className)) continue;
    // A class of the runtime's own script is none of the program's, however many there are.
    if (!grows && program.isRuntimePlace(location)) continue;
    const all = members.of(key);
    const bytes = sumRetained(dominance, all, retainedSizes);
    const isFew = all.length < MIN_COUNT;
    if (isFew && bytes < MIN_SHARE * totalSize) continue;
    const ordinals = isFew ? takeHeaviest(all, retainedSizes) : all;
    if (ordinals.length >= 2) candidates.push({ className, location, ordinals, bytes, grows });
  }
  return candidates.toSorted((a, b) => b.bytes - a.bytes).slice(0, MAX_CLASSES);
}

/** Of a few objects those that matter: a class's prototype bears its name and hangs elsewhere. */
function takeHeaviest(ordinals: Uint32Array, retainedSizes: Float64Array): Uint32Array {
  const heaviest = ordinals.toSorted((a, b) => retainedSizes[b] - retainedSizes[a] || a - b);
  const sizes = Array.from(heaviest, (ordinal) => retainedSizes[ordinal]);
  const most = MOST_BYTES * sizes.reduce((sum, size) => sum + size, 0);
  let taken = 0;
  for (let sum = 0; taken < sizes.length && sum < most; taken++) sum += sizes[taken];
  return heaviest.subarray(0, taken).toSorted();
}

/** Whether some objects are kept by those of another class alone. */
function isInside(
  { analyses: { dominance, retainedSizes } }: DetectorContext,
  { ordinals }: Candidate,
  bigger: Candidate,
): boolean {
  const both = Uint32Array.from([...bigger.ordinals, ...ordinals]);
  return sumRetained(dominance, both, retainedSizes) === bigger.bytes;
}

function describeScattered(
  { program }: DetectorContext,
  { className, location, ordinals, bytes, grows }: Candidate,
  places: readonly HeldBy[],
): Finding | null {
  if (!grows || !(program.isProgramPlace(location) || isPythonClass(className))) return null;
  const codes = places.map(({ code, share }) => `\`${code}\` (${formatPercent(share)})`);
  return {
    kind: "growing-class",
    class: className,
    count: ordinals.length,
    bytes,
    ordinals: Array.from(ordinals.subarray(0, MAX_FOUND)),
    accumulation: null,
    sentence: ({ objects }) =>
      `${objects}, more in every file, are kept in several places: ${codes.join(", ")}`,
    isExpected: false,
    certainty: 0.7,
  };
}

function describeHeld(
  { analyses, program }: DetectorContext,
  { className, location, ordinals, bytes, grows }: Candidate,
  { holder }: HeldBy,
  isRoot: (ordinal: number) => boolean,
): Finding | null {
  const accumulation = analyses.graph.data.nodeIds.indexOf(holder.id);
  // What hangs on the globals themselves piles up nowhere.
  if (!grows && isRoot(accumulation)) return null;
  const isOwn = program.isProgramPlace(location);
  const isHeld = program.isHeldByProgram(accumulation);
  // Only where the file tells where things come from.
  if (!grows && !isOwn && !isHeld && program.hasLocations) return null;
  const isPrimitive = PRIMITIVE.test(className);
  return {
    kind: grows ? "growing-class" : "dominant-retainer",
    class: className,
    count: ordinals.length,
    bytes,
    ordinals: Array.from(ordinals.subarray(0, MAX_FOUND)),
    accumulation,
    sentence: ({ objects, where }) =>
      grows ? `${objects} are kept by ${where}, more in every file` : `${objects} hang on ${where}`,
    isExpected:
      !isOwn && !isHeld && (program.isRuntimePlace(location) || RUNTIME_NAME.test(className)),
    certainty: (grows ? 0.5 : 0.3) + (isOwn ? 0.4 : isPrimitive ? -0.2 : isHeld ? 0.1 : 0.05),
  };
}

/** A class of a module: Python's own types bear no module's name. */
function isPythonClass(className: string): boolean {
  return /^[\w.]+\.\w+$/.test(className) && !/^(weakref|_\w+|builtins)\./.test(className);
}

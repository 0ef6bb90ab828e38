import { hasBit } from "../../graph/arrays/bit-set.ts";
import type { Parts } from "../lineage/parts.ts";
import type { Finding, SuspectKind } from "./detector.ts";

/** Kinds that say more of a place than others; the first that was found there gives the sentence. */
const TELLING: readonly SuspectKind[] = [
  "inspector",
  "listeners",
  "timers",
  "pending",
  "detached",
  "closures",
  "collection",
  "growing-class",
  "dominant-retainer",
  "buffers",
  "weak-values",
  "strings",
  "copies",
  "unreachable",
];

/** Findings about one place. */
export interface MergedFinding {
  readonly main: Finding;
  /** The others, those of most bytes first. */
  readonly others: readonly Finding[];
}

/**
 * Joins what several detectors, or one for several classes, found to hang on the same object, or of the same objects:
 * functions of timers hang on the timers, and those on the list that they wait in.
 */
export function mergeFindings(findings: readonly Finding[], parts: Parts): MergedFinding[] {
  const groups: Finding[][] = [];
  const explaining = findings.filter(({ explains }) => explains !== undefined);
  const known = new Map<string, Finding[]>();
  for (const finding of findings) {
    const isTold = explaining.some((one) => isExplained(finding, one));
    const keys = isTold ? ["explained"] : keysOf(finding, parts);
    const group = keys.map((key) => known.get(key)).find((one) => one !== undefined) ?? [];
    if (group.length === 0) groups.push(group);
    group.push(finding);
    for (const key of keys) if (!known.has(key)) known.set(key, group);
  }
  return groups.map((group) => {
    const [main, ...others] = group.toSorted(
      (a, b) => b.bytes - a.bytes || rank(a) - rank(b) || b.count - a.count,
    );
    return chooseMain([main, ...others]);
  });
}

/** What findings have in common that belong together; nothing where they hang on no place. */
function keysOf(
  { accumulation, kind, isExpected, ordinals, ...finding }: Finding,
  parts: Parts,
): string[] {
  const place = accumulation === null ? null : ownerOf(accumulation, parts);
  // Texts hang on what holds them, but are a matter of their own.
  if (place === null || kind === "strings" || kind === "copies") return [];
  const expected = isExpected ? " expected" : "";
  const sorted = Uint32Array.from(ordinals).toSorted();
  return [
    `at ${place}${expected}`,
    `${ordinals.length} ${finding.class} from ${sorted.at(0)} to ${sorted.at(-1)}${expected}`,
  ];
}

/** Whether all objects of a finding are there for the reason that another gives. */
function isExplained({ ordinals }: Finding, { explains }: Finding): boolean {
  return (
    explains !== undefined &&
    ordinals.length > 0 &&
    ordinals.every((ordinal) => hasBit(explains, ordinal))
  );
}

/** Of findings with nearly as many bytes as the biggest, the kind that tells most. */
function chooseMain(group: readonly Finding[]): MergedFinding {
  const telling = group.filter(({ explains }) => explains !== undefined);
  const near =
    telling.length > 0 ? telling : group.filter(({ bytes }) => bytes * 2 >= group[0].bytes);
  const [main] = near.toSorted(
    (a, b) => rank(a) - rank(b) || b.certainty - a.certainty || b.bytes - a.bytes,
  );
  return { main, others: group.filter((finding) => finding !== main) };
}

/** Nobody knows a table or a backing store: what has it is the place. */
export function ownerOf(ordinal: number, parts: Parts): number {
  const owners = parts.ownersOf(ordinal);
  return owners === null || owners.length === 0 ? ordinal : owners[0].owner;
}

/** Names of shapes, functions and parts of tables: a class that somebody named says more. */
const UNTELLING =
  /^(\{.*|Function|Environment|HashMapEntry|OrderedHashMap|OrderedHashSet|DenseMap|ArrayStorage|system \/ .*)$/s;

function rank({ kind, class: name }: Finding): number {
  return TELLING.indexOf(kind) + (UNTELLING.test(name) ? TELLING.length : 0);
}

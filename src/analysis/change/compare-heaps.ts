import { type BitSet, createBitSet, hasBit, setBit } from "../../graph/arrays/bit-set.ts";
import { type ClassKey, classIdentity } from "../../graph/class-keys.ts";
import { findIds } from "../../graph/id-index.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import { sumRetainedOfGroups } from "../class-totals.ts";
import { FIRST_TRACKED_ID, type IdSpace, judgeIdSpace } from "./id-space.ts";
import { matchBySignature } from "./match-signatures.ts";
import { hashNames, type PastHeap } from "./past-heap.ts";

/** Sums over the objects of one class that changed; sizes in bytes. Objects of size 0 take no part. */
export interface ClassChange {
  readonly key: ClassKey;
  newCount: number;
  newSize: number;
  deletedCount: number;
  deletedSize: number;
  /** Objects now. */
  count: number;
  /** Retained before and now. */
  pastRetainedSize: number;
  retainedSize: number;
  /** New objects that are probably deleted ones under other ids. */
  reissuedCount: number;
}

/** Two heaps side by side. */
export interface HeapComparison {
  readonly idSpace: IdSpace;
  /** How objects of the two were matched: by id; by class, size and way; by class and size. */
  readonly matching: "ids" | "signatures" | "classes";
  /** By common number of a class. */
  readonly classes: readonly ClassChange[];
  /** Length nodeCount of the later heap: common number of each node's class. */
  readonly classOf: Uint32Array;
  /** Length nodeCount of the earlier heap: likewise. */
  readonly pastClassOf: Uint32Array;
  /** Bits per node of the later heap. */
  readonly isNew: BitSet;
  /** Bits per node of the earlier heap. */
  readonly isDeleted: BitSet;
}

/**
 * Compares an earlier heap with a later one by DevTools' rules: within each class, an id that only the later
 * has is new, one that only the earlier has is deleted. Where ids mean nothing, objects are matched by class,
 * size and the way to them. O(nodes).
 * @param signatures - see `signPaths`, of the earlier and the later heap; null where they were not made.
 */
export function compareHeaps(
  past: PastHeap,
  analyses: Analyses,
  signatures: { readonly past: Uint32Array; readonly later: Uint32Array } | null = null,
): HeapComparison {
  const { graph, shallowSizes, classKeys } = analyses;
  const nameHashes = hashNames(graph);
  const places = findIds(graph.data.nodeIds, past.nodeIds);
  const idSpace = judgeIdSpace(past, graph, shallowSizes, nameHashes, places);
  const numbering = new ClassNumbering();
  const classOf = numbering.renumber(classKeys.keyOf, classKeys.keys);
  const pastKeys = past.nameClasses(classKeys.shapes);
  const pastClassOf = numbering.renumber(pastKeys.keyOf, pastKeys.keys);
  const isNew = createBitSet(graph.nodeCount);
  const isDeleted = createBitSet(past.nodeCount);
  for (let node = 0; node < past.nodeCount; node++)
    if (past.shallowSizes[node] > 0) setBit(isDeleted, node);
  const bySignature = idSpace.verdict === "different" || idSpace.verdict === "none";
  if (bySignature) {
    matchBySignature(
      { classOf: pastClassOf, sizes: past.shallowSizes, signatures: signatures?.past ?? null },
      { classOf, sizes: shallowSizes, signatures: signatures?.later ?? null },
      isDeleted,
      isNew,
    );
  } else {
    for (let node = 0; node < graph.nodeCount; node++) {
      if (shallowSizes[node] === 0) continue;
      const before = places[node];
      const isSame =
        before !== NO_NODE &&
        past.shallowSizes[before] > 0 &&
        pastClassOf[before] === classOf[node];
      if (isSame) isDeleted[before >>> 5] &= ~(1 << (before & 31));
      else setBit(isNew, node);
    }
  }
  const classes = sumChanges(past, analyses, {
    keys: numbering.keys,
    classOf,
    pastClassOf,
    isNew,
    isDeleted,
  });
  if (!bySignature && past.runtime !== "python")
    countReissued(past, analyses, nameHashes, { classes, classOf, pastClassOf, isNew, isDeleted });
  const matching = bySignature ? (signatures === null ? "classes" : "signatures") : "ids";
  const isAddress = idSpace.verdict === "address";
  return {
    idSpace: isAddress
      ? { ...idSpace, exactClasses: findExact(past, analyses, { classes, classOf, pastClassOf }) }
      : idSpace,
    matching,
    classes,
    classOf,
    pastClassOf,
    isNew,
    isDeleted,
  };
}

/** Classes of a Python heap all of whose objects, before and now, have ids that no other object had. O(nodes). */
function findExact(
  past: PastHeap,
  { graph }: Analyses,
  { classes, classOf, pastClassOf }: Pick<HeapComparison, "classes" | "classOf" | "pastClassOf">,
): string[] {
  const isExact = new Uint8Array(classes.length);
  const isOther = new Uint8Array(classes.length);
  const look = (ids: ArrayLike<number>, classOfNode: Uint32Array): void => {
    for (let node = 0; node < classOfNode.length; node++)
      (ids[node] >= FIRST_TRACKED_ID ? isExact : isOther)[classOfNode[node]] = 1;
  };
  look(graph.data.nodeIds, classOf);
  look(past.nodeIds, pastClassOf);
  return classes
    .filter((_, number) => isExact[number] === 1 && isOther[number] === 0)
    .map(({ key }) => key.className)
    .toSorted();
}

/** Gives classes of both heaps common numbers. */
class ClassNumbering {
  readonly keys: ClassKey[] = [];
  readonly #numbers = new Map<string, number>();

  renumber(keyOf: Uint16Array | Uint32Array, keys: readonly ClassKey[]): Uint32Array {
    const numbers = keys.map((key) => {
      const identity = classIdentity(key);
      const known = this.#numbers.get(identity);
      if (known !== undefined) return known;
      this.#numbers.set(identity, this.keys.length);
      return this.keys.push(key) - 1;
    });
    const renumbered = new Uint32Array(keyOf.length);
    for (let node = 0; node < keyOf.length; node++) renumbered[node] = numbers[keyOf[node]];
    return renumbered;
  }
}

interface Marked {
  readonly classOf: Uint32Array;
  readonly pastClassOf: Uint32Array;
  readonly isNew: BitSet;
  readonly isDeleted: BitSet;
}

function sumChanges(
  past: PastHeap,
  { graph, shallowSizes, dominators, scratch }: Analyses,
  { keys, classOf, pastClassOf, isNew, isDeleted }: Marked & { readonly keys: readonly ClassKey[] },
): ClassChange[] {
  const before = sumRetainedOfGroups(
    pastClassOf,
    keys.length,
    past.shallowSizes,
    past.dominators,
    scratch,
  );
  const now = sumRetainedOfGroups(classOf, keys.length, shallowSizes, dominators, scratch);
  const classes = keys.map((key, number) => ({
    key,
    newCount: 0,
    newSize: 0,
    deletedCount: 0,
    deletedSize: 0,
    count: 0,
    pastRetainedSize: before[number],
    retainedSize: now[number],
    reissuedCount: 0,
  }));
  for (let node = 0; node < graph.nodeCount; node++) {
    if (shallowSizes[node] === 0) continue;
    const change = classes[classOf[node]];
    change.count++;
    if (!hasBit(isNew, node)) continue;
    change.newCount++;
    change.newSize += shallowSizes[node];
  }
  for (let node = 0; node < past.nodeCount; node++) {
    if (!hasBit(isDeleted, node)) continue;
    const change = classes[pastClassOf[node]];
    change.deletedCount++;
    change.deletedSize += past.shallowSizes[node];
  }
  return classes;
}

/**
 * V8 gives the embedder's objects a new, even id in every snapshot: new and deleted ones of equal name and size
 * are taken for the same.
 */
function countReissued(
  past: PastHeap,
  { graph, shallowSizes }: Analyses,
  nameHashes: Uint32Array,
  {
    classes,
    classOf,
    pastClassOf,
    isNew,
    isDeleted,
  }: Marked & {
    readonly classes: readonly ClassChange[];
  },
): void {
  const gone = new Map<string, number>();
  for (let node = 0; node < past.nodeCount; node++) {
    if (past.nodeIds[node] % 2 === 1 || !hasBit(isDeleted, node)) continue;
    const likeness = `${pastClassOf[node]},${past.nameHashes[node]},${past.shallowSizes[node]}`;
    gone.set(likeness, (gone.get(likeness) ?? 0) + 1);
  }
  if (gone.size === 0) return;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.data.nodeIds[node] % 2 === 1 || !hasBit(isNew, node)) continue;
    const likeness = `${classOf[node]},${nameHashes[node]},${shallowSizes[node]}`;
    const left = gone.get(likeness) ?? 0;
    if (left === 0) continue;
    gone.set(likeness, left - 1);
    classes[classOf[node]].reissuedCount++;
  }
}

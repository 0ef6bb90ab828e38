import type { CollectionSize, CollectionType } from "../collections/collection.ts";
import { Collections } from "../collections/collections.ts";
import { judgeOwner } from "../collections/own-collections.ts";
import { formatCount } from "../quantity-text.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";

/** Entries from which a collection is looked at. */
const MIN_ENTRIES = 100;

/** Share of the heap that it retains. */
const MIN_SHARE = 0.005;

/** The same in files that do not tell where things come from. */
const UNTOLD_SHARE = 0.05;

/** Members that say nothing: what they keep is told by others, or is the interpreter's own. */
const NO_CLASS = /^(\(.*\)|<(module|type|code)>|Function|Array|Object|type|weakref\..*)$/;

/** Collections that are told, those that retain most first. */
const MAX_COLLECTIONS = 20;

/** Big collections of the program's own: Map, Set, Array, objects used as maps; Python's dict, list and set. */
export const detectCollections: Detector = ({ analyses, totalSize, program, growth }) => {
  const { graph, retainedSizes, referenceKinds } = analyses;
  const collections = new Collections(analyses);
  const isOwn = judgeOwner(analyses);
  /** Whether the program's collections can be told from the runtime's. */
  const isTold = program.hasLocations || referenceKinds.runtime === "python";
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || a - b,
    MAX_COLLECTIONS,
  );
  for (let node = 0; node < graph.nodeCount; node++) {
    if (retainedSizes[node] < MIN_SHARE * totalSize) continue;
    const type = collections.typeOf(node);
    // What is held weakly has a detector of its own.
    if (type === null || type.startsWith("Weak") || !isOwn(node)) continue;
    if ((collections.sizeOf(node, type).entryCount ?? 0) >= MIN_ENTRIES) biggest.offer(node);
  }
  return Array.from(biggest.finish()).flatMap((node): Finding[] => {
    const type = collections.typeOf(node);
    if (type === null) return [];
    const members = collections.membersOf(node, type);
    const common = collections.commonClass(members);
    if (common === null || common.share < 0.5 || NO_CLASS.test(common.class)) return [];
    const grows = growth?.get(common.class)?.isGrowing === true;
    const share = retainedSizes[node] / totalSize;
    // Where nothing tells the program's from the runtime's, the runtime's are told by standing still.
    if (!isTold && !grows && (growth !== null || share < UNTOLD_SHARE)) return [];
    const own = members.filter((member) => analyses.className(member) === common.class);
    const size = collections.sizeOf(node, type);
    const [key] = type === "Set" || type === "set" ? [] : collections.keysOf(node, type, 1);
    const what = describeCollection(type, size, key);
    const one: Finding = {
      kind: "collection",
      class: common.class,
      count: own.length,
      bytes: retainedSizes[node],
      ordinals: own.slice(0, MAX_FOUND),
      accumulation: node,
      sentence: ({ objects, where }) =>
        `${objects} are kept by ${where}, ${what}${grows ? " that only grows" : ""}`,
      isExpected: program.isRuntimePlace(program.locationOf(own[0])),
      certainty: grows ? 0.8 : 0.4,
    };
    return [one];
  });
};

/** `a Map of 500 entries (keys such as "sess-000001")`. */
function describeCollection(
  type: CollectionType,
  { entryCount, isAtLeast }: CollectionSize,
  key: string | undefined,
): string {
  const article = type === "Array" || type === "object" ? "an" : "a";
  const count = entryCount === null ? "" : ` of ${formatCount(entryCount)} entries`;
  return (
    `${article} ${type}${count}${isAtLeast ? " or more" : ""}` +
    (key === undefined ? "" : ` (keys such as ${key})`)
  );
}

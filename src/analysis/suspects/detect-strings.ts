import { judgeOwner } from "../collections/own-collections.ts";
import { type EqualStrings, findEqualStrings } from "../duplicate-strings.ts";
import { formatBytes, formatCount, formatPercent, formatQuantity } from "../quantity-text.ts";
import { isStringType, readStringContent } from "../string-content.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import { placeOf } from "./kept-objects.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";

/** Copies of a text, and bytes that they waste, which are worth a word. */
const MIN_COPIES = 20;
const MIN_WASTE = 10_000;

/** Texts that are looked at, those that waste most first. */
const MAX_TEXTS = 50;

/** Characters of a text in a sentence. */
const TEXT_LENGTH = 40;

/** Share of the heap, and bytes, from which a single string is worth a word; how many are told. */
const LARGE_SHARE = 0.03;
const LARGE_BYTES = 50_000;
const MAX_LARGE = 3;

/** Texts that the heap stores again and again, and single ones that are a good part of it. */
export const detectStrings: Detector = (context) => [
  ...findCopies(context),
  ...findLargest(context),
];

/** V8 writes 1024 characters of each string, so only those of one size are equal. */
function findCopies(context: DetectorContext): Finding[] {
  const { analyses, totalSize, program } = context;
  const { graph } = analyses;
  const texts = findEqualStrings(graph, analyses.shallowSizes, { minCount: MIN_COPIES })
    .groups.toSorted((a, b) => b.wastedSize - a.wastedSize || a.ordinals[0] - b.ordinals[0])
    .slice(0, MAX_TEXTS);
  /** Texts by the object that most of their copies hang on. */
  const places = new Map<number | null, EqualStrings[]>();
  for (const equal of texts) {
    const place = placeOf(context, equal.ordinals);
    const known = places.get(place);
    if (known === undefined) places.set(place, [equal]);
    else known.push(equal);
  }
  return [...places].flatMap(([place, [first, ...others]]): Finding[] => {
    const nodes = [first, ...others].flatMap(({ ordinals }) => Array.from(ordinals));
    const waste = others.reduce((sum, one) => sum + one.wastedSize, first.wastedSize);
    if (waste < MIN_WASTE) return [];
    const text = JSON.stringify(graph.rawName(nodes[0]).slice(0, TEXT_LENGTH));
    const more = others.length === 0 ? "" : ` and ${formatQuantity(others.length, "more text")}`;
    return [
      {
        kind: "strings",
        class: analyses.className(nodes[0]),
        count: nodes.length,
        bytes: waste,
        ordinals: nodes.slice(0, MAX_FOUND),
        accumulation: place,
        sentence: ({ where }) =>
          `${formatCount(nodes.length)} copies of ${text}${more} waste ${formatBytes(waste)}` +
          (where === "" ? "" : `, most of them under ${where}`),
        isExpected:
          waste < totalSize / 1000 ||
          (program.hasLocations && (place === null || !program.isHeldByProgram(place))),
        certainty: 0.3,
      },
    ];
  });
}

function findLargest(context: DetectorContext): Finding[] {
  const { analyses, totalSize } = context;
  const { graph, retainedSizes, dominators } = analyses;
  const isOwn = judgeOwner(analyses);
  const { nodeTypes } = graph.data;
  const least = Math.max(LARGE_BYTES, LARGE_SHARE * totalSize);
  const largest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || a - b,
    MAX_LARGE,
  );
  for (let node = 0; node < graph.nodeCount; node++) {
    if (retainedSizes[node] < least || !isStringType(nodeTypes[node])) continue;
    // Of a concatenated string the whole is told, not its halves.
    if (!isStringType(nodeTypes[dominators.idoms[node]])) largest.offer(node);
  }
  return Array.from(largest.finish(), (node): Finding => {
    const place = placeOf(context, [node]);
    const content = readStringContent(graph, node, TEXT_LENGTH);
    return {
      kind: "strings",
      class: analyses.className(node),
      count: 1,
      bytes: retainedSizes[node],
      ordinals: [node],
      accumulation: place,
      sentence: ({ where }) =>
        `a single string takes ${formatBytes(retainedSizes[node])}, ${formatPercent(retainedSizes[node] / totalSize)} of the heap` +
        `${where === "" ? "" : `, kept by ${where}`}: ${JSON.stringify(content?.text ?? "")}…`,
      isExpected: !isOwn(node),
      certainty: 0.3,
    };
  });
}

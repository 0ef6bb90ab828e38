import { NodeType } from "../../graph/node-type.ts";
import { formatBytes, formatCount } from "../quantity-text.ts";
import { placeOf } from "./kept-objects.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";

/** Copies of a text, and bytes that they waste, which are worth a word. */
const MIN_COPIES = 20;
const MIN_WASTE = 10_000;

/** Texts that are looked at, those that waste most first. */
const MAX_TEXTS = 50;

/** Characters of a text in a sentence. */
const TEXT_LENGTH = 40;

/** Equal strings, stored again and again. V8 writes 1024 characters of each, so only those of one size are equal. */
export const detectStrings: Detector = (context) => {
  const { analyses, totalSize, program } = context;
  const { graph } = analyses;
  const { nodeTypes, nodeNames } = graph.data;
  const { shallowSizes } = analyses;
  const copies = new Uint32Array(graph.strings.length);
  for (let node = 0; node < graph.nodeCount; node++)
    if (nodeTypes[node] === NodeType.string) copies[nodeNames[node]]++;
  const groups = new Map<string, number[]>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeTypes[node] !== NodeType.string || copies[nodeNames[node]] < MIN_COPIES) continue;
    const key = `${nodeNames[node]} ${shallowSizes[node]}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [node]);
    else known.push(node);
  }
  const wasteOf = (nodes: readonly number[]): number => (nodes.length - 1) * shallowSizes[nodes[0]];
  const texts = [...groups.values()]
    .filter((nodes) => nodes.length >= MIN_COPIES)
    .toSorted((a, b) => wasteOf(b) - wasteOf(a) || a[0] - b[0])
    .slice(0, MAX_TEXTS);
  /** Texts by the object that most of their copies hang on. */
  const places = new Map<number | null, number[][]>();
  for (const nodes of texts) {
    const place = placeOf(context, nodes);
    const known = places.get(place);
    if (known === undefined) places.set(place, [nodes]);
    else known.push(nodes);
  }
  return [...places].flatMap(([place, [first, ...others]]): Finding[] => {
    const nodes = [first, ...others].flat();
    const waste = wasteOf(first) + others.reduce((sum, one) => sum + wasteOf(one), 0);
    if (waste < MIN_WASTE) return [];
    const text = JSON.stringify(graph.rawName(first[0]).slice(0, TEXT_LENGTH));
    const more = others.length === 0 ? "" : ` and ${formatCount(others.length)} more texts`;
    return [
      {
        kind: "strings",
        class: analyses.className(first[0]),
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
};

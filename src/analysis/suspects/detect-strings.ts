import { type EqualStrings, findEqualStrings } from "../duplicate-strings.ts";
import { formatBytes, formatCount, formatQuantity } from "../quantity-text.ts";
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
};

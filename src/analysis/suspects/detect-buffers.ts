import { sumRetained } from "../../graph/dominance.ts";
import { listStores } from "../buffer-stores.ts";
import { formatBytes } from "../quantity-text.ts";
import { type Detector, type Finding, MAX_FOUND } from "./detector.ts";
import { placeOf } from "./kept-objects.ts";

const MIN_STORES = 20;

/** Share of the heap that many stores of one size, or a single one, take. */
const MIN_SHARE = 0.01;
const LARGE_SHARE = 0.3;

/** Sizes that are told, those that take most first. */
const MAX_SIZES = 3;

/** Many buffers of one size, and single ones that are most of the heap. */
export const detectBuffers: Detector = (context) => {
  const { analyses, totalSize } = context;
  const { dominance, retainedSizes, shallowSizes } = analyses;
  const groups = new Map<number, number[]>();
  for (const node of listStores(analyses)) {
    const known = groups.get(shallowSizes[node]);
    if (known === undefined) groups.set(shallowSizes[node], [node]);
    else known.push(node);
  }
  const told = [...groups]
    .filter(([size, nodes]) => {
      const share = (size * nodes.length) / totalSize;
      return nodes.length >= MIN_STORES ? share >= MIN_SHARE : share >= LARGE_SHARE;
    })
    .toSorted(([a, left], [b, right]) => b * right.length - a * left.length || a - b)
    .slice(0, MAX_SIZES);
  return told.map(([size, nodes]): Finding => {
    const ordinals = nodes.slice(0, MAX_FOUND);
    return {
      kind: "buffers",
      class: analyses.className(nodes[0]),
      count: nodes.length,
      bytes: sumRetained(dominance, Uint32Array.from(nodes), retainedSizes),
      ordinals,
      accumulation: placeOf(context, ordinals),
      sentence: ({ objects, where }) =>
        `${objects}: buffers of ${formatBytes(size)}${nodes.length > 1 ? " each" : ""}` +
        (where === "" ? "" : ` under ${where}`),
      isExpected: false,
      certainty: 0.7,
    };
  });
};

import type {
  LineageBox,
  LineageEdge,
  LineageResult,
  ObjectsBox,
} from "../../src/analysis/lineage-picture.ts";
import { makeBox, makeEdge } from "./lineage-pictures.ts";

/** A box of one object of 40 bytes that retains 1 kB and is named like its class. */
export function objectsBox(fields: Partial<ObjectsBox> & Pick<ObjectsBox, "class">): ObjectsBox {
  const usual = { name: fields.class, shallowSize: 40, retainedSize: 1000, ids: [7], depth: 1 };
  return makeBox({ ...usual, ...fields });
}

/** One strong reference to one object. */
export function lineageEdge(
  from: number,
  to: number,
  label: string,
  fields: Partial<LineageEdge> = {},
): LineageEdge {
  return makeEdge(from, to, { labels: [label], retainedSize: 1000, ...fields });
}

/** A result in which nothing is folded or left out, of one object in a heap of 12 MB. */
export function lineageResult(
  boxes: readonly LineageBox[],
  edges: readonly LineageEdge[],
  fields: Partial<LineageResult> = {},
): LineageResult {
  return {
    kind: "backrefs",
    boxes,
    edges,
    objects: {
      count: 1,
      shallowSize: 40,
      retainedSize: 1000,
      retainedShare: 1 / 12_000,
      omitted: { count: 0 },
      prototypes: { count: 0 },
    },
    isMerged: true,
    folded: NOTHING_FOLDED,
    omitted: NOTHING_OMITTED,
    ...fields,
  };
}

export const NOTHING_FOLDED: LineageResult["folded"] = {
  internals: 0,
  plumbing: 0,
  backReferences: 0,
  weak: 0,
  loose: 0,
  ignored: 0,
};

export const NOTHING_OMITTED: LineageResult["omitted"] = {
  starts: 0,
  tooMany: { boxes: 0, count: 0 },
  noRoom: { boxes: 0, count: 0 },
  besides: { boxes: 0, count: 0 },
  unexplored: 0,
  tooDeep: 0,
  culled: 0,
  shared: 0,
};

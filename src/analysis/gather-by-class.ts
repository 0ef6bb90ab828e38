import type { ClassKeys } from "../graph/class-keys.ts";

/** The nodes of each class. */
export interface ClassMembers {
  /** Ordinals of a class, by its position in `ClassKeys.keys`, ascending. */
  of(key: number): Uint32Array;
}

/** Sorts the nodes of a heap by class: O(nodes), four bytes a node. */
export function gatherByClass({ keyOf, keys }: ClassKeys): ClassMembers {
  const starts = new Uint32Array(keys.length + 1);
  for (const key of keyOf) starts[key + 1]++;
  for (let key = 0; key < keys.length; key++) starts[key + 1] += starts[key];
  const members = new Uint32Array(keyOf.length);
  const next = starts.slice();
  for (let node = 0; node < keyOf.length; node++) members[next[keyOf[node]]++] = node;
  return { of: (key) => members.subarray(starts[key], starts[key + 1]) };
}

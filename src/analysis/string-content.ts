import { EdgeType } from "../graph/edge-type.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import { isPythonHeap } from "./edge-code.ts";

/** Characters V8 keeps of a string's text. */
export const V8_STRING_LIMIT = 1024;

/** Most bytes a string takes besides its characters: header and padding. */
const MAX_STRING_OVERHEAD = 32;

/** Parts looked at before giving up: ropes share parts, so they can be longer than any memory. */
const MAX_PARTS = 4_000_000;

/** The text of a string node. */
export interface StringContent {
  readonly text: string;
  /** UTF-16 units in `text`. */
  readonly length: number;
  /** `text` ends at the limit asked for; there is more. */
  readonly isTruncated: boolean;
  /** The file has only the beginning of the string, or of a part of it: V8 writes 1024 characters. */
  readonly isCutByRuntime: boolean;
  /** The string is a slice: `text` is the whole it was cut from, the file does not say where. */
  readonly isSlice: boolean;
}

/**
 * Assembles the text of a string: concatenated strings from their halves, of a slice the whole.
 * @param limit - UTF-16 units to return at most.
 * @returns null when the node is no string. Iterative; O(parts).
 */
export function readStringContent(
  graph: HeapGraph,
  ordinal: number,
  limit: number,
): StringContent | null {
  const { nodeTypes, nodeNames } = graph.data;
  if (!isStringType(nodeTypes[ordinal])) return null;
  const parts: string[] = [];
  let length = 0;
  let isTruncated = false;
  let isCutByRuntime = false;
  const pending = [ordinal];
  for (let seen = 0; pending.length > 0; seen++) {
    if (length >= limit || seen >= MAX_PARTS) {
      isTruncated = true;
      break;
    }
    const node = pending.pop() ?? ordinal;
    const halves = findParts(graph, node);
    if (halves.length > 0) {
      // The first half is to be taken from the stack first.
      pending.push(...halves.toReversed());
      continue;
    }
    const text = graph.strings.get(nodeNames[node]);
    isCutByRuntime ||= isPythonHeap(graph)
      ? isCutByExporter(text, graph.data.selfSizes[node])
      : isCut(text, graph.data.selfSizes[node]);
    parts.push(text);
    length += text.length;
  }
  const whole = parts.join("");
  return {
    text: whole.slice(0, limit),
    length: Math.min(length, limit),
    isTruncated: isTruncated || length > limit,
    isCutByRuntime,
    isSlice: nodeTypes[ordinal] === NodeType.slicedString,
  };
}

/** Whether a node of this type is a string, flat, concatenated or sliced. */
export function isStringType(type: number): boolean {
  return (
    type === NodeType.string ||
    type === NodeType.concatenatedString ||
    type === NodeType.slicedString
  );
}

/** The nodes a string is made of: both halves, or what it is a slice of; none where its name is its text. */
function findParts(graph: HeapGraph, node: number): number[] {
  const { nodeTypes, firstEdges, edgeTypes, edgeTargets } = graph.data;
  if (nodeTypes[node] === NodeType.string) return [];
  let first: number | null = null;
  let second: number | null = null;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    const target = edgeTargets[edge];
    if (edgeTypes[edge] !== EdgeType.internal || !isStringType(nodeTypes[target])) continue;
    const name = graph.edgeName(edge);
    if (name === "first" || name === "parent") first = target;
    else if (name === "second") second = target;
  }
  return [first, second].filter((part) => part !== null);
}

/** A text of exactly the limit whose node is larger than that text needs. */
function isCut(text: string, selfSize: number): boolean {
  if (text.length !== V8_STRING_LIMIT) return false;
  const bytesPerUnit = /[\u0100-\uffff]/.test(text) ? 2 : 1;
  return selfSize > V8_STRING_LIMIT * bytesPerUnit + MAX_STRING_OVERHEAD;
}

/** Bytes of CPython's str besides its characters, by their width: before and since 3.12, the final zero included. */
const WIDE_STR_SIZES = { 2: [58, 74], 4: [60, 76] } as const;

/** A Python text that ends with `…` and whose str has another size than a str of that text. */
function isCutByExporter(text: string, selfSize: number): boolean {
  if (!text.endsWith("…")) return false;
  const length = Array.from(text).length;
  return (
    !WIDE_STR_SIZES[2].some((size) => size + 2 * length === selfSize) &&
    !WIDE_STR_SIZES[4].some((size) => size + 4 * length === selfSize)
  );
}

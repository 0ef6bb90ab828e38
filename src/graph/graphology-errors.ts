import { InvalidArgumentsGraphError, NotFoundGraphError, UsageGraphError } from "graphology";

/** Entries that a copy of all nodes or all edges may have; Set and Map, which users put them into, end at 2^24. */
export const COPY_LIMIT = 2_000_000;

/** The node or edge a caller asked for is not there; worded as graphology does. */
export function notFound(method: string, key: unknown, what: string): NotFoundGraphError {
  return new NotFoundGraphError(
    `Graph.${method}: could not find the "${String(key)}" ${what} in the graph.`,
  );
}

/** A method was called with too few or too many arguments, or without its function. */
export function invalidArguments(method: string, fact: string): InvalidArgumentsGraphError {
  return new InvalidArgumentsGraphError(`Graph.${method}: ${fact}`);
}

/** A method cannot be used on this graph. */
export function unusable(method: string, fact: string): UsageGraphError {
  return new UsageGraphError(`Graph.${method}: ${fact}`);
}

/** Somebody wants to change the heap. */
export function readOnly(method: string): UsageGraphError {
  return unusable(
    method,
    "the heap is read-only; change a graph of your own, made with #.copy() or, of a part, subgraph().",
  );
}

/**
 * Keeps copies of the whole heap from exhausting memory.
 * @throws {UsageGraphError} above {@link COPY_LIMIT}.
 */
export function checkCopySize(method: string, count: number, what: "nodes" | "edges"): void {
  if (count <= COPY_LIMIT) return;
  const singular = what === "nodes" ? "Node" : "Edge";
  throw unusable(
    method,
    `more than ${COPY_LIMIT} ${what} are too many to copy; use #.forEach${singular}, ` +
      `#.${singular.toLowerCase()}Entries or, for a part of the heap, subgraph().`,
  );
}

/** @throws {InvalidArgumentsGraphError} when it is not a function. */
export function checkFunction(method: string, callback: unknown): asserts callback is Callback {
  if (typeof callback !== "function") throw invalidArguments(method, "expecting a callback.");
}

/** A function of the caller's, whatever it takes. */
export type Callback = (...args: readonly unknown[]) => unknown;

/**
 * Reads a key: a position in decimal, as text or number.
 * @returns the position, -1 where no position below `count` is written so.
 */
export function parseKey(key: unknown, count: number): number {
  const text = typeof key === "string" ? key : String(key);
  const { length } = text;
  // Ten digits hold any Uint32; a leading zero belongs to "0" alone.
  if (length === 0 || length > 10 || (length > 1 && text.charCodeAt(0) === 48)) return -1;
  let position = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    position = position * 10 + digit;
  }
  return position < count ? position : -1;
}

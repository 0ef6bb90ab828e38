import type { HeapGraph } from "../graph/heap-graph.ts";

/** Tells of one violation: the record of the section (undefined for the whole), what should be there, what is. */
export type ReportViolation = (
  position: number | undefined,
  expected: string,
  found: string | number,
) => void;

/** Something that holds in every sound snapshot. */
export interface Invariant {
  /** Stable name, part of the JSON contract. */
  readonly invariant: string;
  /** Top-level key of the file it speaks of. */
  readonly section: string;
  /** What one record of the section is called in messages. */
  readonly record: string;
  /** A statement that is true of a sound file. */
  readonly statement: string;
  /**
   * Looks at everything, reporting in ascending order of position.
   * @returns how many things were looked at; 0 when the file has none of them.
   */
  readonly check: (graph: HeapGraph, report: ReportViolation) => number;
}

/** Checks that each value of a column is below a limit. */
export function checkBelow(
  values: ArrayLike<number>,
  limit: number,
  what: string,
  report: ReportViolation,
): number {
  for (let at = 0; at < values.length; at++)
    if (values[at] >= limit) report(at, `${what} below ${limit}`, values[at]);
  return values.length;
}

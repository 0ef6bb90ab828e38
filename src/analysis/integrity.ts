import { IntegrityError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import type { Invariant } from "./invariants.ts";
import { NODE_INVARIANTS } from "./node-invariants.ts";
import { RECORD_INVARIANTS } from "./record-invariants.ts";
import { STRING_INVARIANTS } from "./string-invariants.ts";

/** Something that does not hold, at one place. */
export interface Violation {
  /** Stable name of what does not hold. */
  readonly invariant: string;
  /** Top-level key of the file; absent before the first. */
  readonly section?: string;
  /** Which record of the section, counted from 0; absent when it is the section as a whole. */
  readonly position?: number;
  /** Place in the (decompressed) bytes of the file, where known. */
  readonly byteOffset?: number;
  readonly expected?: string;
  readonly found?: string;
  readonly message: string;
}

/** How one invariant fared. */
export interface InvariantResult {
  readonly invariant: string;
  readonly section: string;
  /** What holds when there are no violations. */
  readonly statement: string;
  /** How many things were looked at. */
  readonly checked: number;
  readonly violationCount: number;
}

export interface IntegrityReport {
  /** Those that the file has anything to say about. */
  readonly invariants: readonly InvariantResult[];
  /** The first ones of each invariant. */
  readonly violations: readonly Violation[];
  /** Violations that the limit cut off. */
  readonly omitted: { readonly count: number };
}

const INVARIANTS: readonly Invariant[] = [
  ...NODE_INVARIANTS,
  ...STRING_INVARIANTS,
  ...RECORD_INVARIANTS,
];

/**
 * Checks every invariant of a graph that was read; several passes over all columns and strings.
 * @param limit - violations to return of each invariant, 0 for all.
 */
export function checkIntegrity(graph: HeapGraph, limit = 0): IntegrityReport {
  const invariants: InvariantResult[] = [];
  const violations: Violation[] = [];
  let omitted = 0;
  for (const { invariant, section, record, statement, check } of INVARIANTS) {
    let violationCount = 0;
    const checked = check(graph, (position, expected, found) => {
      violationCount++;
      if (limit > 0 && violationCount > limit) {
        omitted++;
        return;
      }
      const place = position === undefined ? section : `${record} ${position}`;
      violations.push({
        invariant,
        section,
        ...(position === undefined ? {} : { position }),
        expected,
        found: String(found),
        message: `${place}: expected ${expected}, found ${found}`,
      });
    });
    if (checked > 0 || violationCount > 0)
      invariants.push({ invariant, section, statement, checked, violationCount });
  }
  return { invariants, violations, omitted: { count: omitted } };
}

/**
 * Throws at the first invariant that does not hold.
 * @throws {IntegrityError} INTEGRITY_ and the invariant's name, e.g. INTEGRITY_UNIQUE_IDS.
 */
export function assertGraphIntegrity(graph: HeapGraph): void {
  const [first] = checkIntegrity(graph, 1).violations;
  if (first === undefined) return;
  const { invariant, section = "", position, expected = "", found = "", message } = first;
  const code = `INTEGRITY_${invariant.toUpperCase().replaceAll("-", "_")}`;
  throw new IntegrityError(code, message, { section, position, expected, found });
}

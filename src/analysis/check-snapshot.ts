import { SnapshotFormatError, type UnsupportedSnapshotError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { checkIntegrity, type IntegrityReport, type InvariantResult } from "./integrity.ts";
import { type CheckNote, listNotes } from "./snapshot-notes.ts";

/** Violations shown of each invariant unless asked for otherwise. */
export const DEFAULT_VIOLATION_LIMIT = 10;

/** Whether a file keeps to the format, and where not. */
export interface CheckResult extends IntegrityReport {
  readonly kind: "check";
  /** No violations; notes do not count. */
  readonly ok: boolean;
  /** What is unusual and still right. */
  readonly notes: readonly CheckNote[];
}

/** That the file could be read implies much of the format. */
const READABLE: Omit<InvariantResult, "checked" | "violationCount"> = {
  invariant: "readable",
  section: "",
  statement: "the file can be read to its end",
};

/**
 * Checks everything that can be checked of a file that could be read.
 * @param limit - violations to return of each invariant, 0 for all.
 */
export function checkSnapshot(
  graph: HeapGraph,
  limit: number = DEFAULT_VIOLATION_LIMIT,
): CheckResult {
  const report = checkIntegrity(graph, limit);
  const ok = report.violations.length === 0;
  const invariants = [{ ...READABLE, checked: 1, violationCount: 0 }, ...report.invariants];
  return { kind: "check", ok, ...report, invariants, notes: listNotes(graph, ok) };
}

/** The result for a file that could not be read: what the reader stumbled over. */
export function unreadableSnapshot(
  error: SnapshotFormatError | UnsupportedSnapshotError,
): CheckResult {
  const { section, byteOffset, expected, found } =
    error instanceof SnapshotFormatError
      ? error
      : {
          expected: "a V8 heap snapshot",
          found: error.formatName,
          section: undefined,
          byteOffset: undefined,
        };
  return {
    kind: "check",
    ok: false,
    invariants: [{ ...READABLE, section: section ?? "", checked: 1, violationCount: 1 }],
    violations: [
      {
        invariant: READABLE.invariant,
        ...(section === undefined ? {} : { section }),
        ...(byteOffset === undefined ? {} : { byteOffset }),
        ...(expected === undefined ? {} : { expected }),
        ...(found === undefined ? {} : { found }),
        message: error.message,
      },
    ],
    omitted: { count: 0 },
    notes: [],
  };
}

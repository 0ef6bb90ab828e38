import { compilePredicate } from "../compile-predicate.ts";
import { type Comparison, comparisonsOf, type Predicate, type Vocabulary } from "../predicate.ts";
import { parsePredicate } from "../predicate-parser.ts";

/** What `--fail-on` may ask of a recording, and what was measured: bytes, bytes a second, milliseconds. */
export interface RecordingMeasures {
  /** Of all processes together, as the metric that the plot shows. */
  readonly peak: number;
  readonly last: number;
  readonly rss: number | null;
  readonly pss: number | null;
  /** Least squares over all samples. */
  readonly slope: number | null;
  /** Of the floor under the collector's sawtooth. */
  readonly floorSlope: number | null;
  /** How well a line describes the floor, 0 to 1. */
  readonly floorR2: number | null;
  readonly timeToLimit: number | null;
  readonly duration: number;
  readonly processes: number;
}

export type RecordingField = keyof RecordingMeasures;

const FIELDS: Vocabulary<RecordingField> = {
  peak: { field: "peak", kind: "bytes" },
  last: { field: "last", kind: "bytes" },
  rss: { field: "rss", kind: "bytes" },
  pss: { field: "pss", kind: "bytes" },
  slope: { field: "slope", kind: "rate" },
  "floor-slope": { field: "floorSlope", kind: "rate" },
  floorSlope: { field: "floorSlope", kind: "rate" },
  "floor-r2": { field: "floorR2", kind: "number" },
  "time-to-limit": { field: "timeToLimit", kind: "duration" },
  duration: { field: "duration", kind: "duration" },
  processes: { field: "processes", kind: "number" },
};

/** A predicate that must not hold. */
export interface RecordingGate {
  /** As it was written. */
  readonly text: string;
  readonly predicate: Predicate<RecordingField>;
}

/** A gate and what was measured. */
export interface RecordingCheck {
  readonly path: string;
  readonly text: string;
  readonly isFailed: boolean;
  readonly measures: readonly RecordingMeasure[];
}

/** A measured value beside its limit. */
export interface RecordingMeasure {
  /** The comparison as it was written. */
  readonly text: string;
  readonly kind: "bytes" | "rate" | "duration" | "number";
  /** Null where it could not be measured: nothing fails on it then. */
  readonly value: number | null;
  readonly limit: number;
}

/**
 * Reads a predicate of `--fail-on`: `floor-slope>1MB/min and floor-r2>0.8`.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE with the column.
 */
export function parseRecordingGate(text: string): RecordingGate {
  return { text, predicate: parsePredicate(text, FIELDS) };
}

/** Asks a gate of what was measured. */
export function checkRecording(
  { text, predicate }: RecordingGate,
  measures: RecordingMeasures,
  path: string,
): RecordingCheck {
  const isFailed = compilePredicate<RecordingMeasures, RecordingField>(predicate, (field) => ({
    kind: "number",
    read: (measured) => measured[field],
  }))(measures);
  const told = comparisonsOf(predicate).map((comparison) => ({
    text: comparison.text,
    kind: kindOf(comparison),
    value: measures[comparison.field],
    limit: Number(comparison.value),
  }));
  return { path, text, isFailed, measures: told };
}

function kindOf({ fieldKind }: Comparison<RecordingField>): RecordingMeasure["kind"] {
  return fieldKind === "bytes" || fieldKind === "rate" || fieldKind === "duration"
    ? fieldKind
    : "number";
}

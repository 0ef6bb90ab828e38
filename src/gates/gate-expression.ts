import { compilePredicate } from "../analysis/compile-predicate.ts";
import {
  type Comparison,
  comparisonsOf,
  fieldsOf,
  type Predicate,
  type Vocabulary,
} from "../analysis/predicate.ts";
import { parsePredicate } from "../analysis/predicate-parser.ts";
import {
  comparesFiles,
  type GateSubject,
  measure,
  QUANTITIES,
  type Quantity,
} from "./condition.ts";
import type { GateCheck, GateMeasure } from "./gate-report.ts";
import type { MeasuredHeap } from "./measured-heap.ts";

/** What `--fail-on` may ask: `growth(Session)>1000 and retained(Session)>1MB`. */
const GATE_FIELDS: Vocabulary<Quantity> = {
  count: { field: "count", kind: "number", call: "required" },
  retained: { field: "retained", kind: "bytes", call: "required" },
  growth: { field: "growth", kind: "number", call: "required" },
  retainedGrowth: { field: "retainedGrowth", kind: "bytes", call: "required" },
  growthPerStep: { field: "growthPerStep", kind: "number", call: "required" },
  retainedGrowthPerStep: { field: "retainedGrowthPerStep", kind: "bytes", call: "required" },
  grewIn: { field: "grewIn", kind: "number", call: "required" },
  retainedGrowthAlone: { field: "retainedGrowthAlone", kind: "bytes", call: "required" },
  heap: { field: "heap", kind: "bytes" },
};

/** A predicate that must not hold. */
export interface Gate {
  /** As it was written. */
  readonly text: string;
  readonly predicate: Predicate<Quantity>;
  /** Whether it compares files. */
  readonly needsSeries: boolean;
}

/**
 * Reads a predicate of `--fail-on`.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE with the column.
 */
export function parseGate(text: string): Gate {
  const predicate = parsePredicate(text, GATE_FIELDS);
  return {
    text,
    predicate,
    needsSeries: fieldsOf(predicate).some((field) => comparesFiles(field)),
  };
}

/** Asks a gate of what was measured. */
export function checkGate(
  gate: Gate,
  heap: MeasuredHeap,
  source: GateCheck["source"] = "fail-on",
): GateCheck {
  const { text, predicate } = gate;
  if (gate.needsSeries && heap.fileCount < 2)
    return {
      source,
      text,
      isFailed: false,
      skipped: "it compares files, and there is one",
      measures: [],
    };
  const isFailed = compilePredicate<MeasuredHeap, Quantity>(predicate, (_, comparison) => ({
    kind: "number",
    read: (measured) => measure(subjectOf(comparison), measured).value,
  }))(heap);
  const measures = comparisonsOf(predicate).map((one) => describe(one, heap));
  return { source, text, isFailed, skipped: null, measures };
}

function describe(comparison: Comparison<Quantity>, heap: MeasuredHeap): GateMeasure {
  const { text, field, operator, value } = comparison;
  const subject = subjectOf(comparison);
  const measurement = measure(subject, heap);
  const isTrue = compilePredicate<number, Quantity>(comparison, () => ({
    kind: "number",
    read: (measured) => measured,
  }))(measurement.value);
  return {
    text,
    subject,
    unit: QUANTITIES[field],
    operator,
    limit: Number(value),
    isTrue,
    ...measurement,
  };
}

function subjectOf({ field, pattern }: Comparison<Quantity>): GateSubject {
  return { quantity: field, pattern: pattern ?? null };
}

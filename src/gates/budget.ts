import { compileClassPattern } from "../analysis/class-pattern.ts";
import { parseByteSize } from "../analysis/quantities.ts";
import { SEVERITIES, type Severity } from "../analysis/suspects/suspect.ts";
import { type HeapgraphError, SettingsError, TextSyntaxError } from "../errors.ts";
import { nearName } from "../analysis/near-name.ts";
import { comparesFiles, type GateSubject, measure, QUANTITIES } from "./condition.ts";
import type { GateCheck } from "./gate-report.ts";
import type { MeasuredHeap } from "./measured-heap.ts";

/** The most that is allowed of the classes that a pattern means, together. */
export interface ClassLimits {
  /** Objects in the last file. */
  readonly count?: number;
  /** Bytes, or a size such as `50MB`; what they retain together in the last file. */
  readonly retained?: number | string;
  /** Objects that the last file may have more than the first. */
  readonly growth?: number;
  readonly retainedGrowth?: number | string;
  /** Objects that any file may have more than the one before it. */
  readonly growthPerStep?: number;
  readonly retainedGrowthPerStep?: number | string;
  /** `3 of 4`: of the last four steps they must not grow in three. */
  readonly grewIn?: string;
  /** Bytes that a class may retain more though there are no more of its objects. */
  readonly retainedGrowthAlone?: number | string;
}

/** What a process may need and keep. */
export interface Budget {
  /** Bytes, or a size; of the whole heap in the last file. */
  readonly heap?: number | string;
  /** Suspects of this severity, or a higher one, are not allowed. */
  readonly minSeverity?: Severity;
  /** Limits by class pattern. */
  readonly classes?: Readonly<Record<string, ClassLimits>>;
}

/** One limit. */
interface BudgetRule {
  readonly text: string;
  readonly subject: GateSubject;
  readonly operator: ">" | ">=";
  readonly limit: number;
}

/** A budget that was read. */
export interface BudgetRules {
  readonly minSeverity: Severity | null;
  readonly rules: readonly BudgetRule[];
}

/** Where in a budget something is: keys from the top. */
export type BudgetPlace = readonly string[];

const BUDGET_KEYS = ["heap", "minSeverity", "classes"];

const LIMITS: readonly (keyof ClassLimits)[] = [
  "count",
  "retained",
  "growth",
  "retainedGrowth",
  "growthPerStep",
  "retainedGrowthPerStep",
  "grewIn",
  "retainedGrowthAlone",
];

/**
 * Reads a budget.
 * @param value - what should be a {@link Budget}.
 * @param faultAt - makes the error for a place in it.
 * @throws {SettingsError} SETTINGS_BUDGET for an unknown key, and for a value that is no limit.
 */
export function readBudget(
  value: unknown,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError = faultInObject,
): BudgetRules {
  const top = readRecord(value, [], BUDGET_KEYS, faultAt);
  const rules: BudgetRule[] = [];
  if (top["heap"] !== undefined) {
    const limit = readSize(top["heap"], ["heap"], faultAt);
    rules.push(ruleOf({ quantity: "heap", pattern: null }, limit, top["heap"]));
  }
  const classes =
    top["classes"] === undefined ? {} : readRecord(top["classes"], ["classes"], null, faultAt);
  for (const [pattern, limits] of Object.entries(classes)) {
    const place = ["classes", pattern];
    try {
      compileClassPattern(pattern);
    } catch (error) {
      throw faultAt(place, (error as Error).message);
    }
    const record = readRecord(limits, place, LIMITS, faultAt);
    for (const quantity of LIMITS) {
      const limit = record[quantity];
      if (limit !== undefined)
        rules.push(readRule(quantity, pattern, limit, [...place, quantity], faultAt));
    }
  }
  return { minSeverity: readSeverity(top["minSeverity"], faultAt), rules };
}

/** Asks all limits of what was measured. */
export function checkBudget({ rules }: BudgetRules, heap: MeasuredHeap): GateCheck[] {
  return rules.map((rule): GateCheck => {
    const { text, subject, operator, limit } = rule;
    const skipped = whyNot(subject, heap.fileCount);
    if (skipped !== null) return { source: "budget", text, isFailed: false, skipped, measures: [] };
    const measurement = measure(subject, heap);
    const isTrue = operator === ">" ? measurement.value > limit : measurement.value >= limit;
    const unit = QUANTITIES[subject.quantity];
    const measures = [{ text, subject, unit, operator, limit, isTrue, ...measurement }];
    return { source: "budget", text, isFailed: isTrue, skipped: null, measures };
  });
}

function whyNot({ quantity, window }: GateSubject, files: number): string | null {
  if (!comparesFiles(quantity)) return null;
  if (files < 2) return "it compares files, and there is one";
  return window !== undefined && window !== null && files - 1 < window
    ? `it asks for ${window} steps, and ${files} files make ${files - 1}`
    : null;
}

function readRule(
  quantity: keyof ClassLimits,
  pattern: string,
  value: unknown,
  place: BudgetPlace,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError,
): BudgetRule {
  if (quantity === "grewIn") {
    const match = /^(?<least>[1-9]\d{0,3})\s+of\s+(?<window>[1-9]\d{0,3})$/.exec(
      String(value),
    )?.groups;
    const [least, window] = [Number(match?.["least"]), Number(match?.["window"])];
    if (!(least <= window))
      throw faultAt(place, `expected steps such as "3 of 4", got ${JSON.stringify(value)}`);
    const subject = { quantity, pattern, window };
    return ruleOf(subject, least, `${least} of ${window}`);
  }
  const limit =
    QUANTITIES[quantity] === "bytes"
      ? readSize(value, place, faultAt)
      : readCount(value, place, faultAt);
  return ruleOf({ quantity, pattern }, limit, value);
}

function ruleOf(subject: GateSubject, limit: number, written: unknown): BudgetRule {
  const { quantity, pattern } = subject;
  const name = pattern === null ? quantity : `${quantity}(${pattern})`;
  const operator = quantity === "grewIn" ? ">=" : ">";
  return { text: `${name} ${operator} ${String(written)}`, subject, operator, limit };
}

function readCount(
  value: unknown,
  place: BudgetPlace,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError,
): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw faultAt(place, `expected a number of objects, got ${JSON.stringify(value)}`);
}

function readSize(
  value: unknown,
  place: BudgetPlace,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError,
): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  try {
    if (typeof value === "string") return parseByteSize(value);
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw faultAt(place, error.message);
  }
  throw faultAt(place, `expected a size such as 50MB, got ${JSON.stringify(value)}`);
}

function readSeverity(
  value: unknown,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError,
): Severity | null {
  if (value === undefined) return null;
  const known = SEVERITIES.find((severity) => severity === value);
  if (known !== undefined) return known;
  throw faultAt(["minSeverity"], `expected ${SEVERITIES.join(", ")}, got ${JSON.stringify(value)}`);
}

function readRecord(
  value: unknown,
  place: BudgetPlace,
  keys: readonly string[] | null,
  faultAt: (place: BudgetPlace, what: string) => HeapgraphError,
): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw faultAt(
      place,
      `expected ${keys === null ? "class patterns with limits" : `keys such as ${keys[0]}`}, got ${JSON.stringify(value)}`,
    );
  const record = value as Readonly<Record<string, unknown>>;
  const unknown =
    keys === null ? undefined : Object.keys(record).find((key) => !keys.includes(key));
  if (keys === null || unknown === undefined) return record;
  const near = nearName(unknown, keys);
  throw faultAt(
    [...place, unknown],
    `unknown key "${unknown}"; ${near === undefined ? `keys are ${keys.join(", ")}` : `did you mean ${near}?`}`,
  );
}

function faultInObject(place: BudgetPlace, what: string): SettingsError {
  return new SettingsError(
    "SETTINGS_BUDGET",
    "the budget",
    `${place.length === 0 ? "" : `${place.join(".")}: `}${what}`,
  );
}

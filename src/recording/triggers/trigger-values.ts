import { compilePredicate, type SubjectTest } from "../../analysis/compile-predicate.ts";
import { fieldsOf, type Predicate, type Vocabulary } from "../../analysis/predicate.ts";
import { parsePredicate } from "../../analysis/predicate-parser.ts";
import { HeapgraphError } from "../../errors.ts";

/** What a condition may ask of all processes together; null where it is not known (yet). */
export interface TriggerValues {
  /** Bytes, as the next five. */
  readonly rss: number;
  readonly pss: number | null;
  readonly uss: number | null;
  readonly swap: number | null;
  /** V8's heap in use, and what lies outside of it, of all Node processes. */
  readonly heap: number | null;
  readonly external: number | null;
  readonly processes: number;
  /** ms since the recording began. */
  readonly elapsed: number;
  /** Bytes a second. */
  readonly slope: number | null;
}

export type TriggerField = keyof TriggerValues;

const VOCABULARY: Vocabulary<TriggerField> = {
  rss: { field: "rss", kind: "memory" },
  pss: { field: "pss", kind: "memory" },
  uss: { field: "uss", kind: "memory" },
  swap: { field: "swap", kind: "memory" },
  heap: { field: "heap", kind: "memory" },
  external: { field: "external", kind: "memory" },
  processes: { field: "processes", kind: "number" },
  elapsed: { field: "elapsed", kind: "duration" },
  slope: { field: "slope", kind: "rate" },
};

/** A condition as it was written, and whether it holds. */
export interface Condition {
  readonly text: string;
  readonly predicate: Predicate<TriggerField>;
  readonly fields: readonly TriggerField[];
}

/**
 * Reads a condition such as `rss>500MB`, `pss>80% of limit` or `slope>10MB/min and elapsed>5m`.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE
 */
export function parseCondition(text: string): Condition {
  const predicate = parsePredicate(text, VOCABULARY);
  return { text: text.trim(), predicate, fields: fieldsOf(predicate) };
}

/**
 * @param limit - bytes that shares of the limit are of.
 * @throws {HeapgraphError} NO_MEMORY_LIMIT when it asks for a share and there is no limit.
 */
export function compileCondition(
  { predicate, text }: Pick<Condition, "predicate" | "text">,
  limit: number | undefined,
): SubjectTest<TriggerValues> {
  return compilePredicate<TriggerValues, TriggerField>(
    inBytes(predicate, limit, text),
    (field) => ({ kind: "number", read: (values) => values[field] }),
  );
}

/** The predicate with sizes in place of shares of the limit. */
function inBytes(
  predicate: Predicate<TriggerField>,
  limit: number | undefined,
  text: string,
): Predicate<TriggerField> {
  switch (predicate.kind) {
    case "comparison": {
      const { value } = predicate;
      if (typeof value !== "object" || value === null || !("shareOfLimit" in value))
        return predicate;
      if (limit === undefined)
        throw new HeapgraphError(
          "NO_MEMORY_LIMIT",
          `"${text}" asks for a limit, and the control group has none`,
        );
      return { ...predicate, value: value.shareOfLimit * limit };
    }
    case "not":
      return { kind: "not", term: inBytes(predicate.term, limit, text) };
    case "all":
    case "any":
      return {
        kind: predicate.kind,
        terms: predicate.terms.map((term) => inBytes(term, limit, text)),
      };
  }
}

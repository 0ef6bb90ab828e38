import { TextSyntaxError } from "../errors.ts";
import { compileClassPattern } from "./class-pattern.ts";
import { parseByteSize, parseDuration, parseRate } from "./quantities.ts";
import { compileTextMatch } from "./text-match.ts";

export const PREDICATE_OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "~"] as const;
export type PredicateOperator = (typeof PREDICATE_OPERATORS)[number];

/** An object that a value names: `@123`. */
export interface ObjectReference {
  readonly id: number;
}

/** A part of a limit that is known only later: `80% of limit` is 0.8. */
export interface LimitShare {
  readonly shareOfLimit: number;
}

/** What a field is compared with; numbers in bytes, milliseconds or bytes a second where the field has a unit. */
export type ComparisonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | ObjectReference
  | LimitShare;

/** How the values of a kind of field are written. */
export interface FieldKindRules {
  /** The kind in a message: `retained is … `. */
  readonly words: string;
  /** A comparison for a message, behind the field: `> 1MB`. */
  readonly example: string;
  readonly operators: readonly PredicateOperator[];
  /**
   * Sticky: values with blanks in them that need no quotes, such as `1.5 MB`; null for none. It must end where
   * a word ends. Other values are one word, quoted text, a regular expression or a bracket.
   */
  readonly spaced: RegExp | null;
  /** What a field means that stands alone, without operator and value; null where it may not. */
  readonly alone: {
    readonly operator: PredicateOperator;
    readonly value: ComparisonValue;
  } | null;
  /**
   * Understands a value.
   * @throws {TextSyntaxError} with a message of the shape `expected …, got "…"`; its column does not matter.
   */
  read(text: string, operator: PredicateOperator, isQuoted: boolean): ComparisonValue;
}

/** What the values of a field are; each kind's rules stand in {@link FIELD_KINDS}. */
export type FieldKind =
  | "number"
  | "bytes"
  | "memory"
  | "duration"
  | "rate"
  | "text"
  | "pattern"
  | "flag"
  | "value";

const ORDERED = ["=", "!=", "<", "<=", ">", ">="] as const;
const EQUAL = ["=", "!="] as const;

/** Sizes and durations as heapgraph prints them have a blank before the unit. */
const SPACED_QUANTITY = /\d+(?:\.\d+)?\s+(?:[kmgt]?i?b|ms|s|m|h)(?=[\s),]|$)/iuy;

/** Blanks before the unit and around the stroke of `1.5 MB / min`. */
const SPACED_RATE = /\d+(?:\.\d+)?\s*[kmgt]?i?b?\s*\/\s*[a-z]+(?=[\s),]|$)/iuy;

const SHARE_OF_LIMIT = /(?<percent>\d+(?:\.\d+)?)\s*%\s*of\s+limit(?=[\s),]|$)/iuy;

/**
 * The kinds of fields there are. A new kind is a name in {@link FieldKind} and an entry here, and where its values
 * are none of those that {@link ComparisonValue} has, one more there; nothing else knows of kinds but whoever
 * reads fields of it, through a `FieldReader`.
 */
export const FIELD_KINDS: Readonly<Record<FieldKind, FieldKindRules>> = {
  number: {
    words: "a number",
    example: "> 3",
    operators: ORDERED,
    spaced: null,
    alone: null,
    read(text) {
      // Ids may be written as objects are shown, or as addresses.
      const match = /^(?:@(?<id>\d+)|-?\d+(?:\.\d+)?|0x[\da-f]+)$/i.exec(text);
      if (match === null) throw valueFault(text, "a number");
      return Number(match.groups?.["id"] ?? text);
    },
  },
  bytes: {
    words: "a size",
    example: "> 1MB",
    operators: ORDERED,
    spaced: SPACED_QUANTITY,
    alone: null,
    read: (text) => parseByteSize(text),
  },
  // A size, or a share of the limit that the process runs under.
  memory: {
    words: "a size",
    example: "> 500MB",
    operators: ORDERED,
    spaced: new RegExp(`${SPACED_QUANTITY.source}|${SHARE_OF_LIMIT.source}`, "iuy"),
    alone: null,
    read(text) {
      const share = new RegExp(`^${SHARE_OF_LIMIT.source}`, "iu").exec(text)?.groups?.["percent"];
      if (share !== undefined) return { shareOfLimit: Number(share) / 100 };
      if (text.includes("%")) throw valueFault(text, "a share such as 80% of limit");
      return parseByteSize(text);
    },
  },
  duration: {
    words: "a duration",
    example: "> 10s",
    operators: ORDERED,
    spaced: SPACED_QUANTITY,
    alone: null,
    read: (text) => parseDuration(text),
  },
  rate: {
    words: "a rate",
    example: "> 10MB/min",
    operators: ORDERED,
    spaced: SPACED_RATE,
    alone: null,
    read: (text) => parseRate(text),
  },
  text: {
    words: "text",
    example: "= word",
    operators: ["=", "!=", "~"],
    spaced: null,
    alone: null,
    read(text, operator) {
      // Compiled again by whoever tests; here only so that a fault gets its column.
      if (operator === "~") compileTextMatch(text);
      return text;
    },
  },
  // Text whose `=` speaks the language of class patterns.
  pattern: {
    words: "text",
    example: "= 'Lru*'",
    operators: ["=", "!=", "~"],
    spaced: null,
    alone: null,
    read(text, operator) {
      if (operator === "~") compileTextMatch(text);
      else compileClassPattern(text);
      return text;
    },
  },
  // May stand alone for "is true".
  flag: {
    words: "true or false",
    example: "= true",
    operators: EQUAL,
    spaced: null,
    alone: { operator: "=", value: true },
    read(text) {
      if (!/^(true|false)$/i.test(text)) throw valueFault(text, "true or false");
      return text.toLowerCase() === "true";
    },
  },
  // What a property holds, whatever it is: what is in quotes is text, `@123` an object, `true`, `false`, `null`,
  // `undefined` are those values, numbers may have a unit of size, other words are text. May stand alone for
  // "is there".
  value: {
    words: "any value",
    example: "= 'text'",
    operators: PREDICATE_OPERATORS,
    spaced: SPACED_QUANTITY,
    alone: { operator: "!=", value: undefined },
    read(text, operator, isQuoted) {
      if (operator === "~") {
        compileTextMatch(text);
        return text;
      }
      const value = isQuoted ? text : readLiteral(text);
      if (operator !== "=" && operator !== "!=" && typeof value !== "number")
        throw valueFault(text, "a number");
      return value;
    },
  },
};

/** Values of JavaScript that are written without quotes; Python's names for them too. */
const LITERALS: ReadonlyMap<string, boolean | null | undefined | number> = new Map<
  string,
  boolean | null | undefined | number
>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
  ["True", true],
  ["False", false],
  ["None", null],
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** What a word without quotes stands for where any value may: `true`, `@123`, `1.5`, `64kB`, or itself. */
export function readLiteral(text: string): ComparisonValue {
  if (LITERALS.has(text)) return LITERALS.get(text);
  const id = /^@(?<id>\d{1,16})$/.exec(text)?.groups?.["id"];
  if (id !== undefined) return { id: Number(id) };
  if (/^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text);
  if (/^\d+(?:\.\d+)?\s*[kmgt]i?b?$/i.test(text)) return parseByteSize(text);
  return text;
}

function valueFault(text: string, expected: string): TextSyntaxError {
  return new TextSyntaxError("SYNTAX_PREDICATE", text, 0, `expected ${expected}, got "${text}"`);
}

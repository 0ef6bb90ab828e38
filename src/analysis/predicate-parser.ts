import { closest, distance as editDistance } from "fastest-levenshtein";
import { TextSyntaxError } from "../errors.ts";
import { compileClassPattern } from "./class-pattern.ts";
import type { FieldKind, Predicate, PredicateOperator, Vocabulary } from "./predicate.ts";
import { parseByteSize, parseDuration } from "./quantities.ts";
import { compileTextMatch } from "./text-match.ts";

/** Parentheses and `not` inside each other; far more than anybody writes, far less than the stack holds. */
const MAX_DEPTH = 200;

/**
 * Reads a predicate: `field op value` joined by `and`, `or`, `not` and parentheses; `and` binds closer than
 * `or`. Words are read in any case, `==` means `=`, a flag may stand alone (`detached and not shallow = 0`).
 *
 * Operators are `= != < <= > >= ~`. Text is equal in every character, for a field of kind `pattern` as
 * class patterns match; `~` is as {@link compileTextMatch} says. Values are numbers, sizes (`64kB`,
 * `1.5MiB`), `@id`, words, and text in single or double quotes, which is needed for blanks; a bracket at
 * the beginning of a value is read to its partner (`class = (compiled code)`).
 *
 * @throws {TextSyntaxError} SYNTAX_PREDICATE with the column where it stops making sense.
 */
export function parsePredicate<Field extends string>(
  text: string,
  vocabulary: Vocabulary<Field>,
): Predicate<Field> {
  return new PredicateParser(text, vocabulary).parse();
}

class PredicateParser<Field extends string> {
  readonly #text: string;
  readonly #vocabulary: Vocabulary<Field>;
  #at = 0;
  #depth = 0;

  constructor(text: string, vocabulary: Vocabulary<Field>) {
    this.#text = text;
    this.#vocabulary = vocabulary;
  }

  parse(): Predicate<Field> {
    this.#skipBlanks();
    if (this.#isAtEnd)
      throw this.#fault(this.#at, "nothing to test: expected a field, an operator and a value");
    const predicate = this.#alternatives();
    if (this.#isAtEnd) return predicate;
    if (this.#text[this.#at] === ")") throw this.#fault(this.#at, 'nothing is open for this ")"');
    throw this.#fault(
      this.#at,
      'expected "and", "or" or the end; a value with blanks needs quotes',
    );
  }

  get #isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  #alternatives(): Predicate<Field> {
    const terms = [this.#conjunction()];
    while (this.#takeWord("or")) terms.push(this.#conjunction());
    return terms.length === 1 ? terms[0] : { kind: "any", terms };
  }

  #conjunction(): Predicate<Field> {
    const terms = [this.#term()];
    while (this.#takeWord("and")) terms.push(this.#term());
    return terms.length === 1 ? terms[0] : { kind: "all", terms };
  }

  #term(): Predicate<Field> {
    const start = this.#at;
    if (++this.#depth > MAX_DEPTH)
      throw this.#fault(start, `more than ${MAX_DEPTH} levels of parentheses`);
    try {
      if (this.#takeWord("not")) return { kind: "not", term: this.#term() };
      if (!this.#take("(")) return this.#comparison();
      const inner = this.#alternatives();
      if (this.#take(")")) return inner;
      if (!this.#isAtEnd)
        throw this.#fault(
          this.#at,
          'expected "and", "or" or ")"; a value with blanks needs quotes',
        );
      throw this.#fault(start, 'this "(" is never closed');
    } finally {
      this.#depth--;
    }
  }

  #comparison(): Predicate<Field> {
    const start = this.#at;
    const name = this.#match(/[\p{L}_][\p{L}\p{N}_.-]*/uy);
    if (name === null || /^(and|or)$/i.test(name))
      throw this.#fault(
        start,
        `expected a field, got ${name === null ? this.#found() : `"${name}"`}`,
      );
    const { field, kind } = this.#lookUp(name, start);
    const operatorAt = this.#at;
    const operator = this.#operator();
    if (operator === null) {
      const endsHere =
        this.#isAtEnd ||
        this.#text[this.#at] === ")" ||
        /(and|or)\b/iy.test(this.#text.slice(this.#at));
      if (kind === "flag" && endsHere)
        return { kind: "comparison", field, fieldKind: kind, operator: "=", value: true };
      if (this.#isAtEnd) throw this.#nothingAfter(name, kind, "a comparison");
      throw this.#fault(
        operatorAt,
        `expected one of = != < <= > >= ~ after "${name}", got ${this.#found()}`,
      );
    }
    if (!operatorsOf(kind).includes(operator))
      throw this.#fault(
        operatorAt,
        `${name} is ${KIND_WORDS[kind]}: ${operator} does not go with it, ${operatorsOf(kind).join(" ")} do`,
      );
    if (this.#isAtEnd) throw this.#nothingAfter(`${name} ${operator}`, kind, "a value");
    const value = this.#value(kind, operator);
    return { kind: "comparison", field, fieldKind: kind, operator, value };
  }

  #lookUp(name: string, column: number): Vocabulary<Field>[string] {
    const known = Object.keys(this.#vocabulary);
    const spelling = known.find((each) => each.toLowerCase() === name.toLowerCase());
    if (spelling !== undefined) return this.#vocabulary[spelling];
    const near = closest(name.toLowerCase(), known);
    const hint =
      editDistance(name.toLowerCase(), near.toLowerCase()) <= Math.max(2, name.length / 3)
        ? `did you mean ${near}?`
        : `fields are ${known.join(", ")}`;
    throw this.#fault(column, `unknown field "${name}"; ${hint}`);
  }

  #operator(): PredicateOperator | null {
    const found = this.#match(/==|!=|<=|>=|[=<>~]/uy);
    return found === "==" ? "=" : (found as PredicateOperator | null);
  }

  #value(kind: FieldKind, operator: PredicateOperator): string | number | boolean {
    const start = this.#at;
    // Sizes as heapgraph prints them have a blank before the unit.
    const spaced =
      kind === "bytes" || kind === "duration"
        ? this.#match(/\d+(?:\.\d+)?\s+(?:[kmgt]?i?b|ms|s|m|h)(?=[\s)]|$)/iuy)
        : null;
    const text = spaced ?? this.#valueText();
    return this.#locating(start, () => readValue(text, kind, operator));
  }

  /** Quoted text, a regular expression, or a word that may begin with a bracketed part. */
  #valueText(): string {
    const start = this.#at;
    // What a value begins with decides where it ends.
    const quote = this.#text[start];
    if (quote === '"' || quote === "'") {
      const literal = this.#match(quote === '"' ? /"(?:[^"\\]|\\.)*"/suy : /'(?:[^'\\]|\\.)*'/suy);
      if (literal === null) throw this.#fault(start, `this ${quote} is never closed`);
      // Other backslashes stay: they belong to a regular expression.
      return literal.slice(1, -1).replaceAll(/\\(["'\\])/g, "$1");
    }
    const regex = this.#match(/\/(?:[^/\\]|\\.)+\/[a-z]*(?=[\s)]|$)/suy);
    if (regex !== null) return regex;
    let at = start;
    let open = 0;
    for (; at < this.#text.length; at++) {
      const character = this.#text[at];
      if ("([{".includes(character)) open++;
      else if (")]}".includes(character) && --open < 0) break;
      // Blanks belong to a value only inside of the brackets that it begins with.
      else if (/\s/.test(character) && (open === 0 || !"([{".includes(quote))) break;
    }
    if (at === start) throw this.#fault(start, `expected a value, got ${this.#found()}`);
    if (open > 0 && "([{".includes(quote))
      throw this.#fault(start, `this "${quote}" is never closed`);
    this.#at = at;
    this.#skipBlanks();
    return this.#text.slice(start, at);
  }

  /** Gives faults of a value's own reader the value's place. */
  #locating<T>(column: number, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TextSyntaxError)) throw error;
      throw this.#fault(column, error.message);
    }
  }

  /** Takes what the sticky `pattern` finds here, and blanks behind it. */
  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at = pattern.lastIndex;
    this.#skipBlanks();
    return found[0];
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    this.#skipBlanks();
    return true;
  }

  #takeWord(word: "and" | "or" | "not"): boolean {
    return this.#match(KEYWORDS[word]) !== null;
  }

  #skipBlanks(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at])) this.#at++;
  }

  #found(): string {
    return this.#isAtEnd
      ? "the end"
      : `"${/\S+/.exec(this.#text.slice(this.#at))?.[0].slice(0, 40) ?? ""}"`;
  }

  #nothingAfter(what: string, kind: FieldKind, expected: string): TextSyntaxError {
    const numeric = operatorsOf(kind).includes("<");
    const advice = numeric
      ? "; quote the expression, or the shell takes > and < for redirections"
      : "; quote the expression";
    return this.#fault(
      this.#text.length,
      `nothing after "${what}", expected ${expected} such as ${EXAMPLES[kind].replace("FIELD", what.split(" ")[0])}${advice}`,
    );
  }

  #fault(column: number, message: string): TextSyntaxError {
    return new TextSyntaxError("SYNTAX_PREDICATE", this.#text, column, message);
  }
}

const KEYWORDS = { and: /and\b/iuy, or: /or\b/iuy, not: /not\b/iuy } as const;

const KIND_WORDS: Readonly<Record<FieldKind, string>> = {
  number: "a number",
  bytes: "a size",
  duration: "a duration",
  text: "text",
  pattern: "text",
  flag: "true or false",
};

const EXAMPLES: Readonly<Record<FieldKind, string>> = {
  number: "FIELD > 3",
  bytes: "FIELD > 1MB",
  duration: "FIELD > 10s",
  text: "FIELD = word",
  pattern: "FIELD = 'Lru*'",
  flag: "FIELD = true",
};

function operatorsOf(kind: FieldKind): readonly PredicateOperator[] {
  switch (kind) {
    case "number":
    case "bytes":
    case "duration":
      return ["=", "!=", "<", "<=", ">", ">="];
    case "text":
    case "pattern":
      return ["=", "!=", "~"];
    case "flag":
      return ["=", "!="];
  }
}

function readValue(
  text: string,
  kind: FieldKind,
  operator: PredicateOperator,
): string | number | boolean {
  switch (kind) {
    case "number": {
      // Ids may be written as objects are shown, or as addresses.
      const match = /^(?:@(?<id>\d+)|-?\d+(?:\.\d+)?|0x[\da-f]+)$/i.exec(text);
      if (match === null) throw valueFault(text, "a number");
      return Number(match.groups?.["id"] ?? text);
    }
    case "bytes":
      return parseByteSize(text);
    case "duration":
      return parseDuration(text);
    case "flag":
      if (!/^(true|false)$/i.test(text)) throw valueFault(text, "true or false");
      return text.toLowerCase() === "true";
    case "text":
    case "pattern":
      // Compiled again by whoever tests; here only so that a fault gets its column.
      if (operator === "~") compileTextMatch(text);
      else if (kind === "pattern") compileClassPattern(text);
      return text;
  }
}

function valueFault(text: string, expected: string): TextSyntaxError {
  return new TextSyntaxError("SYNTAX_PREDICATE", text, 0, `expected ${expected}, got "${text}"`);
}

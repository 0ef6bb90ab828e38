import type { TextSyntaxError } from "../errors.ts";
import { FIELD_KINDS, type FieldKind, type PredicateOperator } from "./field-kinds.ts";
import type { Comparison, Predicate, Vocabulary } from "./predicate.ts";
import { takeSubject } from "./predicate-subject.ts";
import { TextCursor } from "./text-cursor.ts";

/** Parentheses and `not` inside each other; far more than anybody writes, far less than the stack holds. */
const MAX_DEPTH = 200;

/**
 * Reads a predicate: `subject op value` joined by `and`, `or`, `not` and parentheses; `and` binds closer than
 * `or`. Words are read in any case, `==` means `=`, a flag may stand alone (`detached and not shallow = 0`).
 *
 * A subject is what the vocabulary has: a field (`retained`), a call with a class pattern (`growth(Session)`,
 * `count(/Detached/)`, `retained('foo bar')`), or a property path (`.user.name`).
 *
 * Operators are `= != < <= > >= ~`. Text is equal in every character, for a field of kind `pattern` as
 * class patterns match; `~` is as `compileTextMatch` says. Values are numbers, sizes (`64kB`, `1.5MiB`),
 * `@id`, words, and text in single or double quotes, which is needed for blanks; a bracket at the beginning of
 * a value is read to its partner (`class = (compiled code)`). What a kind of field takes, `FIELD_KINDS` says.
 *
 * @throws {TextSyntaxError} SYNTAX_PREDICATE with the column where it stops making sense.
 */
export function parsePredicate<Field extends string>(
  text: string,
  vocabulary: Vocabulary<Field>,
): Predicate<Field> {
  const cursor = new TextCursor(text, "SYNTAX_PREDICATE");
  if (cursor.isAtEnd)
    throw cursor.fault(cursor.at, "nothing to test: expected a field, an operator and a value");
  const predicate = takePredicate(cursor, vocabulary);
  if (cursor.isAtEnd) return predicate;
  throw cannotGoOn(cursor, ["the end"]);
}

/**
 * Takes a predicate as far as it goes: what stands behind it is the caller's.
 * @param ends - words that may follow it.
 */
export function takePredicate<Field extends string>(
  cursor: TextCursor,
  vocabulary: Vocabulary<Field>,
  ends: readonly string[] = [],
): Predicate<Field> {
  return new PredicateReader(cursor, vocabulary, ends).alternatives();
}

/**
 * The fault of what can neither continue a predicate nor follow it.
 * @param ends - what may follow it, in words.
 */
export function cannotGoOn(cursor: TextCursor, ends: readonly string[]): TextSyntaxError {
  if (cursor.next === ")") return cursor.fault(cursor.at, 'nothing is open for this ")"');
  const expected = ['"and"', '"or"', ...ends];
  return cursor.fault(
    cursor.at,
    `expected ${expected.slice(0, -1).join(", ")} or ${expected.at(-1)}; a value with blanks needs quotes`,
  );
}

class PredicateReader<Field extends string> {
  readonly #cursor: TextCursor;
  readonly #vocabulary: Vocabulary<Field>;
  readonly #ends: readonly string[];
  #depth = 0;

  constructor(cursor: TextCursor, vocabulary: Vocabulary<Field>, ends: readonly string[]) {
    this.#cursor = cursor;
    this.#vocabulary = vocabulary;
    this.#ends = ends;
  }

  alternatives(): Predicate<Field> {
    const terms = [this.#conjunction()];
    while (this.#cursor.takeWord("or")) terms.push(this.#conjunction());
    return terms.length === 1 ? terms[0] : { kind: "any", terms };
  }

  #conjunction(): Predicate<Field> {
    const terms = [this.#term()];
    while (this.#cursor.takeWord("and")) terms.push(this.#term());
    return terms.length === 1 ? terms[0] : { kind: "all", terms };
  }

  #term(): Predicate<Field> {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (++this.#depth > MAX_DEPTH)
      throw cursor.fault(start, `more than ${MAX_DEPTH} levels of parentheses`);
    try {
      if (cursor.takeWord("not")) return { kind: "not", term: this.#term() };
      if (!cursor.take("(")) return this.#comparison();
      const inner = this.alternatives();
      if (cursor.take(")")) return inner;
      if (!cursor.isAtEnd)
        throw cursor.fault(
          cursor.at,
          'expected "and", "or" or ")"; a value with blanks needs quotes',
        );
      throw cursor.fault(start, 'this "(" is never closed');
    } finally {
      this.#depth--;
    }
  }

  #comparison(): Comparison<Field> {
    const cursor = this.#cursor;
    const start = cursor.at;
    const subject = takeSubject(cursor, this.#vocabulary);
    const { fieldKind } = subject;
    const rules = FIELD_KINDS[fieldKind];
    const { operators, words, spaced, alone } = rules;
    const name = cursor.text.slice(start, cursor.endOfTaken);
    const operatorAt = cursor.at;
    const operator = takeOperator(cursor);
    if (operator === null) {
      if (alone !== null && this.#endsHere())
        return { kind: "comparison", ...subject, ...alone, text: name };
      if (cursor.isAtEnd) throw nothingAfter(cursor, name, name, fieldKind, "a comparison");
      throw cursor.fault(
        operatorAt,
        `expected one of = != < <= > >= ~ after "${name}", got ${cursor.found()}`,
      );
    }
    if (!operators.includes(operator))
      throw cursor.fault(
        operatorAt,
        `${name} is ${words}: ${operator} does not go with it, ${operators.join(" ")} do`,
      );
    if (cursor.isAtEnd)
      throw nothingAfter(cursor, `${name} ${operator}`, name, fieldKind, "a value");
    const valueAt = cursor.at;
    const whole = spaced === null ? null : cursor.match(spaced);
    const { text, isQuoted } =
      whole === null ? cursor.takeValue() : { text: whole, isQuoted: false };
    const value = cursor.locating(valueAt, () => rules.read(text, operator, isQuoted));
    const written = cursor.text.slice(start, cursor.endOfTaken);
    return { kind: "comparison", ...subject, operator, value, text: written };
  }

  #endsHere(): boolean {
    const cursor = this.#cursor;
    return (
      cursor.isAtEnd ||
      cursor.next === ")" ||
      ["and", "or", ...this.#ends].some((word) => cursor.isAtWord(word))
    );
  }
}

function takeOperator(cursor: TextCursor): PredicateOperator | null {
  const found = cursor.match(/==|!=|<=|>=|[=<>~]/uy);
  return found === "==" ? "=" : (found as PredicateOperator | null);
}

function nothingAfter(
  cursor: TextCursor,
  what: string,
  name: string,
  kind: FieldKind,
  expected: string,
): TextSyntaxError {
  const { operators, example } = FIELD_KINDS[kind];
  const advice = operators.includes("<")
    ? "; quote the expression, or the shell takes > and < for redirections"
    : "; quote the expression";
  return cursor.fault(
    cursor.text.length,
    `nothing after "${what}", expected ${expected} such as ${name} ${example}${advice}`,
  );
}

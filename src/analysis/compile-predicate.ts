import { compileClassPattern } from "./class-pattern.ts";
import type { Comparison, Predicate } from "./predicate.ts";
import { compileValueTest, type ValueTest } from "./properties/property-value.ts";
import { compileTextMatch, type TextTest } from "./text-match.ts";

/** Whether a subject is meant. */
export type SubjectTest<Subject> = (subject: Subject) => boolean;

/** How the value of a field is found. */
export type FieldReader<Subject> =
  | {
      readonly kind: "number";
      /** The field's value, null where there is none. */
      readonly read: (subject: Subject) => number | null;
    }
  | { readonly kind: "flag"; readonly read: (subject: Subject) => boolean }
  | {
      readonly kind: "text";
      /** Turns a test of texts into one of subjects; may remember the answer for each text. */
      readonly select: (test: TextTest) => SubjectTest<Subject>;
    }
  | {
      readonly kind: "value";
      /**
       * Turns a test of what a property holds into one of subjects; of several things that a path leads to,
       * one has to be meant.
       */
      readonly select: (test: ValueTest) => SubjectTest<Subject>;
    };

/**
 * Compiles a predicate into a closure. A number that is not there is unequal to every number and neither
 * smaller nor larger than any. `and` and `or` stop at the first term that decides.
 *
 * @param readerOf - called once for every comparison, so columns that no comparison asks for stay uncomputed; the
 * comparison says, of a call, which classes it is asked of (`pattern`), of a property its `path`.
 */
export function compilePredicate<Subject, Field extends string>(
  predicate: Predicate<Field>,
  readerOf: (field: Field, comparison: Comparison<Field>) => FieldReader<Subject>,
): SubjectTest<Subject> {
  switch (predicate.kind) {
    case "comparison":
      return compileComparison(predicate, readerOf(predicate.field, predicate));
    case "not": {
      const term = compilePredicate(predicate.term, readerOf);
      return (subject) => !term(subject);
    }
    case "all": {
      const terms = predicate.terms.map((term) => compilePredicate(term, readerOf));
      return (subject) => terms.every((term) => term(subject));
    }
    case "any": {
      const terms = predicate.terms.map((term) => compilePredicate(term, readerOf));
      return (subject) => terms.some((term) => term(subject));
    }
  }
}

function compileComparison<Subject, Field extends string>(
  comparison: Comparison<Field>,
  reader: FieldReader<Subject>,
): SubjectTest<Subject> {
  const { operator, value, fieldKind, field } = comparison;
  switch (reader.kind) {
    case "number": {
      const compare = compareNumbers(operator, Number(value));
      const { read } = reader;
      return (subject) => compare(read(subject));
    }
    case "flag": {
      const { read } = reader;
      const wanted = (value === true) === (operator === "=");
      return (subject) => read(subject) === wanted;
    }
    case "text": {
      if (typeof value !== "string")
        throw new TypeError(`${field} is text and is compared with a ${typeof value}`);
      const test =
        operator === "~"
          ? compileTextMatch(value)
          : fieldKind === "pattern"
            ? compileClassPattern(value)
            : (text: string): boolean => text === value;
      return reader.select(operator === "!=" ? (text) => !test(text) : test);
    }
    case "value":
      return reader.select(compileValueTest(comparison));
  }
}

function compareNumbers(
  operator: Comparison["operator"],
  limit: number,
): (value: number | null) => boolean {
  switch (operator) {
    case "=":
      return (value) => value === limit;
    case "!=":
      return (value) => value !== limit;
    case "<":
      return (value) => value !== null && value < limit;
    case "<=":
      return (value) => value !== null && value <= limit;
    case ">":
      return (value) => value !== null && value > limit;
    case ">=":
      return (value) => value !== null && value >= limit;
    case "~":
      throw new TypeError("~ compares text");
  }
}

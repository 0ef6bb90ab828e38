/**
 * What the values of a field are. `bytes` and `duration` are numbers that are written with units; `pattern`
 * is text whose `=` speaks the language of class patterns; a `flag` may stand alone for "is true".
 */
export type FieldKind = "number" | "bytes" | "duration" | "text" | "pattern" | "flag";

/** Fields that a predicate may name: every spelling, with the field it means. */
export type Vocabulary<Field extends string = string> = Readonly<
  Record<string, { readonly field: Field; readonly kind: FieldKind }>
>;

export const PREDICATE_OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "~"] as const;
export type PredicateOperator = (typeof PREDICATE_OPERATORS)[number];

/** A comparison of one field with a value; numbers in bytes or milliseconds where the field has a unit. */
export interface Comparison<Field extends string = string> {
  readonly kind: "comparison";
  readonly field: Field;
  readonly fieldKind: FieldKind;
  readonly operator: PredicateOperator;
  readonly value: string | number | boolean;
}

/** A parsed predicate. `all` of no terms is always true, `any` of none never. */
export type Predicate<Field extends string = string> =
  | Comparison<Field>
  | { readonly kind: "all" | "any"; readonly terms: readonly Predicate<Field>[] }
  | { readonly kind: "not"; readonly term: Predicate<Field> };

/** Joins predicates by "and", as repeating `--where` does. */
export function allOf<Field extends string>(terms: readonly Predicate<Field>[]): Predicate<Field> {
  return terms.length === 1 ? terms[0] : { kind: "all", terms };
}

/** The fields that a predicate asks for, each once, in order of appearance. */
export function fieldsOf<Field extends string>(predicate: Predicate<Field>): Field[] {
  switch (predicate.kind) {
    case "comparison":
      return [predicate.field];
    case "not":
      return fieldsOf(predicate.term);
    case "all":
    case "any":
      return [...new Set(predicate.terms.flatMap((term) => fieldsOf(term)))];
  }
}

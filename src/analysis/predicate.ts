import type { ComparisonValue, FieldKind, PredicateOperator } from "./field-kinds.ts";
import type { PropertyPath } from "./properties/property-path.ts";

/** A field that a predicate may name. */
export interface VocabularyEntry<Field extends string = string> {
  readonly field: Field;
  readonly kind: FieldKind;
  /**
   * Whether the field is asked of classes, named by a pattern in parentheses: `growth(Session)`,
   * `count(/Detached/)`, `retained('foo bar')`. With `optional` it may also stand without; default `none`.
   */
  readonly call?: "none" | "optional" | "required";
}

/**
 * Fields that a predicate may name: every spelling, with the field it means. The entry of the name `.`, where
 * there is one, allows property paths (`.user.name = 'x'`) and says which field they are.
 */
export type Vocabulary<Field extends string = string> = Readonly<
  Record<string, VocabularyEntry<Field>>
>;

/** What a comparison, or a column of a query, asks for. */
export interface Subject<Field extends string = string> {
  readonly field: Field;
  readonly fieldKind: FieldKind;
  /** Of a call, the class pattern in its parentheses, see `compileClassPattern`. */
  readonly pattern?: string;
  /** Of a property path, its steps. */
  readonly path?: PropertyPath;
}

/** A comparison of one subject with a value. */
export interface Comparison<Field extends string = string> extends Subject<Field> {
  readonly kind: "comparison";
  readonly operator: PredicateOperator;
  /** Numbers in bytes or milliseconds where the field has a unit. True for what stands alone. */
  readonly value: ComparisonValue;
  /** As it was written: `growth(Session)>1000`. */
  readonly text: string;
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

/** The comparisons of a predicate, in order of appearance: what a gate measures to tell by how much. */
export function comparisonsOf<Field extends string>(
  predicate: Predicate<Field>,
): Comparison<Field>[] {
  switch (predicate.kind) {
    case "comparison":
      return [predicate];
    case "not":
      return comparisonsOf(predicate.term);
    case "all":
    case "any":
      return predicate.terms.flatMap((term) => comparisonsOf(term));
  }
}

/** The fields that a predicate asks for, each once, in order of appearance. */
export function fieldsOf<Field extends string>(predicate: Predicate<Field>): Field[] {
  return [...new Set(comparisonsOf(predicate).map(({ field }) => field))];
}

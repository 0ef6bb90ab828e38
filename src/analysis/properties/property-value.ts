import type { Comparison } from "../predicate.ts";
import { compileTextMatch } from "../text-match.ts";

/** Stands for the value of what has none: an object, or a number that the file does not have. */
export const NO_VALUE: unique symbol = Symbol("no value");

/** What a property holds. */
export interface PropertyValue {
  readonly value: string | number | boolean | null | undefined | typeof NO_VALUE;
  /** Id of the node. */
  readonly id: number;
}

/** Whether what a property holds is meant; null stands for a property that is not there. */
export type ValueTest = (found: PropertyValue | null) => boolean;

/**
 * Compiles a comparison of kind `value`. A property that is not there is `undefined`, as in the language; text
 * is equal to text only, numbers to numbers; neither smaller nor larger than a number is what is none.
 */
export function compileValueTest({
  operator,
  value,
}: Pick<Comparison, "operator" | "value">): ValueTest {
  switch (operator) {
    case "=":
      return equality(value);
    case "!=": {
      const isEqual = equality(value);
      return (found) => !isEqual(found);
    }
    case "~": {
      const test = compileTextMatch(typeof value === "string" ? value : "");
      return (found) => typeof found?.value === "string" && test(found.value);
    }
    case "<":
      return ordering((number) => number < Number(value));
    case "<=":
      return ordering((number) => number <= Number(value));
    case ">":
      return ordering((number) => number > Number(value));
    case ">=":
      return ordering((number) => number >= Number(value));
  }
}

function equality(value: Comparison["value"]): ValueTest {
  if (typeof value === "object" && value !== null && "id" in value)
    return (found) => found?.id === value.id;
  return (found) => Object.is(found?.value, value) || (value === 0 && found?.value === 0);
}

function ordering(test: (number: number) => boolean): ValueTest {
  return (found) => typeof found?.value === "number" && test(found.value);
}

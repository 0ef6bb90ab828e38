import type { Argv } from "yargs";
import { type NodeField, parseNodePredicate } from "../analysis/node-fields.ts";
import { allOf, type Predicate } from "../analysis/predicate.ts";

export interface SelectionArgs {
  type: string[];
  where: string[];
}

/** `--type PATTERN` and `--where PREDICATE`, both repeatable. */
export function selectionOptions<A>(y: Argv<A>): Argv<A & SelectionArgs> {
  return y
    .option("type", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: "Only objects of this class: a name, a glob or /regex/; repeat for any of several",
    })
    .option("where", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe:
        "Only objects for which this holds, e.g. 'retained > 1MB and not class ~ /^system/'; repeat for all of several",
    });
}

/**
 * The predicate of all `--where`, undefined without any.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE
 */
export function readWhere(expressions: readonly string[]): Predicate<NodeField> | undefined {
  return expressions.length === 0
    ? undefined
    : allOf(expressions.map((text) => parseNodePredicate(text)));
}

import type { Argv } from "yargs";
import { compileClassPatterns } from "../analysis/class-pattern.ts";
import { type NodeField, parseNodePredicate } from "../analysis/node-fields.ts";
import { allOf, type Predicate } from "../analysis/predicate.ts";
import type { ObjectPick, ObjectSelection } from "../analysis/select-objects.ts";
import { UsageError } from "./command.ts";
import { readCount, readObjectId } from "./options.ts";

/** Which objects by what they are. */
export interface FilterArgs {
  type: string[];
  where: string[];
}

/** Which objects by id or by what they are, and how many of them. */
export interface SelectionArgs extends FilterArgs {
  id: string[];
  pick: string | undefined;
  maxObjects: string | undefined;
}

/** `--type PATTERN` and `--where PREDICATE`, both repeatable. */
export function filterOptions<A>(y: Argv<A>): Argv<A & FilterArgs> {
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

/** `--id`, `--type`, `--where`, `--pick` and `--max-objects`; `@ids` are the command's positionals. */
export function selectionOptions<A>(y: Argv<A>): Argv<A & SelectionArgs> {
  return filterOptions(
    y.option("id", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: "An object, as 1234 or, in a Python file, by its address 0x7f…; repeat for several",
    }),
  )
    .option("pick", {
      type: "string",
      requiresArg: true,
      describe: "Of many take the largest, the newest (highest id) or random:SEED; one alone",
    })
    .option("max-objects", {
      type: "string",
      requiresArg: true,
      describe: "Take N objects at most, the largest unless --pick says otherwise; 0 takes all",
    }) as unknown as Argv<A & SelectionArgs>;
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

/**
 * The objects that a command line means; call before the file is read.
 * @param objects - ids of `@1234` positionals.
 * @param allowsAll - whether naming none means all of the file.
 * @throws {UsageError} when it names none, or both by id and by what they are; or for a value it cannot read.
 * @throws {TextSyntaxError} SYNTAX_PATTERN, SYNTAX_PREDICATE
 */
export function readSelection(
  args: SelectionArgs,
  objects: readonly number[],
  { allowsAll = false }: { readonly allowsAll?: boolean } = {},
): ObjectSelection {
  const { type } = args;
  const ids = [...objects, ...args.id.map((text) => readObjectId(text))];
  const where = readWhere(args.where);
  compileClassPatterns(type);
  const pick = args.pick === undefined ? undefined : readPick(args.pick);
  const maxObjects =
    args.maxObjects === undefined ? undefined : readCount("--max-objects", args.maxObjects);
  const picking = { ...(pick && { pick }), ...(maxObjects !== undefined && { maxObjects }) };
  const isFiltered = type.length > 0 || where !== undefined;
  if (ids.length > 0) {
    if (isFiltered)
      throw new UsageError("name objects by id, or choose them by --type and --where; not both");
    return { ids, ...picking };
  }
  if (!isFiltered && pick === undefined && !allowsAll)
    throw new UsageError("say which objects: by id as in @1234, by --type CLASS or by --where");
  return { type, ...(where && { where }), ...picking };
}

/** `largest`, `newest`, `random:SEED`; `random` alone is `random:1`, so that an answer can be had again. */
function readPick(text: string | readonly string[]): ObjectPick {
  const last = typeof text === "string" ? text : (text.at(-1) ?? "");
  if (last === "largest" || last === "newest") return { by: last };
  const seed = /^random(?::(?<seed>\d{1,15}))?$/.exec(last);
  if (seed !== null) return { by: "random", seed: Number(seed.groups?.["seed"] ?? 1) };
  throw new UsageError(
    `--pick takes largest, newest or random:SEED with a whole number, got "${last}"`,
  );
}

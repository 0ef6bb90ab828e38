import { TextSyntaxError } from "../../errors.ts";
import type { Analyses } from "../analyses.ts";
import type { SubjectTest } from "../compile-predicate.ts";
import { nodeColumn } from "../node-fields.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import {
  compareValues,
  headingOf,
  readColumn,
  type ValueReader,
  walkNumbers,
} from "./column-reader.ts";
import type { Query, QueryColumn, QueryValue } from "./query.ts";
import type { QuerySelection } from "./run-query.ts";

/** Groups that are kept apart; more are no answer to anybody. */
const MAX_GROUPS = 2 ** 20;

/** A query that has groups. */
export type GroupQuery = Query & { readonly groupBy: readonly QueryColumn[] };

/** A column of groups: takes one node after the other, then has a value for each group. */
interface GroupColumn {
  add(group: number, node: number): void;
  valueOf(group: number): QueryValue;
}

/**
 * Answers a query of groups. One pass over the nodes in preorder of the dominator tree, so that of two objects of
 * a group of which one dominates the other the outer one comes first.
 * @throws {TextSyntaxError} SYNTAX_QUERY when there are more than a million groups.
 */
export function groupObjects(
  analyses: Analyses,
  query: GroupQuery,
  isMeant: SubjectTest<number>,
  limit: number,
): QuerySelection {
  const { shallowSizes, dominance } = analyses;
  const groups = new GroupNumbers(analyses, query);
  const columnOf = (column: QueryColumn): GroupColumn => {
    const key = query.groupBy.findIndex((each) => isSameKey(each, column));
    return key >= 0
      ? { add() {}, valueOf: (group) => groups.keysOf(group)[key] }
      : aggregate(analyses, column);
  };
  const columns = query.columns.map((column) => columnOf(column));
  const order = query.order.map(({ column, isDescending }) => ({
    column: columnOf(column),
    isDescending,
  }));
  const all = [...columns, ...order.map(({ column }) => column)];
  let count = 0;
  let shallowSize = 0;
  for (const node of dominance.nodes) {
    if (!isMeant(node)) continue;
    count++;
    shallowSize += shallowSizes[node];
    const group = groups.numberOf(node);
    for (const column of all) column.add(group, node);
  }
  const top = new TopOrdinals((a, b) => {
    for (const { column, isDescending } of order) {
      const compared = compareValues(column.valueOf(a), column.valueOf(b), isDescending);
      if (compared !== 0) return compared;
    }
    for (let at = 0; at < query.groupBy.length; at++) {
      const compared = compareValues(groups.keysOf(a)[at], groups.keysOf(b)[at], false);
      if (compared !== 0) return compared;
    }
    return a - b;
  }, limit);
  for (let group = 0; group < groups.count; group++) top.offer(group);
  const shown = top.finish();
  return {
    query: query.text,
    count,
    shallowSize,
    groupCount: groups.count,
    columns: query.columns.map((column) => headingOf(column)),
    omitted: { count: groups.count - shown.length },
    rowCount: shown.length,
    rows: (from, to) =>
      Array.from(shown.subarray(from, to), (group) =>
        Object.fromEntries(
          columns.map((column, at) => [query.columns[at].name, column.valueOf(group)]),
        ),
      ),
  };
}

function isSameKey(key: QueryColumn, column: QueryColumn): boolean {
  return (
    column.aggregate === null &&
    key.subject?.field === column.subject?.field &&
    JSON.stringify(key.subject?.path) === JSON.stringify(column.subject?.path)
  );
}

/** Numbers groups in the order they are met. */
class GroupNumbers {
  readonly #query: GroupQuery;
  readonly #readers: readonly ValueReader[];
  readonly #numbers = new Map<string, number>();
  readonly #keys: (readonly QueryValue[])[] = [];
  /** Of one key of which nodes share texts, the groups of its small integers; null for other keys. */
  readonly #known: Map<number, number> | null;
  readonly #keyOf: (node: number) => number;

  constructor(analyses: Analyses, query: GroupQuery) {
    this.#query = query;
    this.#readers = query.groupBy.map((key) => readColumn(analyses, key));
    const [only] = query.groupBy;
    const field = query.groupBy.length === 1 ? only.subject?.field : undefined;
    const column = field === undefined || field === "property" ? null : nodeColumn(analyses, field);
    const keyOf = column?.kind === "text" ? column.keyOf : null;
    this.#known = keyOf === null ? null : new Map();
    this.#keyOf = keyOf ?? ((node) => node);
    // Without keys there is one group, empty or not.
    if (query.groupBy.length === 0) this.#numberFor([]);
  }

  get count(): number {
    return this.#keys.length;
  }

  keysOf(group: number): readonly QueryValue[] {
    return this.#keys[group];
  }

  numberOf(node: number): number {
    const key = this.#known === null ? 0 : this.#keyOf(node);
    const known = this.#known?.get(key);
    if (known !== undefined) return known;
    const group = this.#numberFor(this.#readers.map((read) => read(node)));
    this.#known?.set(key, group);
    return group;
  }

  #numberFor(values: readonly QueryValue[]): number {
    const text = values.map((value) => keyText(value)).join("\n");
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#keys.length >= MAX_GROUPS)
      throw new TextSyntaxError(
        "SYNTAX_QUERY",
        this.#query.text,
        this.#query.groupBy[0].column,
        `more than ${MAX_GROUPS} groups`,
      );
    this.#numbers.set(text, this.#keys.length);
    return this.#keys.push(values) - 1;
  }
}

/** Equal for equal values only; an object is itself and no other. */
function keyText(value: QueryValue): string {
  return JSON.stringify(value) ?? "nothing";
}

function aggregate(analyses: Analyses, column: QueryColumn): GroupColumn {
  switch (column.aggregate) {
    case "together":
      return keptTogether(analyses);
    case "count":
    case null: {
      const counts: number[] = [];
      return {
        add: (group) => void (counts[group] = (counts[group] ?? 0) + 1),
        valueOf: (group) => counts[group] ?? 0,
      };
    }
    case "sum":
    case "avg":
    case "min":
    case "max":
      return ofNumbers(analyses, column);
  }
}

/** What those of a group retain that no other of them dominates; nodes come in preorder. */
function keptTogether({ dominance, retainedSizes }: Analyses): GroupColumn {
  const { places, subtreeCounts } = dominance;
  const totals: number[] = [];
  /** By group: the place behind the subtree of the last object that was counted. */
  const ends: number[] = [];
  return {
    add(group, node) {
      if (places[node] < (ends[group] ?? 0)) return;
      ends[group] = places[node] + subtreeCounts[node];
      totals[group] = (totals[group] ?? 0) + retainedSizes[node];
    },
    valueOf: (group) => totals[group] ?? 0,
  };
}

function ofNumbers(analyses: Analyses, { aggregate: word, subject }: QueryColumn): GroupColumn {
  if (subject === null) throw new TypeError("an aggregate is of numbers");
  const walk = walkNumbers(analyses, subject);
  const counts: number[] = [];
  const totals: number[] = [];
  const combine: (total: number, number: number) => number =
    word === "min" ? Math.min : word === "max" ? Math.max : (total, number) => total + number;
  return {
    add(group, node) {
      walk(node, (number) => {
        const count = counts[group] ?? 0;
        totals[group] = count === 0 ? number : combine(totals[group], number);
        counts[group] = count + 1;
      });
    },
    valueOf(group) {
      const count = counts[group] ?? 0;
      // A sum of nothing is 0; there is no least, largest or average of nothing.
      if (count === 0) return word === "sum" ? 0 : undefined;
      return word === "avg" ? totals[group] / count : totals[group];
    },
  };
}

import { NODE_VOCABULARY, type NodeField } from "../node-fields.ts";
import { takeSubject } from "../predicate-subject.ts";
import type { TextCursor } from "../text-cursor.ts";
import type { Clauses, Query, QueryColumn, QueryOrder } from "./query.ts";

/** Shown of objects where the query does not say. */
const OBJECT_COLUMNS = ["id", "class", "name", "distance", "shallow", "retained"] as const;

/** Fills in what a query leaves out, and checks that its clauses go together. */
export function finishQuery(cursor: TextCursor, clauses: Clauses): Query {
  const { where = null, limit = null } = clauses;
  const isGrouped =
    clauses.group !== undefined ||
    [...(clauses.show ?? []), ...(clauses.order ?? []).map(({ column }) => column)].some(
      ({ aggregate }) => aggregate !== null,
    );
  const groupBy = isGrouped ? (clauses.group ?? []) : null;
  const shown = clauses.show ?? defaultColumns(groupBy);
  const resolve = (column: QueryColumn): QueryColumn =>
    groupBy === null ? column : ofGroup(cursor, column, groupBy);
  const columns = shown.map((column) => resolve(column));
  rejectRepeats(cursor, columns);
  const order = (clauses.order ?? [LARGEST_FIRST]).map(({ column, isDescending }) => ({
    column: resolve(isName(column) ? shownAs(cursor, column, shown) : column),
    isDescending,
  }));
  return { text: cursor.text, where, groupBy, columns, order, limit };
}

function isName({ aggregate, subject }: QueryColumn): boolean {
  return aggregate === null && subject === null;
}

/** The column that an order means by the name that `show … as` gives it. */
function shownAs(
  cursor: TextCursor,
  { name, column }: QueryColumn,
  shown: readonly QueryColumn[],
): QueryColumn {
  const found = shown.find((each) => each.name === name);
  if (found !== undefined) return found;
  // Says what is wrong with it as a field.
  cursor.at = column;
  takeSubject(cursor, NODE_VOCABULARY);
  throw cursor.fault(column, `no column is called "${name}"`);
}

function defaultColumns(groupBy: readonly QueryColumn[] | null): QueryColumn[] {
  if (groupBy === null) return OBJECT_COLUMNS.map((name) => fieldColumn(name));
  return [...groupBy, COUNT, fieldColumn("shallow"), fieldColumn("retained")];
}

const COUNT: QueryColumn = {
  name: "count",
  title: "count",
  aggregate: "count",
  subject: null,
  column: 0,
};

function fieldColumn(name: string): QueryColumn {
  const { field, kind } = NODE_VOCABULARY[name];
  const subject = { field, fieldKind: kind };
  return { name: field, title: name, aggregate: null, subject, column: 0 };
}

/** Objects that retain most, groups that keep most alive. */
const LARGEST_FIRST: QueryOrder = { column: fieldColumn("retained"), isDescending: true };

/** What a column means in a query of groups: a key, an aggregate, or the size of the group. */
function ofGroup(
  cursor: TextCursor,
  column: QueryColumn,
  groupBy: readonly QueryColumn[],
): QueryColumn {
  if (column.aggregate !== null || groupBy.some((key) => isSame(key, column))) return column;
  switch (column.subject?.field) {
    case "retainedSize":
      return { ...column, aggregate: "together" };
    case "shallowSize":
      return { ...column, aggregate: "sum" };
    default: {
      const keys = groupBy.map(({ title }) => title).join(", ");
      throw cursor.fault(
        column.column,
        `${column.title} differs within a group: a group has ${keys === "" ? "" : `${keys}, `}count, shallow, retained, and sum, min, max, avg of numbers`,
      );
    }
  }
}

function isSame(a: QueryColumn, b: QueryColumn): boolean {
  return a.aggregate === b.aggregate && sourceOf(a) === sourceOf(b);
}

function sourceOf({ subject }: QueryColumn): string {
  const field: NodeField | "" = subject?.field ?? "";
  return `${field} ${JSON.stringify(subject?.path ?? null)}`;
}

function rejectRepeats(cursor: TextCursor, columns: readonly QueryColumn[]): void {
  for (const [at, { name, column }] of columns.entries())
    if (columns.findIndex((other) => other.name === name) < at)
      throw cursor.fault(column, `a second column "${name}": name it with "as"`);
}

import type { Analyses } from "../analyses.ts";
import { type NodeField, nodeColumn } from "../node-fields.ts";
import type { Subject } from "../predicate.ts";
import { compilePath } from "../properties/follow-path.ts";
import { createValueReader } from "../properties/node-value.ts";
import { NO_VALUE } from "../properties/property-value.ts";
import {
  MAX_LISTED,
  type QueryColumn,
  type QueryHeading,
  type QueryList,
  type QueryObject,
  type QueryUnit,
  type QueryValue,
} from "./query.ts";
import { isMany } from "./query-parser.ts";

/** Reads what a query asks of a node, for a row, an order or a key. */
export type ValueReader = (node: number) => QueryValue;

/** Calls for each number that a subject has; of a path those it leads to. */
export type NumberWalk = (node: number, visit: (number: number) => void) => void;

/** What whoever prints a column needs to know. */
export function headingOf({ name, title, aggregate, subject }: QueryColumn): QueryHeading {
  return { name, title, unit: subject === null ? "count" : unitOf(subject, aggregate !== null) };
}

function unitOf({ field }: Subject<NodeField>, isAggregate: boolean): QueryUnit {
  switch (field) {
    case "shallowSize":
    case "retainedSize":
      return "bytes";
    case "id":
      return isAggregate ? "count" : "id";
    case "distance":
      return isAggregate ? "count" : "distance";
    case "ordinal":
    case "edges":
    case "retainers":
      return "count";
    default:
      return null;
  }
}

/** How the cells of a column of objects are found; columns are computed at once. */
export function readColumn(analyses: Analyses, { subject }: QueryColumn): ValueReader {
  if (subject === null) throw new TypeError("a count is of a group");
  if (subject.field !== "property") return nodeColumn(analyses, subject.field).read;
  return isMany(subject) ? readList(analyses, subject) : readOne(analyses, subject);
}

function readOne(analyses: Analyses, { path = [] }: Subject<NodeField>): ValueReader {
  const describe = describer(analyses);
  let found = -1;
  const search = compilePath(analyses, path, (target) => {
    found = target;
    return true;
  });
  return (node) => (search(node) ? describe(found) : undefined);
}

function readList(analyses: Analyses, { path = [] }: Subject<NodeField>): ValueReader {
  const describe = describer(analyses);
  let count = 0;
  let values: QueryList["values"][number][] = [];
  const search = compilePath(analyses, path, (target) => {
    if (count++ < MAX_LISTED) values.push(describe(target) ?? null);
    return false;
  });
  return (node) => {
    count = 0;
    values = [];
    search(node);
    return { count, values };
  };
}

/** What a node stands for: a value, or an object. */
function describer(
  analyses: Analyses,
): (node: number) => string | number | boolean | null | undefined | QueryObject {
  const read = createValueReader(analyses);
  return (node) => {
    const { value, id } = read(node);
    return value === NO_VALUE ? { id, class: analyses.className(node) } : value;
  };
}

/** How the numbers of a column are found that an aggregate is made of. */
export function walkNumbers(analyses: Analyses, subject: Subject<NodeField>): NumberWalk {
  if (subject.field !== "property") {
    const { read } = nodeColumn(analyses, subject.field);
    return (node, visit) => {
      const value = read(node);
      if (typeof value === "number") visit(value);
    };
  }
  const readValue = createValueReader(analyses);
  let visitor: ((number: number) => void) | null = null;
  const search = compilePath(analyses, subject.path ?? [], (target) => {
    const { value } = readValue(target);
    if (typeof value === "number") visitor?.(value);
    return false;
  });
  return (node, visit) => {
    visitor = visit;
    search(node);
  };
}

/**
 * Compares cells for an order: numbers, then texts, false and true, lists by their length, objects by id; what
 * is not there comes last whichever way the order goes.
 */
export function compareValues(a: QueryValue, b: QueryValue, isDescending: boolean): number {
  const rank = rankOf(a);
  const other = rankOf(b);
  if (rank === NOTHING || other === NOTHING) return rank - other;
  const forward = rank === other ? compareAlike(a, b) : rank - other;
  return isDescending ? -forward : forward;
}

const NOTHING = 9;

function rankOf(value: QueryValue): number {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) ? NOTHING : 0;
    case "string":
      return 1;
    case "boolean":
      return 2;
    case "object":
      return value === null ? NOTHING : "id" in value ? 4 : 3;
    default:
      return NOTHING;
  }
}

function compareAlike(a: QueryValue, b: QueryValue): number {
  const left = keyOf(a);
  const right = keyOf(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function keyOf(value: QueryValue): number | string {
  if (typeof value === "object" && value !== null) return "id" in value ? value.id : value.count;
  return typeof value === "string" ? value : Number(value);
}

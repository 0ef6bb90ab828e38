import type { NodeField } from "../node-fields.ts";
import type { Predicate, Subject } from "../predicate.ts";

/** What is made of the values of a group. */
export const AGGREGATES = ["count", "sum", "min", "max", "avg"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** What stands in a column of the answer. */
export interface QueryColumn {
  /** The field's full name, else as it was written: `retainedSize`, `.user.name`, `sum(shallow)`; or what `as` says. */
  readonly name: string;
  /** Heading: as it was written, or what `as` says. */
  readonly title: string;
  /**
   * Null for a plain value. `together`: the sum over the objects of a group that no other of them dominates, so
   * that no byte counts twice; it is what `retained` means of a group.
   */
  readonly aggregate: Aggregate | "together" | null;
  /** What is read; null for `count`, and in an order for a column that is meant by its name. */
  readonly subject: Subject<NodeField> | null;
  /** Where it stands in the query. */
  readonly column: number;
}

export interface QueryOrder {
  readonly column: QueryColumn;
  readonly isDescending: boolean;
}

/** A parsed query. */
export interface Query {
  readonly text: string;
  /** Null for all objects. */
  readonly where: Predicate<NodeField> | null;
  /** Null for a query of objects; none for one group of all. */
  readonly groupBy: readonly QueryColumn[] | null;
  readonly columns: readonly QueryColumn[];
  /** The first decides, the others break ties. */
  readonly order: readonly QueryOrder[];
  /** Rows, 0 for all; null where the query does not say. */
  readonly limit: number | null;
}

/** What the clauses of a query say; undefined for those it does not have. */
export interface Clauses {
  where?: Predicate<NodeField>;
  group?: QueryColumn[];
  order?: QueryOrder[];
  limit?: number;
  show?: QueryColumn[];
}

/** An object that a property leads to. */
export interface QueryObject {
  readonly id: number;
  readonly class: string;
}

/** Things that a path with a wildcard leads to. */
export interface QueryList {
  readonly count: number;
  /** The first {@link MAX_LISTED}. */
  readonly values: readonly (string | number | boolean | null | QueryObject)[];
}

/** Things of a path with a wildcard that are shown. */
export const MAX_LISTED = 100;

/** A cell; undefined where there is nothing: such a property is not in the row's JSON. */
export type QueryValue = string | number | boolean | null | undefined | QueryObject | QueryList;

/** By name of the column. */
export type QueryRow = Readonly<Record<string, QueryValue>>;

/** What the values of a column are, for whoever prints them; null for what is told by itself. */
export type QueryUnit = "bytes" | "id" | "distance" | "count" | null;

export interface QueryHeading {
  /** The field of {@link QueryRow}. */
  readonly name: string;
  /** As the query has it. */
  readonly title: string;
  readonly unit: QueryUnit;
}

/** Answer to a query; sizes in bytes. */
export interface QueryResult {
  readonly kind: "query";
  readonly query: string;
  /** Objects that are meant. */
  readonly count: number;
  /** Sum over them, bytes. */
  readonly shallowSize: number;
  /** Groups they make; null for a query of objects. */
  readonly groupCount: number | null;
  /** In order. */
  readonly columns: readonly QueryHeading[];
  readonly rows: readonly QueryRow[];
  /** Rows that the limit cut off. */
  readonly omitted: { readonly count: number };
}

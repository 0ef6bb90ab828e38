import type { Analyses } from "../analyses.ts";
import { compilePredicate, type SubjectTest } from "../compile-predicate.ts";
import { nodeFieldReader } from "../node-fields.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import { compareValues, headingOf, readColumn } from "./column-reader.ts";
import { groupObjects } from "./group-objects.ts";
import type { Query, QueryResult, QueryRow } from "./query.ts";
import { parseQuery } from "./query-parser.ts";

/** Rows of an answer before they are made: integers only. */
export interface QuerySelection extends Omit<QueryResult, "kind" | "rows"> {
  readonly rowCount: number;
  /** Makes the rows of places [from, to). */
  readonly rows: (from: number, to: number) => QueryRow[];
}

/**
 * Answers a query.
 * @param options.limit - rows where the query does not say, 0 for all. Default 0.
 * @throws {TextSyntaxError} SYNTAX_QUERY
 */
export function runQuery(
  analyses: Analyses,
  text: string,
  options: { readonly limit?: number } = {},
): QueryResult {
  return withAllRows(selectRows(analyses, parseQuery(text), options));
}

/** Makes all rows of an answer; one object a row. */
export function withAllRows({ rowCount, rows, omitted, ...rest }: QuerySelection): QueryResult {
  return { kind: "query", ...rest, rows: rows(0, rowCount), omitted };
}

/**
 * Finds what a query means: one pass over the nodes that keeps the rows to show as integers.
 * O(nodes log limit), 4 bytes for each row; groups take memory for each.
 */
export function selectRows(
  analyses: Analyses,
  query: Query,
  options: { readonly limit?: number } = {},
): QuerySelection {
  const limit = query.limit ?? options.limit ?? 0;
  const isMeant: SubjectTest<number> =
    query.where === null
      ? () => true
      : compilePredicate(query.where, (_, comparison) => nodeFieldReader(analyses, comparison));
  if (query.groupBy !== null)
    return groupObjects(analyses, { ...query, groupBy: query.groupBy }, isMeant, limit);
  return selectObjects(analyses, query, isMeant, limit);
}

function selectObjects(
  analyses: Analyses,
  query: Query,
  isMeant: SubjectTest<number>,
  limit: number,
): QuerySelection {
  const { graph, shallowSizes } = analyses;
  const { nodeIds } = graph.data;
  const order = query.order.map(({ column, isDescending }) => ({
    read: readColumn(analyses, column),
    isDescending,
  }));
  const top = new TopOrdinals((a, b) => {
    for (const { read, isDescending } of order) {
      const compared = compareValues(read(a), read(b), isDescending);
      if (compared !== 0) return compared;
    }
    return nodeIds[a] - nodeIds[b] || a - b;
  }, limit);
  let shallowSize = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isMeant(node)) continue;
    shallowSize += shallowSizes[node];
    top.offer(node);
  }
  const ordinals = top.finish();
  const readers = query.columns.map((column) => ({
    name: column.name,
    read: readColumn(analyses, column),
  }));
  return {
    query: query.text,
    count: top.offered,
    shallowSize,
    groupCount: null,
    columns: query.columns.map((column) => headingOf(column)),
    omitted: { count: top.offered - ordinals.length },
    rowCount: ordinals.length,
    rows: (from, to) =>
      Array.from(ordinals.subarray(from, to), (node) =>
        Object.fromEntries(readers.map(({ name, read }) => [name, read(node)])),
      ),
  };
}

import { hasBit } from "../graph/arrays/bit-set.ts";
import type { ClassKey, SourceLocation } from "../graph/class-keys.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { groupByStack } from "./allocation-stacks.ts";
import {
  describeStretch,
  keepAllocated,
  type Recording,
  type Stretch,
  type TimeInterval,
} from "./allocation-times.ts";
import type { Analyses } from "./analyses.ts";
import { compileClassPatterns, noSuchClass } from "./class-pattern.ts";
import { type GroupTotals, sumGroups } from "./class-totals.ts";
import { describeLocation } from "./script-names.ts";

export const SUMMARY_SORTS = ["retained", "shallow", "count", "name"] as const;
export type SummarySort = (typeof SUMMARY_SORTS)[number];

export const SUMMARY_GROUPINGS = ["class", "type", "name", "location", "stack"] as const;
export type SummaryGrouping = (typeof SUMMARY_GROUPINGS)[number];

export interface SummaryOptions {
  readonly sort?: SummarySort;
  /** Rows to return, 0 for all. */
  readonly limit?: number;
  /** Class patterns, any of which a row must match; none for all rows. */
  readonly filter?: readonly string[];
  readonly by?: SummaryGrouping;
  /** Counts only objects allocated in this stretch of a timeline. */
  readonly allocatedBetween?: TimeInterval | undefined;
}

/** One class; sizes in bytes. */
export interface SummaryRow {
  readonly name: string;
  /** `script:line:column`, 1-based, where the file tells; only on rows of a location of their own. */
  readonly location?: string;
  readonly count: number;
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** Shortest way from a global; null when some node of the class is never reached. */
  readonly distance: number | null;
}

export interface SummaryResult {
  readonly kind: "summary";
  readonly by: SummaryGrouping;
  readonly sort: SummarySort;
  readonly totals: {
    readonly nodeCount: number;
    readonly edgeCount: number;
    /** Sum of all shallow sizes, bytes. */
    readonly shallowSize: number;
    readonly classCount: number;
    /** Nodes of shallow size 0, which no row counts. */
    readonly emptyNodeCount: number;
  };
  /** The nodes that the rows were restricted to; absent when they are all of the heap. */
  readonly allocated?: Stretch["allocated"];
  /** Where `allocated` is: the times that the file knows of. */
  readonly recording?: Recording;
  /** All rows that match the filter, those that the limit cut off included; absent without a filter. */
  readonly matched?: {
    readonly classCount: number;
    readonly count: number;
    readonly shallowSize: number;
  };
  readonly classes: readonly SummaryRow[];
  /** Rows that the limit cut off. */
  readonly omitted: { readonly count: number; readonly shallowSize: number };
}

/**
 * Classes by what they retain; the rows are DevTools' (nodes of shallow size 0 are not counted).
 * @throws {NotFoundError} CLASS_NOT_FOUND when a filter matches nothing; STACKS_NOT_FOUND, SAMPLES_NOT_FOUND
 * when the file does not have what `by: "stack"` or `allocatedBetween` need.
 */
export function summarize(analyses: Analyses, options: SummaryOptions = {}): SummaryResult {
  const { sort = "retained", limit = 0, filter = [], by = "class" } = options;
  const { allocatedBetween } = options;
  const groups = groupNodes(analyses, by);
  const { names, locations } = groups;
  // What is not asked for becomes one more group, which gets no row.
  const groupOf =
    allocatedBetween === undefined
      ? groups.groupOf
      : keepAllocated(analyses.graph, groups.groupOf, names.length, allocatedBetween);
  const totals = sumGroups(
    groupOf,
    names.length + 1,
    analyses.shallowSizes,
    analyses.distances,
    analyses.dominators,
    analyses.scratch,
  );
  const all = listRows(names, locations, totals);
  const matches = compileClassPatterns(filter);
  const rows = filter.length === 0 ? all : all.filter((row) => matches(row.name));
  if (filter.length > 0 && rows.length === 0) {
    // A class that is there, of which nothing was allocated then, is an answer.
    if (allocatedBetween === undefined || !names.some(matches)) throw noSuchClass(filter, names);
  }
  rows.sort(comparators[sort]);
  const shown = limit > 0 ? rows.slice(0, limit) : rows;
  const cut = rows.slice(shown.length);
  return {
    kind: "summary",
    by,
    sort,
    totals: {
      nodeCount: analyses.graph.nodeCount,
      edgeCount: analyses.graph.edgeCount,
      shallowSize: sum(totals.shallowSizes),
      classCount: all.length,
      emptyNodeCount: sum(totals.emptyCounts.subarray(0, names.length)),
    },
    ...(allocatedBetween === undefined
      ? {}
      : describeStretch(analyses.graph, analyses.shallowSizes, allocatedBetween, sumRows(all))),
    ...(filter.length === 0 ? {} : { matched: { classCount: rows.length, ...sumRows(rows) } }),
    classes: shown,
    omitted: { count: cut.length, shallowSize: sumRows(cut).shallowSize },
  };
}

function sumRows(rows: readonly SummaryRow[]): { count: number; shallowSize: number } {
  return {
    count: rows.reduce((count, row) => count + row.count, 0),
    shallowSize: rows.reduce((bytes, row) => bytes + row.shallowSize, 0),
  };
}

interface Groups {
  readonly groupOf: Uint8Array | Uint16Array | Uint32Array;
  readonly names: readonly string[];
  readonly locations: readonly (string | undefined)[];
}

function groupNodes(analyses: Analyses, by: SummaryGrouping): Groups {
  const { graph } = analyses;
  const { scripts } = analyses;
  const place = (location: SourceLocation | null): string | undefined =>
    location === null ? undefined : describeLocation(location, scripts);
  switch (by) {
    case "class": {
      const { keyOf, keys } = analyses.classKeys;
      return {
        groupOf: keyOf,
        names: keys.map((key: ClassKey) => key.className),
        locations: keys.map((key) => place(key.location)),
      };
    }
    case "type": {
      const names = [...graph.data.nodeTypeNames];
      for (const type of graph.data.nodeTypes)
        while (names.length <= type) names.push(`type ${names.length}`);
      return { groupOf: graph.data.nodeTypes, names, locations: [] };
    }
    case "name":
      return intern(
        analyses,
        (node) => graph.data.nodeNames[node],
        (node) => analyses.nodeName(node),
      );
    case "location": {
      const { keyOf, keys } = analyses.classKeys;
      const texts = keys.map((key) => place(key.location) ?? "(no location)");
      const indexes = new Map(texts.map((text) => [text, 0]));
      const names = [...indexes.keys()];
      for (const [index, text] of names.entries()) indexes.set(text, index);
      const groupOfKey = texts.map((text) => indexes.get(text) ?? 0);
      return { groupOf: Uint32Array.from(keyOf, (key) => groupOfKey[key]), names, locations: [] };
    }
    case "stack":
      return { ...groupByStack(graph), locations: [] };
  }
}

/** Groups by a number of each node, named by the first node that has it; equal names are one group. */
function intern(
  analyses: Analyses,
  keyOf: (node: number) => number,
  nameOf: (node: number) => string,
): Groups {
  const { nodeCount, strings } = analyses.graph;
  const groupOf = new Uint32Array(nodeCount);
  const groupOfKey = new Int32Array(strings.length * 2).fill(-1);
  const groupOfName = new Map<string, number>();
  const { renamed } = analyses.detached;
  const names: string[] = [];
  for (let node = 0; node < nodeCount; node++) {
    const isRenamed = renamed !== null && hasBit(renamed, node);
    const key = keyOf(node) * 2 + (isRenamed ? 1 : 0);
    let group = groupOfKey[key];
    if (group < 0) {
      const name = nameOf(node);
      group = groupOfName.get(name) ?? names.push(name) - 1;
      groupOfName.set(name, group);
      groupOfKey[key] = group;
    }
    groupOf[node] = group;
  }
  return { groupOf, names, locations: [] };
}

function listRows(
  names: readonly string[],
  locations: readonly (string | undefined)[],
  totals: GroupTotals,
): SummaryRow[] {
  const rows: SummaryRow[] = [];
  for (const [group, name] of names.entries()) {
    if (totals.counts[group] === 0) continue;
    const location = locations[group];
    const distance = totals.distances[group];
    rows.push({
      name,
      ...(location === undefined ? {} : { location }),
      count: totals.counts[group],
      shallowSize: totals.shallowSizes[group],
      retainedSize: totals.retainedSizes[group],
      distance: distance === NO_DISTANCE ? null : distance,
    });
  }
  return rows;
}

const byName = (a: SummaryRow, b: SummaryRow): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : (a.location ?? "") < (b.location ?? "") ? -1 : 1;

const comparators: Readonly<Record<SummarySort, (a: SummaryRow, b: SummaryRow) => number>> = {
  retained: (a, b) =>
    b.retainedSize - a.retainedSize || b.shallowSize - a.shallowSize || byName(a, b),
  shallow: (a, b) =>
    b.shallowSize - a.shallowSize || b.retainedSize - a.retainedSize || byName(a, b),
  count: (a, b) => b.count - a.count || b.retainedSize - a.retainedSize || byName(a, b),
  name: byName,
};

function sum(column: Float64Array): number {
  let total = 0;
  for (const value of column) total += value;
  return total;
}

import { sumRetained } from "../graph/dominance.ts";
import type { Analyses } from "./analyses.ts";
import type { HeldBy } from "./change/held-by.ts";
import { type EqualStrings, findEqualStrings } from "./duplicate-strings.ts";
import { SAMPLE_IDS } from "./lineage-picture.ts";
import { isStringType, readStringContent } from "./string-content.ts";
import { compileTextMatch, type TextTest } from "./text-match.ts";
import { TopOrdinals } from "./top-ordinals.ts";

export const STRING_SORTS = ["wasted", "count", "shallow", "retained"] as const;
export type StringSort = (typeof STRING_SORTS)[number];

export interface StringsOptions {
  /** Single strings by what they retain, ropes and slices included, instead of equal ones. Default false. */
  readonly large?: boolean;
  /** Only texts that match: a part of the text, a glob or `/regex/`; see {@link compileTextMatch}. */
  readonly pattern?: string | undefined;
  /** Equal strings that a row stands for at least. Default 2, with a pattern 1. */
  readonly minCount?: number | undefined;
  /** Default `wasted`, of large strings `retained`. */
  readonly sort?: StringSort | undefined;
  /** Rows to return, 0 for all. Default 25. */
  readonly limit?: number;
}

/** Strings that read the same and are of one size, or a single one. Sizes in bytes. */
export interface StringRow {
  /** The first {@link TEXT_LIMIT} UTF-16 units. */
  readonly text: string;
  /** `text` is not the whole string: because of the limit, or as the runtime wrote no more into the file. */
  readonly isCut: boolean;
  /** The file has only the beginning (V8: 1024 characters): that the rest is equal is taken from the sizes. */
  readonly isCutByRuntime: boolean;
  /** Node type of the first: `string`, `concatenated string`, `sliced string`. */
  readonly type: string;
  readonly count: number;
  /** Of each. */
  readonly size: number;
  /** Sum. */
  readonly shallowSize: number;
  /** What they retain together; more than their shallow size for ropes and slices. */
  readonly retainedSize: number;
  /** What all but one of them take. */
  readonly wastedSize: number;
  /** What most of them hang on; null where no root leads to them. */
  readonly heldBy: HeldBy | null;
  /** Of the first three. */
  readonly ids: readonly number[];
}

export interface StringsResult {
  readonly kind: "strings";
  readonly view: "equal" | "large";
  readonly pattern: string | null;
  readonly sort: StringSort;
  readonly minCount: number;
  /** Bytes of the whole heap. */
  readonly totalSize: number;
  /**
   * All strings that are meant: flat ones, those with less than `minCount` equals included; in the view of large
   * strings also ropes and slices. Sizes in bytes.
   */
  readonly totals: {
    readonly count: number;
    readonly shallowSize: number;
    /** Texts that stand in the heap more than once; null, as the next two, in the view of large strings. */
    readonly duplicateTexts: number | null;
    /** Copies beyond the first of each. */
    readonly duplicateCount: number | null;
    readonly wastedSize: number | null;
  };
  readonly strings: readonly StringRow[];
  readonly omitted: { readonly count: number; readonly shallowSize: number };
}

export const DEFAULT_STRINGS = 25;

/** UTF-16 units of a text in a row. */
const TEXT_LIMIT = 200;

/** UTF-16 units of a rope that a pattern is looked for in. */
const MATCH_LIMIT = 65_536;

/**
 * Strings that stand in the heap again and again, or the largest ones. O(nodes + bytes of their texts), and for
 * each row the way to its strings.
 * @throws {TextSyntaxError} SYNTAX_PATTERN when the regular expression of a pattern is none.
 */
export function findStrings(analyses: Analyses, options: StringsOptions = {}): StringsResult {
  const { large = false, pattern, limit = DEFAULT_STRINGS } = options;
  const { sort = large ? "retained" : "wasted", minCount = pattern === undefined ? 2 : 1 } =
    options;
  const test = pattern === undefined ? undefined : compileTextMatch(pattern);
  const found = large
    ? findLarge(analyses, test, sort, limit)
    : findEqual(analyses, test, sort, Math.max(1, minCount), limit);
  const shown = found.groups;
  const shownSize = shown.reduce((sum, group) => sum + sizeOf(group), 0);
  return {
    kind: "strings",
    view: large ? "large" : "equal",
    pattern: pattern ?? null,
    sort,
    minCount: large ? 1 : minCount,
    totalSize: analyses.retainedSizes[analyses.graph.rootOrdinal],
    totals: found.totals,
    strings: shown.map((group) => describe(analyses, group)),
    omitted: {
      count: found.rows - shown.length,
      shallowSize: found.rowsSize - shownSize,
    },
  };
}

/** Rows to show, and what they are a part of. */
interface Found {
  readonly totals: StringsResult["totals"];
  /** All rows, and the sum of their shallow sizes. */
  readonly rows: number;
  readonly rowsSize: number;
  readonly groups: readonly EqualStrings[];
}

function findEqual(
  analyses: Analyses,
  test: TextTest | undefined,
  sort: StringSort,
  minCount: number,
  limit: number,
): Found {
  const { graph, shallowSizes } = analyses;
  const { groups, count, shallowSize } = findEqualStrings(graph, shallowSizes, {
    // What is wasted is told in any case.
    minCount: Math.min(2, minCount),
    ...(test && { isMeant: (text) => test(graph.strings.get(text)) }),
  });
  const duplicates = { duplicateTexts: 0, duplicateCount: 0, wastedSize: 0 };
  for (const { ordinals, wastedSize } of groups) {
    if (ordinals.length < 2) continue;
    duplicates.duplicateTexts++;
    duplicates.duplicateCount += ordinals.length - 1;
    duplicates.wastedSize += wastedSize;
  }
  const valueOf = (group: EqualStrings): number =>
    sort === "wasted" ? group.wastedSize : sort === "count" ? group.ordinals.length : sizeOf(group);
  const rows = groups
    .filter(({ ordinals }) => ordinals.length >= minCount)
    .toSorted(
      (a, b) => valueOf(b) - valueOf(a) || sizeOf(b) - sizeOf(a) || a.ordinals[0] - b.ordinals[0],
    );
  return {
    totals: { count, shallowSize, ...duplicates },
    rows: rows.length,
    rowsSize: rows.reduce((sum, row) => sum + sizeOf(row), 0),
    groups: limit === 0 ? rows : rows.slice(0, limit),
  };
}

function sizeOf({ ordinals, size }: EqualStrings): number {
  return ordinals.length * size;
}

/** Single strings; the halves of a rope that nothing else refers to belong to it and have no rows. */
function findLarge(
  analyses: Analyses,
  test: TextTest | undefined,
  sort: StringSort,
  limit: number,
): Found {
  const { graph, shallowSizes, retainedSizes, dominators } = analyses;
  const { nodeTypes } = graph.data;
  const sizes = sort === "retained" ? retainedSizes : shallowSizes;
  const top = new TopOrdinals((a, b) => sizes[b] - sizes[a] || a - b, limit);
  let shallowSize = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!isStringType(nodeTypes[node]) || isStringType(nodeTypes[dominators.idoms[node]])) continue;
    if (test?.(readStringContent(graph, node, MATCH_LIMIT)?.text ?? "") === false) continue;
    shallowSize += shallowSizes[node];
    top.offer(node);
  }
  const ordinals = top.finish();
  return {
    totals: {
      count: top.offered,
      shallowSize,
      duplicateTexts: null,
      duplicateCount: null,
      wastedSize: null,
    },
    rows: top.offered,
    rowsSize: shallowSize,
    groups: Array.from(ordinals, (ordinal) => ({
      ordinals: Uint32Array.of(ordinal),
      size: shallowSizes[ordinal],
      wastedSize: 0,
    })),
  };
}

function describe(analyses: Analyses, { ordinals, size, wastedSize }: EqualStrings): StringRow {
  const { graph, dominance, retainedSizes, holders } = analyses;
  const content = readStringContent(graph, ordinals[0], TEXT_LIMIT);
  return {
    text: content?.text ?? "",
    isCut: content !== null && (content.isTruncated || content.isCutByRuntime),
    isCutByRuntime: content?.isCutByRuntime ?? false,
    type: graph.nodeTypeName(ordinals[0]),
    count: ordinals.length,
    size,
    shallowSize: size * ordinals.length,
    retainedSize: sumRetained(dominance, ordinals, retainedSizes),
    wastedSize,
    heldBy: holders.find(ordinals),
    ids: Array.from(ordinals.subarray(0, SAMPLE_IDS), (ordinal) => graph.data.nodeIds[ordinal]),
  };
}

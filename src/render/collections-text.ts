import type { CollectionRow, CollectionsResult } from "../analysis/collections/find-collections.ts";
import { bytesColumn, hiddenColumn, UNREACHED } from "./columns.ts";
import { describeIdSpace } from "./diff-text.ts";
import {
  formatBytes,
  formatCount,
  formatId,
  formatPercent,
  formatQuantity,
  formatSigned,
} from "./format.ts";
import { type Column, cutToWidth, renderTextTable } from "./table.ts";

/** Columns of a terminal from which on keys have room beside the way. */
const ROOM_FOR_KEYS = 120;
const KEYS_WIDTH = 32;
const HOLDS_WIDTH = 22;

/** The columns of collections in every table format; with `past` what an earlier file had. */
export function collectionsColumns(
  { idSpace }: Pick<CollectionsResult, "idSpace">,
  width: number = Infinity,
): readonly Column<CollectionRow>[] {
  return [
    bytesColumn("retainedSize", "Retained"),
    ...(idSpace === null ? [] : GROWTH),
    {
      field: "entryCount",
      title: "Entries",
      align: "right",
      text: (row) =>
        row.entryCount === null
          ? "?"
          : `${row.isAtLeast ? "≥ " : ""}${formatCount(row.entryCount)}`,
      value: (row) => row.entryCount,
    },
    ...(idSpace === null ? [] : ENTRY_GROWTH),
    hiddenColumn("isAtLeast", (row) => row.isAtLeast),
    hiddenColumn("capacity", (row) => row.capacity),
    {
      field: "fill",
      title: "Fill",
      align: "right",
      text: ({ fill }) => (fill === null ? "" : formatPercent(fill)),
      value: ({ fill }) => fill,
    },
    {
      field: "type",
      title: "Type",
      text: ({ type, class: name }) => (name === type ? type : describeType(type, name)),
      value: ({ type }) => type,
    },
    hiddenColumn("class", (row) => row.class),
    {
      field: "holds",
      title: "Mostly",
      text: ({ holds }) => cutToWidth(holds?.class ?? "", HOLDS_WIDTH),
      value: ({ holds }) => holds?.class ?? null,
    },
    hiddenColumn("holdsShare", ({ holds }) => holds?.share ?? null),
    {
      field: "id",
      title: "Id",
      align: "right",
      text: ({ id }) => formatId(id),
      value: ({ id }) => id,
    },
    {
      field: "sampleKeys",
      title: width >= ROOM_FOR_KEYS ? "Keys" : null,
      text: ({ sampleKeys }) => cutToWidth(sampleKeys.join(", "), KEYS_WIDTH),
      value: ({ sampleKeys }) => sampleKeys.join(", "),
    },
    hiddenColumn("shallowSize", (row) => row.shallowSize),
    {
      field: "code",
      title: "Held at",
      shrinks: true,
      text: ({ code }) => (code === null ? UNREACHED : shortenCode(code)),
      value: ({ code }) => code,
    },
  ];
}

const GROWTH: readonly Column<CollectionRow>[] = [
  {
    field: "retainedDelta",
    title: "Delta",
    align: "right",
    text: (row) =>
      row.past === null || row.past === undefined
        ? "new"
        : formatSigned(row.retainedSize - row.past.retainedSize, formatBytes),
    value: (row) => row.retainedSize - (row.past?.retainedSize ?? 0),
  },
  hiddenColumn("pastRetainedSize", (row) => row.past?.retainedSize ?? null),
];

const ENTRY_GROWTH: readonly Column<CollectionRow>[] = [
  {
    field: "entryDelta",
    title: "+",
    align: "right",
    text: (row) => {
      const delta = entryDelta(row);
      return delta === null ? "" : formatSigned(delta, formatCount);
    },
    value: entryDelta,
  },
];

/** In Python's modules all ways begin alike. */
function shortenCode(code: string): string {
  return code.replace(/^sys\.modules\["(?<module>[\w.]+)"\]/, "$<module>");
}

function entryDelta({ entryCount, past }: CollectionRow): number | null {
  if (entryCount === null) return null;
  if (past === null || past === undefined) return entryCount;
  return past.entryCount === null ? null : entryCount - past.entryCount;
}

function describeType(type: string, name: string): string {
  return type === "object" ? "object" : `${name} (${type})`;
}

/** Collections as text: of two files how they were matched, the table, what was left out. */
export function renderCollectionsText(result: CollectionsResult, width: number): string {
  const { collections, totals, minEntries, idSpace, omitted, matching } = result;
  let text = "";
  if (idSpace !== null && matching !== null) text += `${describeIdSpace({ idSpace, matching })}\n`;
  const left = totals.count - totals.smallCount - totals.runtimeCount - totals.unchangedCount;
  text += `${formatQuantity(left, "collection")}, those ${SORTED[result.sort]} first\n`;
  if (collections.length > 0)
    text += `\n${renderTextTable(collectionsColumns(result, width), collections, width)}`;
  if (omitted.count > 0) text += `… ${formatCount(omitted.count)} more; --limit 0 shows all\n`;
  if (totals.unchangedCount > 0)
    text += `${formatCount(totals.unchangedCount)} that did not grow left out; --sort retained shows them\n`;
  if (totals.smallCount > 0)
    text += `${formatQuantity(totals.smallCount, "collection")} of less than ${formatQuantity(minEntries, "entry", "entries")} left out; --min-entries 0 shows all\n`;
  if (totals.runtimeCount > 0)
    text += `${formatCount(totals.runtimeCount)} of the runtime's own left out; --all shows them\n`;
  if (collections.some(({ isAtLeast }) => isAtLeast))
    text += "≥: V8 leaves numbers out of its files; the room tells how many there are at least\n";
  if (collections.some(({ entryCount }) => entryCount === null))
    text += "?: this runtime leaves the entries out of its files\n";
  return text;
}

const SORTED = {
  retained: "that retain most",
  entries: "of most entries",
  growth: "that grew most",
} as const;

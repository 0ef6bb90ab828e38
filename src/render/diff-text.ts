import type { DiffResult, DiffRow } from "../analysis/change/diff.ts";
import type { ChangedObject, DiffObjectsResult } from "../analysis/change/diff-objects.ts";
import type { IdSpace } from "../analysis/change/id-space.ts";
import { heldByColumns } from "./columns.ts";
import { formatBytes, formatCount, formatId, formatQuantity, formatSigned } from "./format.ts";
import { RETAINED_COLUMN, SHALLOW_COLUMN } from "./size-columns.ts";
import { type Column, cutToWidth, renderTextTable } from "./table.ts";
import { wrapWords } from "./wrap.ts";

/** Columns a class name may take. */
const CLASS_WIDTH = 40;

const CLASS_COLUMN: Column<DiffRow> = {
  field: "name",
  title: "Class",
  text: (row) =>
    row.location === null
      ? cutToWidth(row.name, CLASS_WIDTH)
      : `${cutToWidth(row.name, CLASS_WIDTH)}  ${row.location}`,
  value: (row) => row.name,
};
const NEW_COLUMN = count("newCount", "New", (row) => `+${formatCount(row.newCount)}`);
const GONE_COLUMN = count("deletedCount", "Gone", (row) =>
  row.deletedCount === 0 ? "" : `-${formatCount(row.deletedCount)}`,
);
const DELTA_COLUMN = count("countDelta", "Delta", (row) =>
  formatSigned(row.countDelta, formatCount),
);
const SIZE_COLUMNS: readonly Column<DiffRow>[] = [
  {
    ...count("sizeDelta", "Shallow", (row) => formatSigned(row.sizeDelta, formatBytes)),
    optional: true,
  },
  count("retainedDelta", "Retained", (row) => formatSigned(row.retainedDelta, formatBytes)),
  { ...RETAINED_COLUMN, title: "now", optional: true },
];

/** The columns of a diff in every table format. */
export const DIFF_COLUMNS: readonly Column<DiffRow>[] = [
  CLASS_COLUMN,
  { field: "location", title: null, text: () => "", value: (row) => row.location },
  NEW_COLUMN,
  GONE_COLUMN,
  DELTA_COLUMN,
  { ...count("newSize", "", () => ""), title: null },
  { ...count("deletedSize", "", () => ""), title: null },
  ...SIZE_COLUMNS,
  { ...count("reissuedCount", "", () => ""), title: null },
  { ...count("count", "", () => ""), title: null },
  {
    field: "sampleIds",
    title: null,
    text: () => "",
    value: ({ sampleIds }) => sampleIds.join(" "),
  },
  ...heldByColumns<DiffRow>("New ones in"),
];

/** Columns of a text where ids are addresses: what is sure first, new and gone objects as far as they are known. */
function columnsByAddress(exactClasses: readonly string[]): readonly Column<DiffRow>[] {
  const exact = new Set(exactClasses);
  const least = (row: DiffRow, value: number): string =>
    value === 0 ? "" : `${exact.has(row.name) ? "" : "≥ "}${formatCount(value)}`;
  return [
    CLASS_COLUMN,
    count("count", "Count", (row) => formatCount(row.count)),
    DELTA_COLUMN,
    ...SIZE_COLUMNS,
    { ...NEW_COLUMN, text: (row) => least(row, row.newCount), optional: true },
    { ...GONE_COLUMN, text: (row) => least(row, row.deletedCount), optional: true },
    ...heldByColumns<DiffRow>("New ones in"),
  ];
}

/** A diff as text: what was compared and how sure it is, the table, what was left out. */
export function renderDiffText(result: DiffResult, width: number): string {
  const { totals, classes, omitted } = result;
  const { before, after } = totals;
  let text = `${wrapSure(result, width)}\n`;
  text += `${formatBytes(before.size)} → ${formatBytes(after.size)} (${formatSigned(after.size - before.size, formatBytes)}): `;
  const isSure = result.idSpace.verdict !== "address";
  text += isSure
    ? `${formatQuantity(totals.newCount, "new object")} of`
    : `${formatSigned(totals.newCount - totals.deletedCount, formatCount)} objects, at least ${formatCount(totals.newCount)} new of`;
  text += ` ${formatBytes(totals.newSize)}, `;
  text += `${formatCount(totals.deletedCount)} gone of ${formatBytes(totals.deletedSize)}\n\n`;
  text +=
    classes.length === 0
      ? omitted.shrinking > 0
        ? "no class grows\n"
        : "no object is new or gone\n"
      : renderTextTable(columnsOf(result), classes, width);
  if (omitted.count > 0)
    text += `… ${formatCount(omitted.count)} more, ${formatSigned(omitted.sizeDelta, formatBytes)} shallow; --limit 0 shows all\n`;
  if (omitted.shrinking > 0)
    text += `${formatQuantity(omitted.shrinking, "class", "classes")} that ${omitted.shrinking === 1 ? "does" : "do"} not grow ${omitted.shrinking === 1 ? "is" : "are"} left out; --all shows them\n`;
  return text;
}

function columnsOf({ idSpace }: DiffResult): readonly Column<DiffRow>[] {
  return idSpace.verdict === "address"
    ? columnsByAddress(idSpace.exactClasses ?? [])
    : DIFF_COLUMNS;
}

const OBJECT_COLUMNS: readonly Column<ChangedObject>[] = [
  { field: "change", title: "Change", text: (row) => row.change, value: (row) => row.change },
  {
    field: "id",
    title: "Id",
    align: "right",
    text: (row) => formatId(row.id),
    value: (row) => row.id,
  },
  SHALLOW_COLUMN,
  RETAINED_COLUMN,
  {
    field: "class",
    title: "Class",
    shrinks: true,
    text: (row) => row.class,
    value: (row) => row.class,
  },
];

export { OBJECT_COLUMNS as DIFF_OBJECT_COLUMNS };

/** New, deleted and persisting objects as text. */
export function renderDiffObjectsText(result: DiffObjectsResult, width: number): string {
  const { counts, objects, omitted } = result;
  const sum = `${formatCount(counts.new)} new, ${formatCount(counts.deleted)} deleted, ${formatCount(counts.persisting)} persisting`;
  let text = `${wrapSure(result, width)}\n${sum}\n`;
  if (objects.length > 0) text += `\n${renderTextTable(OBJECT_COLUMNS, objects, width)}`;
  if (omitted.count > 0) text += `… ${formatCount(omitted.count)} more; --limit 0 shows all\n`;
  return text;
}

/** How sure the comparison is, in one line. */
export function describeIdSpace({
  idSpace,
  matching,
}: {
  readonly idSpace: IdSpace;
  readonly matching: DiffResult["matching"] | "code";
}): string {
  const { verdict, agreement, commonCount, order, reason } = idSpace;
  const share =
    agreement === null
      ? ""
      : `, ${agreement === 1 ? "100 %" : `${(agreement * 100).toFixed(agreement > 0.9 ? 3 : 1)} %`} of ${formatQuantity(commonCount, "common id")} agree`;
  switch (verdict) {
    case "same": {
      if (order === "reversed") return `WRONG ORDER: ${reason}${share}; swap the files`;
      return `Same process: ids are the same objects${share}`;
    }
    case "unsure":
      return `UNSURE: ${reason}${share}`;
    case "address":
      return (
        `Python: ${reason}; counts and sizes of classes are exact, ` +
        `which objects are new is ${describeExact(idSpace.exactClasses ?? [])}`
      );
    case "different":
    case "none": {
      const how =
        matching === "code"
          ? "; compared by the way to each"
          : matching === "signatures"
            ? "; compared by class, size and the way to each object"
            : "; compared by class and size";
      return `NOT BY ID: ${reason}${share}${how}`;
    }
  }
}

/** What is said of addresses names classes, as many as there are. */
function wrapSure(result: DiffResult | DiffObjectsResult, width: number): string {
  const text = describeIdSpace(result);
  return result.idSpace.verdict === "address" ? wrapWords(text, width, "  ").join("\n") : text;
}

/** Classes that are named. */
const NAMED_CLASSES = 5;

function describeExact(classes: readonly string[]): string {
  if (classes.length === 0)
    return "at least known: `track=` of the exporter makes it exact for the types it names";
  const named = classes.slice(0, NAMED_CLASSES).join(", ");
  const more = classes.length - NAMED_CLASSES;
  return `exact of ${named}${more > 0 ? ` and ${formatCount(more)} more` : ""}, at least known of others`;
}

type NumberField = {
  [K in keyof DiffRow]: DiffRow[K] extends number ? K : never;
}[keyof DiffRow];

function count(field: NumberField, title: string, text: (row: DiffRow) => string): Column<DiffRow> {
  return { field, title, align: "right", text, value: (row) => row[field] };
}

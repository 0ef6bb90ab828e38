import type { GrowthResult, GrowthRow } from "../analysis/change/growth-result.ts";
import type { LeakRow } from "../analysis/change/leak-set.ts";
import { valuesOf } from "../analysis/change/growth-rows.ts";
import { formatBytes, formatCount, formatId, formatPercent } from "./format.ts";
import { renderSparkline } from "./sparkline.ts";
import { type Column, cutToWidth } from "./table.ts";

/** A class of either table of a growth. */
export type GrowthTableRow = GrowthRow & { readonly isArtefact: boolean };

/** The classes of a result, then the runtime's own. */
export function growthTableRows({ classes, artefacts }: GrowthResult): GrowthTableRow[] {
  return [
    ...classes.map((row) => ({ ...row, isArtefact: false })),
    ...artefacts.map((row) => ({ ...row, isArtefact: true })),
  ];
}

/**
 * The columns of a growth in every table format; for machines with a field for each file.
 * @param rows - that are to be written below each other.
 */
export function growthColumns(
  { by, snapshots }: GrowthResult,
  rows: readonly GrowthRow[],
): Column<GrowthTableRow>[] {
  const formatValue = by === "count" ? formatCount : formatBytes;
  const counts = new RangeTexts(rows.map((row) => row.counts), formatCount);
  const sizes = new RangeTexts(rows.map((row) => row.retainedSizes), formatBytes);
  const numbers = (field: string, of: (row: GrowthRow) => readonly number[]) =>
    snapshots.map((_, at): Column<GrowthTableRow> => ({
      field: `${field}${at + 1}`,
      title: null,
      text: () => "",
      value: (row) => of(row)[at],
    }));
  const hidden = (field: string, value: Column<GrowthTableRow>["value"]): Column<GrowthTableRow> => ({
    field,
    title: null,
    text: () => "",
    value,
  });
  const trend = by === "count" ? "Trend" : "Trend (bytes)";
  return [
    {
      field: "name",
      title: "Class",
      shrinks: true,
      text: nameText,
      value: (row) => row.name,
    },
    hidden("location", (row) => row.location),
    hidden("isArtefact", (row) => row.isArtefact),
    ...numbers("count", (row) => row.counts),
    ...numbers("retainedSize", (row) => row.retainedSizes),
    {
      field: "countDelta",
      title: "Count",
      align: "right",
      text: (row) => counts.textOf(row.counts),
      value: (row) => row.countDelta,
    },
    hidden("retainedDelta", (row) => row.retainedDelta),
    {
      field: "overPeak",
      title: trend,
      text: (row) => renderSparkline(valuesOf(row, by)),
      value: (row) => row.overPeak,
    },
    hidden("peak", (row) => row.peak),
    {
      field: "isGrowing",
      title: "Δ",
      align: "right",
      text: (row) => signed(by === "count" ? row.countDelta : row.retainedDelta, formatValue),
      value: (row) => row.isGrowing,
    },
    {
      field: "slope",
      title: "Δ a step",
      align: "right",
      optional: true,
      text: (row) => signed(row.slope, by === "count" ? formatSlope : formatBytes),
      value: (row) => row.slope,
    },
    {
      field: "isMonotone",
      title: "Retained",
      align: "right",
      text: (row) => sizes.textOf(row.retainedSizes),
      value: (row) => row.isMonotone,
    },
    {
      field: "grewIn",
      title: "Grew in",
      align: "right",
      optional: true,
      text: (row) => `${row.grewIn}/${row.steps}`,
      value: (row) => row.grewIn,
    },
    hidden("steps", (row) => row.steps),
  ];
}

/** Columns of a leak set's table. */
export const LEAK_COLUMNS: readonly Column<LeakRow>[] = [
  {
    field: "name",
    title: "Class",
    text: (row) => cutToWidth(nameText(row), MAX_CLASS_WIDTH),
    value: (row) => row.name,
  },
  {
    field: "count",
    title: "Objects",
    align: "right",
    text: (row) => formatCount(row.count),
    value: (row) => row.count,
  },
  {
    field: "shallowSize",
    title: "Shallow",
    align: "right",
    optional: true,
    text: (row) => formatBytes(row.shallowSize),
    value: (row) => row.shallowSize,
  },
  {
    field: "retainedSize",
    title: "Retained",
    align: "right",
    text: (row) => formatBytes(row.retainedSize),
    value: (row) => row.retainedSize,
  },
  {
    field: "heldBy",
    title: "Held by",
    shrinks: true,
    text: ({ heldBy }) => {
      if (heldBy === null) return "–";
      const share = heldBy.share < 0.995 ? `  (${formatPercent(heldBy.share)} of them)` : "";
      return `${heldBy.code}${share}`;
    },
    value: (row) => row.heldBy?.code ?? null,
  },
  {
    field: "sampleId",
    title: "Such as",
    text: (row) => (row.sampleIds.length > 0 ? formatId(row.sampleIds[0]) : ""),
    value: (row) => row.sampleIds[0] ?? null,
  },
];

/** Columns that a class may take where what holds it stands beside. */
const MAX_CLASS_WIDTH = 36;

function nameText({ name, location }: Pick<GrowthRow, "name" | "location">): string {
  return location === null ? name : `${name}  ${location}`;
}

/** First and last of some numbers, `0 → 1,000`, so wide that arrows stand below each other. */
class RangeTexts {
  readonly #format: (value: number) => string;
  #first = 0;
  #last = 0;

  constructor(rows: readonly (readonly number[])[], format: (value: number) => string) {
    this.#format = format;
    for (const row of rows) {
      const [first, last] = this.#ends(row);
      this.#first = Math.max(this.#first, first.length);
      this.#last = Math.max(this.#last, last.length);
    }
  }

  textOf(row: readonly number[]): string {
    const [first, last] = this.#ends(row);
    return `${first.padStart(this.#first)} → ${last.padStart(this.#last)}`;
  }

  #ends(row: readonly number[]): readonly [string, string] {
    return [this.#format(row[0]), this.#format(row[row.length - 1])];
  }
}

function signed(value: number, format: (value: number) => string): string {
  return value > 0 ? `+${format(value)}` : format(value);
}

/** One decimal where it says something. */
function formatSlope(slope: number): string {
  const rounded = Math.round(slope * 10) / 10;
  return Math.abs(slope) >= 100 || Number.isInteger(rounded)
    ? formatCount(slope)
    : rounded.toFixed(1);
}

import type { GrowthResult, GrowthRow } from "../analysis/change/growth-result.ts";
import type { LeakRow } from "../analysis/change/leak-set.ts";
import { valuesOf } from "../analysis/change/growth-rows.ts";
import { formatBytes, formatCount, formatId, formatPercent } from "./format.ts";
import { renderSparkline } from "./sparkline.ts";
import { type Column, cutToWidth } from "./table.ts";

/**
 * The columns of a growth for people.
 * @param rows - that are to be written below each other.
 */
export function growthColumns(
  { by }: Pick<GrowthResult, "by">,
  rows: readonly GrowthRow[],
): Column<GrowthRow>[] {
  const formatValue = by === "count" ? formatCount : formatBytes;
  const counts = new RangeTexts(
    rows.map((row) => row.counts),
    formatCount,
  );
  const sizes = new RangeTexts(
    rows.map((row) => row.retainedSizes),
    formatBytes,
  );
  const deltaOf = (row: GrowthRow): number => (by === "count" ? row.countDelta : row.retainedDelta);
  return [
    {
      field: "name",
      title: "Class",
      shrinks: true,
      text: nameText,
      value: (row) => row.name,
    },
    {
      field: "counts",
      title: "Count",
      align: "right",
      text: (row) => counts.textOf(row.counts),
      value: (row) => row.counts[row.counts.length - 1],
    },
    {
      field: "trend",
      title: "Trend",
      // Not a text that may be cut.
      align: "right",
      text: (row) => renderSparkline(valuesOf(row, by)),
      value: (row) => renderSparkline(valuesOf(row, by)),
    },
    {
      field: "delta",
      title: "Δ",
      align: "right",
      text: (row) => withPlus(deltaOf(row), formatValue),
      value: deltaOf,
    },
    {
      field: "slope",
      title: "Δ a step",
      align: "right",
      optional: true,
      text: (row) => withPlus(row.slope, by === "count" ? formatSlope : formatBytes),
      value: (row) => row.slope,
    },
    {
      field: "retainedSizes",
      title: "Retained",
      align: "right",
      text: (row) => sizes.textOf(row.retainedSizes),
      value: (row) => row.retainedSizes[row.retainedSizes.length - 1],
    },
    {
      field: "grewIn",
      title: "Grew in",
      align: "right",
      optional: true,
      text: (row) => `${row.grewIn}/${row.steps}`,
      value: (row) => row.grewIn,
    },
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
    field: "heldShare",
    title: "of them",
    align: "right",
    optional: true,
    text: ({ heldBy }) => (heldBy === null ? "" : formatPercent(heldBy.share)),
    value: ({ heldBy }) => heldBy?.share ?? null,
  },
  {
    field: "heldBy",
    title: "held by",
    shrinks: true,
    text: ({ heldBy }) => heldBy?.code ?? "–",
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
const MAX_CLASS_WIDTH = 28;

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

/** With a plus where it grows; 0 keeps its unit, as its neighbours in the column. */
function withPlus(value: number, format: (value: number) => string): string {
  return value > 0 ? `+${format(value)}` : format(value);
}

/** One decimal where it says something. */
function formatSlope(slope: number): string {
  const rounded = Math.round(slope * 10) / 10;
  return Math.abs(slope) >= 100 || Number.isInteger(rounded)
    ? formatCount(slope)
    : rounded.toFixed(1);
}

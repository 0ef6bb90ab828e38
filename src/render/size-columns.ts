import { formatBytes, formatDistance, formatPercent } from "./format.ts";
import type { Column } from "./table.ts";

/** Distance from a global; the first to go on narrow terminals. */
export const DISTANCE_COLUMN: Column<{ readonly distance: number | null }> = {
  field: "distance",
  title: "Distance",
  align: "right",
  optional: true,
  text: (row) => formatDistance(row.distance),
  value: (row) => row.distance,
};

export const SHALLOW_COLUMN: Column<{ readonly shallowSize: number }> = {
  field: "shallowSize",
  title: "Shallow",
  align: "right",
  text: (row) => formatBytes(row.shallowSize),
  value: (row) => row.shallowSize,
};

export const RETAINED_COLUMN: Column<{ readonly retainedSize: number }> = {
  field: "retainedSize",
  title: "Retained",
  align: "right",
  text: (row) => formatBytes(row.retainedSize),
  value: (row) => row.retainedSize,
};

/**
 * Retained size as a share of the heap.
 * @param total - bytes of the heap; of an empty one there are no shares.
 */
export function retainedShareColumn(total: number): Column<{ readonly retainedSize: number }> {
  return {
    field: "retainedShare",
    title: "of heap",
    align: "right",
    optional: true,
    text: (row) => (total > 0 ? formatPercent(row.retainedSize / total) : "–"),
    value: (row) => (total > 0 ? row.retainedSize / total : null),
  };
}

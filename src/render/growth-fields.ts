import type { GrowthResult, GrowthRow } from "../analysis/change/growth-result.ts";
import type { CellValue, Column } from "./table.ts";

/** A class of a growth, or a class of the runtime itself. */
export type GrowthTableRow = GrowthRow & { readonly isArtefact: boolean };

/** The classes of a result, then the runtime's own. */
export function growthTableRows({ classes, artefacts }: GrowthResult): GrowthTableRow[] {
  return [
    ...classes.map((row) => ({ ...row, isArtefact: false })),
    ...artefacts.map((row) => ({ ...row, isArtefact: true })),
  ];
}

/** The columns of a growth for machines: a count and a retained size for each file, `count1`, `count2` … */
export function growthFields({ snapshots }: GrowthResult): Column<GrowthTableRow>[] {
  const field = (
    name: string,
    value: (row: GrowthTableRow) => CellValue,
  ): Column<GrowthTableRow> => ({
    field: name,
    title: name,
    text: (row) => String(value(row) ?? ""),
    value,
  });
  return [
    field("name", (row) => row.name),
    field("location", (row) => row.location),
    field("isArtefact", (row) => row.isArtefact),
    ...snapshots.map((_, at) => field(`count${at + 1}`, (row) => row.counts[at])),
    ...snapshots.map((_, at) => field(`retainedSize${at + 1}`, (row) => row.retainedSizes[at])),
    field("countDelta", (row) => row.countDelta),
    field("retainedDelta", (row) => row.retainedDelta),
    field("peak", (row) => row.peak),
    field("overPeak", (row) => row.overPeak),
    field("isGrowing", (row) => row.isGrowing),
    field("grewIn", (row) => row.grewIn),
    field("steps", (row) => row.steps),
    field("isMonotone", (row) => row.isMonotone),
    field("slope", (row) => row.slope),
  ];
}

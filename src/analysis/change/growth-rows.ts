import { compareTexts } from "../compare-texts.ts";
import { compileClassPatterns } from "../class-pattern.ts";
import type {
  GrowthMeasure,
  GrowthOptions,
  GrowthResult,
  GrowthRow,
  GrowthSort,
} from "./growth-result.ts";

/** A class with its numbers in each file. */
export interface SeriesClass extends Pick<
  GrowthRow,
  "name" | "location" | "counts" | "retainedSizes"
> {
  /** It is the runtime's own. */
  readonly isArtefact: boolean;
}

/** The part of a result that is about classes. */
type GrowthList = Pick<
  GrowthResult,
  "by" | "sort" | "totals" | "classes" | "artefacts" | "omitted"
>;

/** Chooses and sorts the classes that grow. */
export function listGrowth(all: readonly SeriesClass[], options: GrowthOptions = {}): GrowthList {
  const { by = "count", sort = "retained", limit = 0, filter = [], minSteps = 0 } = options;
  const isWanted = compileClassPatterns(filter);
  const present = all.filter(
    ({ name, counts }) =>
      counts.some((count) => count > 0) && (filter.length === 0 || isWanted(name)),
  );
  const rows = present.map((one) => ({ isArtefact: one.isArtefact, row: measure(one, by) }));
  const growing = rows.filter(({ row }) => row.isGrowing);
  const chosen = options.all === true ? rows : growing;
  const lasting = chosen.filter(({ row }) => row.grewIn >= minSteps);
  const sorted = lasting.toSorted((a, b) => compareRows(sort, a.row, b.row));
  const classes = sorted.filter(({ isArtefact }) => !isArtefact).map(({ row }) => row);
  const artefacts = sorted.filter(({ isArtefact }) => isArtefact).map(({ row }) => row);
  const most = limit > 0 ? limit : Infinity;
  const cut = [...classes.slice(most), ...artefacts.slice(most)];
  const growingArtefactCount = growing.filter(({ isArtefact }) => isArtefact).length;
  return {
    by,
    sort,
    totals: {
      classCount: present.length,
      growingCount: growing.length - growingArtefactCount,
      growingArtefactCount,
    },
    classes: classes.slice(0, most),
    artefacts: artefacts.slice(0, most),
    omitted: {
      count: cut.length,
      retainedDelta: cut.reduce((sum, { retainedDelta }) => sum + retainedDelta, 0),
      notGrowing: rows.length - chosen.length,
      fewSteps: chosen.length - lasting.length,
    },
  };
}

/** What the numbers of a class say of its growth. */
export function measure(
  { name, location, counts, retainedSizes }: Omit<SeriesClass, "isArtefact">,
  by: GrowthMeasure,
): GrowthRow {
  const values = valuesOf({ counts, retainedSizes }, by);
  const last = values[values.length - 1];
  const peak = values.slice(0, -1).reduce((most, value) => Math.max(most, value), 0);
  const steps = values.slice(1).map((value, at) => value - values[at]);
  return {
    name,
    location,
    counts,
    retainedSizes,
    countDelta: counts[counts.length - 1] - counts[0],
    retainedDelta: retainedSizes[retainedSizes.length - 1] - retainedSizes[0],
    peak,
    overPeak: last - peak,
    isGrowing: last > peak,
    grewIn: steps.filter((step) => step > 0).length,
    steps: steps.length,
    isMonotone: steps.every((step) => step >= 0),
    slope: fitSlope(values),
  };
}

/** The values that a row's growth is told by. */
export function valuesOf(
  { counts, retainedSizes }: Pick<GrowthRow, "counts" | "retainedSizes">,
  by: GrowthMeasure,
): readonly number[] {
  return by === "count" ? counts : retainedSizes;
}

/** Least squares over positions 0, 1, 2 …; two values at least. */
function fitSlope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (const [at, value] of values.entries()) {
    products += (at - middle) * value;
    squares += (at - middle) ** 2;
  }
  return products / squares;
}

function compareRows(sort: GrowthSort, a: GrowthRow, b: GrowthRow): number {
  return (
    keyOf(sort, b) - keyOf(sort, a) ||
    compareTexts(a.name, b.name) ||
    compareTexts(a.location ?? "", b.location ?? "")
  );
}

function keyOf(sort: GrowthSort, row: GrowthRow): number {
  switch (sort) {
    case "retained":
      return row.retainedDelta;
    case "count":
      return row.countDelta;
    case "slope":
      return row.slope;
    case "name":
      return 0;
  }
}

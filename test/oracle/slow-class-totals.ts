/** Totals of one group of nodes. */
export interface SlowTotals {
  readonly count: number;
  readonly shallow: number;
  readonly retained: number;
  readonly distance: number;
  readonly emptyCount: number;
}

/** What the totals are made of, by ordinal. */
export interface SlowTotalsInput {
  readonly groupOf: ArrayLike<number>;
  readonly shallow: ArrayLike<number>;
  readonly retained: ArrayLike<number>;
  readonly distances: ArrayLike<number>;
  /** The root's is itself. */
  readonly idoms: ArrayLike<number>;
}

/** Totals per group; a node adds its retained size when none of its group is above it. */
export function slowClassTotals(input: SlowTotalsInput): Map<number, SlowTotals> {
  const { groupOf, shallow, retained, distances } = input;
  const totals = new Map<number, SlowTotals>();
  for (let node = 0; node < groupOf.length; node++) {
    const before = totals.get(groupOf[node]) ?? NOTHING;
    if (shallow[node] === 0) {
      totals.set(groupOf[node], { ...before, emptyCount: before.emptyCount + 1 });
      continue;
    }
    totals.set(groupOf[node], {
      count: before.count + 1,
      shallow: before.shallow + shallow[node],
      retained: before.retained + (isCounted(input, node) ? retained[node] : 0),
      distance: before.count === 0 ? distances[node] : Math.min(before.distance, distances[node]),
      emptyCount: before.emptyCount,
    });
  }
  return totals;
}

const NOTHING: SlowTotals = { count: 0, shallow: 0, retained: 0, distance: 0, emptyCount: 0 };

/** Whether no ancestor is a counted node of the same group. */
function isCounted({ groupOf, shallow, idoms }: SlowTotalsInput, node: number): boolean {
  for (let below = node, above = idoms[node]; above !== below; above = idoms[above]) {
    if (shallow[above] !== 0 && groupOf[above] === groupOf[node]) return false;
    below = above;
  }
  return true;
}

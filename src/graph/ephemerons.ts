import type { StringTable } from "./string-table.ts";

/**
 * Edge names of WeakMap entries. An entry is two `internal` edges to its value, one from the key and one
 * from the table, named alike but for a leading number.
 */
export interface EphemeronNames {
  /** Ascending string indexes of names of that form. */
  readonly strings: Uint32Array;
  /** Per name, the id of the WeakMap's table. */
  readonly tableIds: Float64Array;
  /** Per name, a small number that the two edges of one entry share. */
  readonly pairs: Uint32Array;
}

/** As in DevTools' HeapSnapshot.ts; the part behind the leading number is what the two edges share. */
const EPHEMERON_NAME =
  /^\d+(?<shared> \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(?<table>\d+)\))$/;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Finds the WeakMap entry names in a string table; O(strings), decodes only those that begin with a digit. */
export function findEphemeronNames(strings: StringTable): EphemeronNames {
  const found: number[] = [];
  const tableIds: number[] = [];
  const pairs: number[] = [];
  const pairOf = new Map<string, number>();
  for (let index = 0; index < strings.length; index++) {
    const first = strings.firstByte(index);
    if (first < DIGIT_0 || first > DIGIT_9) continue;
    if (!strings.hasAfterDigits(index, " / part of key (")) continue;
    const groups = EPHEMERON_NAME.exec(strings.get(index))?.groups;
    if (groups === undefined) continue;
    const shared = groups["shared"] ?? "";
    const pair = pairOf.get(shared) ?? pairOf.size;
    pairOf.set(shared, pair);
    found.push(index);
    tableIds.push(Number(groups["table"]));
    pairs.push(pair);
  }
  return {
    strings: Uint32Array.from(found),
    tableIds: Float64Array.from(tableIds),
    pairs: Uint32Array.from(pairs),
  };
}

/** Row of a string index in `names`, -1 when it is no such name; binary search. */
export function ephemeronRow(names: EphemeronNames, string: number): number {
  const { strings } = names;
  let low = 0;
  let high = strings.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = strings[middle];
    if (at === string) return middle;
    if (at < string) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

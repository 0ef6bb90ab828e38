import { NumberList } from "./number-list.ts";

/** Columns of equal length that come into being with their first value; what is missing is NaN. */
export class ColumnSet<Name extends string> {
  readonly #lists = new Map<Name, NumberList>();
  count = 0;

  /** Writes into the row `at`. */
  set(name: Name, at: number, value: number): void {
    let list = this.#lists.get(name);
    if (list === undefined) this.#lists.set(name, (list = new NumberList()));
    list.set(at, value);
  }

  /** A column, null when it never had a value; all of NaN where it must be there. */
  column(name: Name): Float64Array | null {
    return this.#lists.get(name)?.trimmed(this.count) ?? null;
  }

  required(name: Name): Float64Array {
    return this.column(name) ?? new Float64Array(this.count).fill(NaN);
  }
}

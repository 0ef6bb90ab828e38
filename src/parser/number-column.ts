/** Element kinds a column can have, each wide enough for the ones before it in its row. */
export type ColumnKind = "uint8" | "uint16" | "uint32" | "int32" | "float64";

export type ColumnArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

const KINDS = {
  uint8: { bytes: 1, min: 0, max: 0xff, wider: "uint16" },
  uint16: { bytes: 2, min: 0, max: 0xffff, wider: "uint32" },
  uint32: { bytes: 4, min: 0, max: 0xffffffff, wider: "float64" },
  int32: { bytes: 4, min: -0x80000000, max: 0x7fffffff, wider: "float64" },
  float64: { bytes: 8, min: -Infinity, max: Infinity, wider: "float64" },
} as const;

/** A new array of `length` elements; shared memory can be sent to threads without a copy. */
export function allocateColumn(kind: ColumnKind, length: number, shared: boolean): ColumnArray {
  const bytes = length * KINDS[kind].bytes;
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  switch (kind) {
    case "uint8":
      return new Uint8Array(buffer);
    case "uint16":
      return new Uint16Array(buffer);
    case "uint32":
      return new Uint32Array(buffer);
    case "int32":
      return new Int32Array(buffer);
    case "float64":
      return new Float64Array(buffer);
  }
}

/**
 * One field of many records as a typed array that grows, and widens when a value does not fit.
 *
 * The capacity is a hint: header counts are often right and sometimes 0.
 */
export class NumberColumn {
  array: ColumnArray;
  kind: ColumnKind;
  readonly #shared: boolean;

  constructor(kind: ColumnKind, capacity: number, shared: boolean) {
    this.kind = kind;
    this.#shared = shared;
    this.array = allocateColumn(kind, Math.max(capacity, 16), shared);
  }

  /**
   * Writes `values[from], values[from + stride], …` below `count` to the records from `record` on.
   * Widens the column as often as needed, so any number is kept exactly.
   */
  store(values: Float64Array, from: number, count: number, stride: number, record: number): void {
    if (from >= count) return;
    const records = Math.ceil((count - from) / stride);
    this.#reserve(record + records);
    while (!storeStrided(this.array, values, from, count, stride, record, this.kind)) this.#widen();
  }

  /** The first `length` elements; memory that was never written is never touched. */
  trimmed(length: number): ColumnArray {
    return this.array.subarray(0, length);
  }

  #reserve(length: number): void {
    if (length <= this.array.length) return;
    this.#replace(this.kind, Math.max(length, this.array.length * 2));
  }

  #widen(): void {
    this.#replace(KINDS[this.kind].wider, this.array.length);
  }

  #replace(kind: ColumnKind, capacity: number): void {
    const grown = allocateColumn(kind, capacity, this.#shared);
    grown.set(this.array);
    this.array = grown;
    this.kind = kind;
  }
}

/** Stores unless a value does not fit `kind`; the loops differ only in the array's type, to stay fast. */
function storeStrided(
  array: ColumnArray,
  values: Float64Array,
  from: number,
  count: number,
  stride: number,
  record: number,
  kind: ColumnKind,
): boolean {
  const { min, max } = KINDS[kind];
  if (array instanceof Uint8Array) return storeUint8(array, values, from, count, stride, record);
  if (array instanceof Uint32Array) return storeUint32(array, values, from, count, stride, record);
  let fits = true;
  for (let at = from; at < count; at += stride) {
    const value = values[at];
    if (value < min || value > max) fits = false;
    array[record++] = value;
  }
  return fits;
}

function storeUint8(
  array: Uint8Array,
  values: Float64Array,
  from: number,
  count: number,
  stride: number,
  record: number,
): boolean {
  let fits = true;
  for (let at = from; at < count; at += stride) {
    const value = values[at];
    if (value < 0 || value > 0xff) fits = false;
    array[record++] = value;
  }
  return fits;
}

function storeUint32(
  array: Uint32Array,
  values: Float64Array,
  from: number,
  count: number,
  stride: number,
  record: number,
): boolean {
  let fits = true;
  for (let at = from; at < count; at += stride) {
    const value = values[at];
    if (value < 0 || value > 0xffffffff) fits = false;
    array[record++] = value;
  }
  return fits;
}

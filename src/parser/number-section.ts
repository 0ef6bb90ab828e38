import { describeByte } from "./json-bytes.ts";
import { SnapshotFormatError } from "../errors.ts";
import { CHUNK_BYTES, type IntegerScanner } from "./integer-scanner.ts";
import type { SectionReader } from "./section-tracker.ts";

const CLOSING_BRACKET = 0x5d;

/** Takes the numbers of one array in order. */
export interface NumberSink {
  /**
   * @param values - numbers, valid only during the call.
   * @param count - how many of them.
   * @param first - how many came before these.
   * @throws {ValueFault} when one of them cannot be; the section adds the place.
   */
  consume(values: Float64Array, count: number, first: number): void;
  /** The array has ended after `total` numbers. */
  end(total: number): void;
}

/** A number that the format forbids, by its position among the values handed over. */
export class ValueFault extends Error {
  readonly code: string;
  readonly index: number;
  readonly expected: string;
  readonly found: string;

  constructor(code: string, fact: string, index: number, expected: string, found: string) {
    super(fact);
    this.code = code;
    this.index = index;
    this.expected = expected;
    this.found = found;
  }
}

/** Feeds the bytes of one integer array through the scanner into a sink, and knows where faults lie. */
export class NumberSection implements SectionReader {
  readonly #name: string;
  readonly #sink: NumberSink;
  readonly #scanner: IntegerScanner;
  #total = 0;

  constructor(name: string, sink: NumberSink, scanner: IntegerScanner) {
    this.#name = name;
    this.#sink = sink;
    this.#scanner = scanner;
    scanner.reset();
  }

  push(bytes: Buffer, from: number, to: number, base: number): number {
    const bracket = bytes.subarray(from, to).indexOf(CLOSING_BRACKET);
    const end = bracket < 0 ? to : from + bracket;
    let at = from;
    do {
      const stop = Math.min(end, at + CHUNK_BYTES);
      this.#scanner.chunk.set(bytes.subarray(at, stop));
      this.#scan(stop - at, bracket >= 0 && stop === end, base + at);
      at = stop;
    } while (at < end);
    if (bracket < 0) return -1;
    if (this.#total > 0 && this.#scanner.expectsNumber) {
      throw new SnapshotFormatError("FORMAT_SYNTAX", "the array ends behind a comma", {
        section: this.#name,
        byteOffset: base + end,
        expected: "an integer",
        found: '"]"',
      });
    }
    this.#locating(base + end, null, () => this.#sink.end(this.#total));
    return end;
  }

  #scan(length: number, last: boolean, offset: number): void {
    const scanner = this.#scanner;
    const result = scanner.scan(length, last);
    if (result < 0) {
      // Behind the last byte the array's bracket follows.
      const byte = scanner.position === length ? CLOSING_BRACKET : scanner.byteAt(scanner.position);
      throw new SnapshotFormatError("FORMAT_SYNTAX", "not an array of integers", {
        section: this.#name,
        byteOffset: offset + scanner.position,
        expected: scanner.expectsNumber ? "an integer" : '"," or "]"',
        found: describeByte(byte),
      });
    }
    this.#locating(offset, length, () => this.#sink.consume(scanner.values, result, this.#total));
    this.#total += result;
  }

  /**
   * Runs `action` and gives a fault its place in the file: `offset`, or that of one of the values of the
   * last scan, which took `length` bytes from there.
   */
  #locating(offset: number, length: number | null, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      throw new SnapshotFormatError(error.code, error.message, {
        section: this.#name,
        byteOffset: offset + (length === null ? 0 : this.#scanner.locateValue(error.index, length)),
        expected: error.expected,
        found: error.found,
      });
    }
  }
}

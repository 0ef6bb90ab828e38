import { RecordingFormatError } from "../errors.ts";

const BLANK = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const MINUS = 0x2d;

/** Digits that a double holds exactly. */
const MAX_DIGITS = 15;

const POWERS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, at) => 10 ** at);

/** Reads the fields of one line after the other, from bytes, without a string for each number. */
export class FieldScanner {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** Position of the line, from 1. */
  line = 0;

  /** Moves to the fields from `at` to `end` of a line. */
  reset(bytes: Buffer, at: number, end: number): void {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    while (this.#at < this.#end && this.#bytes[this.#at] === BLANK) this.#at++;
    return this.#at >= this.#end;
  }

  /**
   * The next field as a number.
   * @param what - the field in words, for the error.
   * @throws {RecordingFormatError} RECORDING_NUMBER for anything else, or the end of the line.
   */
  number(what: string): number {
    const value = this.optional(what);
    if (Number.isNaN(value)) throw this.#fault(what, '"-"');
    return value;
  }

  /**
   * The next field as a number, NaN for `-`.
   * @throws {RecordingFormatError} RECORDING_NUMBER as {@link number}.
   */
  optional(what: string): number {
    if (this.isAtEnd) throw this.#fault(what, "the end of the line");
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at++;
    let digits = 0;
    let mantissa = 0;
    let pointAt = -1;
    for (; at < this.#end; at++) {
      const byte = bytes[at];
      if (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + (byte - ZERO);
        digits++;
      } else if (byte === POINT && pointAt < 0) pointAt = digits;
      else break;
    }
    const isWhole = at >= this.#end || bytes[at] === BLANK;
    if (isWhole && digits === 0 && isNegative && at === start + 1) {
      this.#at = at;
      return NaN;
    }
    if (isWhole && digits > 0 && digits <= MAX_DIGITS) {
      this.#at = at;
      // Both are exact, so the quotient is the double nearest to what is written.
      const value = pointAt < 0 ? mantissa : mantissa / POWERS[digits - pointAt];
      return isNegative ? -value : value;
    }
    const text = this.#word();
    const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value)) throw this.#fault(what, `"${text}"`);
    return value;
  }

  #word(): string {
    const end = this.#bytes.indexOf(BLANK, this.#at);
    const last = end < 0 || end > this.#end ? this.#end : end;
    const text = this.#bytes.toString("utf8", this.#at, Math.min(last, this.#at + 40));
    this.#at = last;
    return text;
  }

  #fault(expected: string, found: string): RecordingFormatError {
    return new RecordingFormatError("RECORDING_NUMBER", "wrong value", {
      line: this.line,
      expected,
      found,
    });
  }
}

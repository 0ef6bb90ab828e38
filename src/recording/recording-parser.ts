import { RecordingFormatError } from "../errors.ts";
import { LineParser } from "./line-parser.ts";
import type { Recording } from "./recording.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Longer lines are no recording's: a command line has 2 MiB at most. */
const MAX_LINE = 2 ** 22;

/**
 * Reads a recording piece by piece: lines of memory_profiler's `mprof`, and what heapgraph adds to them. Lines
 * that begin with an unknown word are passed over, so are further fields of a line.
 */
export class RecordingParser {
  readonly #lines = new LineParser();
  /** Pieces of a line that goes on. */
  #open: Buffer[] = [];
  #openLength = 0;

  /**
   * Takes the next bytes; they may end anywhere.
   * @throws {RecordingFormatError}
   */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    let end = bytes.indexOf(NEWLINE);
    if (end >= 0 && this.#openLength > 0) {
      const line = Buffer.concat([...this.#open, bytes.subarray(0, end)]);
      this.#open = [];
      this.#openLength = 0;
      this.#takeLine(line, 0, line.length);
      start = end + 1;
      end = bytes.indexOf(NEWLINE, start);
    }
    for (; end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#takeLine(bytes, start, end);
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
  }

  /**
   * All that was read. A last line without an end is left out: it may have lost digits.
   * @throws {RecordingFormatError} RECORDING_NONE when there is no sample.
   */
  finish(): Recording {
    return this.#lines.finish(this.#openLength > 0);
  }

  #keep(rest: Buffer): void {
    if (rest.length === 0) return;
    // What does not begin as a recording is told before all of it is read.
    if (this.#lines.line === 0 && this.#openLength === 0) requireWord(rest, 0, rest.length);
    this.#openLength += rest.length;
    if (this.#openLength > MAX_LINE)
      throw new RecordingFormatError("RECORDING_NONE", "no recording", {
        line: this.#lines.line + 1,
        expected: "lines",
        found: `one of more than ${MAX_LINE} bytes`,
      });
    // The giver may use its buffer again.
    this.#open.push(Buffer.from(rest));
  }

  #takeLine(bytes: Buffer, start: number, lineEnd: number): void {
    const end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    if (this.#lines.line === 0) requireWord(bytes, start, end);
    this.#lines.take(bytes, start, end);
  }
}

function requireWord(bytes: Buffer, start: number, end: number): void {
  const text = bytes.toString("latin1", start, Math.min(end, start + 40));
  if (/^[A-Z]+(?: |$)/.test(text)) return;
  throw new RecordingFormatError("RECORDING_NONE", "no recording", {
    line: 1,
    expected: "a word such as META, CMDLINE or MEM",
    found: JSON.stringify(text),
  });
}

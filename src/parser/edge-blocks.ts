import { isBlank } from "./json-bytes.ts";
import { readSync } from "node:fs";
import { allocateReadBuffer } from "./byte-source.ts";
import type { FieldLayout } from "./field-layout.ts";
import { CHUNK_BYTES, IntegerScanner } from "./integer-scanner.ts";
import { type EdgeColumns, type EdgeMaxima, storeEdges } from "./record-sinks.ts";

/** Bytes around a block that are looked at to find where its first number starts and its last one ends. */
const MARGIN = 64;
const BLOCK_BYTES = CHUNK_BYTES - 2 * MARGIN;

/** Turns of waiting for the other thread before sleeping. */
const SPINS = 20_000;
const SLEEP_MS = 1;

/** The edges section as a shared list of blocks that threads take one by one. */
export interface EdgeBlockJob {
  /** Open file; descriptors are valid in every thread of the process. */
  readonly fd: number;
  /** Place of the first byte behind `[`, and of `]`. */
  readonly start: number;
  readonly end: number;
  readonly layout: FieldLayout;
  readonly columns: EdgeColumns;
  readonly control: EdgeBlockControl;
}

/** What the threads tell each other. */
export interface EdgeBlockControl {
  /** [0] the next block nobody has taken, [1] 1 when somebody gave up. */
  readonly state: Int32Array;
  /** Per block: numbers that start in it, plus 1; 0 until it has been scanned. */
  readonly counts: Int32Array;
}

/** What one thread found; null when it gave up. */
export interface EdgeBlockResult {
  readonly maxima: EdgeMaxima;
  /** Numbers in the whole section. */
  readonly total: number;
}

export function createEdgeBlockControl(start: number, end: number): EdgeBlockControl {
  const blocks = Math.ceil((end - start) / BLOCK_BYTES);
  return {
    state: new Int32Array(new SharedArrayBuffer(8)),
    counts: new Int32Array(new SharedArrayBuffer(4 * Math.max(1, blocks))),
  };
}

/**
 * Takes blocks of the edges' text until none is left. A block is scanned into numbers at once; where they
 * belong is known as soon as all blocks before it have been counted. A number belongs to the block it starts in.
 *
 * Blocks until done, so it runs in two threads at once. Gives up, in all threads, at whatever is not
 * plain: reading in one pass then finds the fault and its place.
 * @param onBlock - called after each block with the bytes of the section taken so far.
 */
export function readEdgeBlocks(
  job: EdgeBlockJob,
  onBlock: (bytes: number) => void = () => {},
): EdgeBlockResult | null {
  const { control, layout, columns } = job;
  const scanner = new IntegerScanner();
  const buffer = allocateReadBuffer(BLOCK_BYTES + 2 * MARGIN);
  const blocks = Math.ceil((job.end - job.start) / BLOCK_BYTES);
  const capacity = columns.types.length * layout.edgeStride;
  const maxima: EdgeMaxima = { target: -1, string: -1 };
  let before = 0;
  let counted = 0;
  const advance = (to: number): boolean => {
    for (; counted < to; counted++) {
      const count = waitForCount(control, counted);
      if (count < 0) return false;
      before += count;
    }
    return true;
  };
  try {
    for (;;) {
      const block = Atomics.add(control.state, 0, 1);
      if (block >= blocks) break;
      const count = scanBlock(job, block, buffer, scanner);
      if (count < 0) return giveUp(control);
      Atomics.store(control.counts, block, count + 1);
      Atomics.notify(control.counts, block);
      if (!advance(block) || before + count > capacity) return giveUp(control);
      storeEdges(layout, columns, scanner.values, count, before, maxima, {});
      onBlock(Math.min(job.end - job.start, (block + 1) * BLOCK_BYTES));
    }
    return advance(blocks) ? { maxima, total: before } : null;
  } catch {
    // Whatever it was, one pass over the file meets it again and says so.
    return giveUp(control);
  }
}

function scanBlock(
  job: EdgeBlockJob,
  block: number,
  buffer: Buffer,
  scanner: IntegerScanner,
): number {
  const from = job.start + block * BLOCK_BYTES;
  const to = Math.min(job.end, from + BLOCK_BYTES);
  const first = Math.max(job.start, from - MARGIN);
  const length = readFully(job.fd, buffer, Math.min(job.end, to + MARGIN) - first, first);
  let start = from - first;
  let end = to - first;
  if (block === 0) scanner.reset(true);
  else {
    // The block's first token follows a number, or a comma.
    if (isNumberByte(buffer[start - 1]))
      while (start < length && isNumberByte(buffer[start])) start++;
    let look = start - 1;
    while (look >= 0 && isBlank(buffer[look])) look--;
    if (look < 0) return -1;
    scanner.reset(!isNumberByte(buffer[look]));
  }
  // A number that starts in the block is read to its end.
  if (end > start && isNumberByte(buffer[end - 1]))
    while (end < length && isNumberByte(buffer[end])) end++;
  if (end <= start) return 0;
  if (end === length && to < job.end) return -1;
  scanner.chunk.set(buffer.subarray(start, end));
  const count = Math.max(-1, scanner.scan(end - start, true));
  const endsBehindComma = to === job.end && scanner.expectsNumber && (block > 0 || count > 0);
  return endsBehindComma ? -1 : count;
}

function readFully(fd: number, buffer: Buffer, length: number, position: number): number {
  let done = 0;
  while (done < length) {
    const count = readSync(fd, buffer, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** How many numbers start in a block; -1 when somebody gave up. */
function waitForCount(control: EdgeBlockControl, block: number): number {
  for (let turn = 0; ; turn++) {
    const count = Atomics.load(control.counts, block);
    if (count > 0) return count - 1;
    if (Atomics.load(control.state, 1) !== 0) return -1;
    if (turn > SPINS) Atomics.wait(control.counts, block, 0, SLEEP_MS);
  }
}

function giveUp(control: EdgeBlockControl): null {
  Atomics.store(control.state, 1, 1);
  return null;
}

function isNumberByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
}

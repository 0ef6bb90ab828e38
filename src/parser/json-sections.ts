import { jsonParser, type parser } from "stream-json/core/parser.js";
import { Assembler } from "stream-json/core/assembler.js";
import { SnapshotFormatError } from "../errors.ts";
import type { TraceTreeBuilder } from "./trace-tree-builder.ts";

/** Bytes given to the JSON parser at once; a fault is located to within so many bytes. */
const PIECE_BYTES = 4096;

/** What the JSON parser finds outside the sections that are read apart. */
export interface JsonTarget {
  /** The `snapshot` object, whole. */
  header(value: Readonly<Record<string, unknown>>): void;
  /** A top-level key, in the order of the file. */
  key(name: string): void;
}

/**
 * Reads all JSON of a snapshot but the big arrays, which come as `[]`, through stream-json: the header
 * is assembled, the allocation trace tree goes token by token to its builder, the rest is checked and skipped.
 */
export class JsonSections {
  readonly #target: JsonTarget;
  readonly #traceTree: TraceTreeBuilder;
  readonly #parse = jsonParser({ streamValues: false });
  readonly #decoder = new TextDecoder("utf-8");
  readonly #header: Assembler = new Assembler();
  #depth = 0;
  #key = "";

  constructor(target: JsonTarget, traceTree: TraceTreeBuilder) {
    this.#target = target;
    this.#traceTree = traceTree;
  }

  /** @throws {SnapshotFormatError} FORMAT_JSON with the place, inside a value to within PIECE_BYTES. */
  push(bytes: Buffer, offset: number): void {
    for (let at = 0; at < bytes.length;) {
      // Byte by byte between the sections, so that a fault is laid to the right one; the first byte
      // may be the bracket that ends one.
      const end = this.#depth <= 1 || at === 0 ? at + 1 : at + PIECE_BYTES;
      this.#pushPiece(bytes.subarray(at, end), offset + at);
      at = end;
    }
  }

  /** The file ends at `offset`; the parser gives up waiting for the rest of a word. */
  finish(offset: number): void {
    this.#pushPiece(Buffer.from(" ".repeat(16)), offset);
  }

  #pushPiece(piece: Buffer, offset: number): void {
    let tokens: readonly parser.Token[];
    try {
      const result = this.#parse(this.#decoder.decode(piece, { stream: true }));
      tokens =
        typeof result === "object" && result !== null && "values" in result ? result.values : [];
    } catch (error) {
      throw new SnapshotFormatError(
        "FORMAT_JSON",
        "not valid JSON",
        {
          ...(this.#key === "" ? {} : { section: this.#key }),
          byteOffset: offset,
          found: reasonOf(error),
        },
        { cause: error },
      );
    }
    for (const token of tokens) this.#token(token);
  }

  #token(token: parser.Token): void {
    const opens = token.name === "startObject" || token.name === "startArray";
    const closes = token.name === "endObject" || token.name === "endArray";
    if (this.#depth === 1 && token.name === "keyValue") {
      this.#key = token.value;
      this.#target.key(token.value);
      return;
    }
    if (opens) this.#depth++;
    // Depth 2 and below is inside the value of a top-level key.
    if (this.#depth >= 2) {
      if (this.#key === "snapshot") this.#header.consume(token);
      else if (this.#key === "trace_tree") this.#traceTree.token(token);
    }
    if (!closes) return;
    if (this.#depth === 2 && this.#key === "snapshot") {
      this.#target.header(this.#header.current as Record<string, unknown>);
    }
    this.#depth--;
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Parser (cannot parse input: |has )?/, "");
}

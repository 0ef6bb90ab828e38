import type { SnapshotHeader } from "../graph/heap-graph.ts";
import {
  type CountingReader,
  NestedCounter,
  NumberCounter,
  StringCounter,
} from "./counting-readers.ts";
import { readHeader, TABLE_SECTIONS } from "./field-layout.ts";
import { JsonSections } from "./json-sections.ts";
import { type SectionReader, SectionTracker, type TrackerTarget } from "./section-tracker.ts";
import { MarkerSearch, type StringMarkers } from "./string-markers.ts";
import { TraceTreeBuilder } from "./trace-tree-builder.ts";

/** Where one top-level value lies, and what is in it. */
export interface SectionFacts {
  readonly name: string;
  /** Place of its first byte in the decompressed file. */
  readonly offset: number;
  /** Its brackets included; up to the file's end where it is cut. */
  readonly bytes: number;
  /** Elements of an array (numbers, strings); null for an object. */
  readonly valueCount: number | null;
  /** Values by the fields the header lists; null where it lists none. */
  readonly recordCount: number | null;
  /** Whether its end has come. */
  readonly isComplete: boolean;
}

/** How the file's text is set, which tells producers apart. */
export interface TextLayout {
  /** Text between the first two nodes, e.g. `,` or a line break and a comma; null when there are not two. */
  readonly recordSeparator: string | null;
  /** Line breaks before the first array. */
  readonly headerLineBreaks: number;
  /** Index of the first node's name in the string table; null where there is none. */
  readonly rootNameIndex: number | null;
}

/** What is kept of the text of the nodes. */
const NODES_START_BYTES = 2048;

/**
 * Goes over a file's bytes without keeping them: the header, where each section lies, how many elements
 * it has. Tolerates cut files; checks nothing but the header.
 */
export class SectionSurvey implements TrackerTarget {
  header: SnapshotHeader | null = null;
  readonly #markers = new MarkerSearch();
  readonly #tracker: SectionTracker = new SectionTracker(this);
  readonly #nodes = new NumberCounter(NODES_START_BYTES);
  readonly #done: SectionFacts[] = [];
  #json: JsonSections | null;
  /** Whether the first array has begun. */
  #isBehindHead = false;
  #headerLineBreaks = 0;
  #open: { name: string; offset: number; reader: CountingReader | null } | null = null;
  #bytes = 0;

  constructor() {
    this.#json = new JsonSections(
      {
        key: () => {},
        header: (raw) => {
          this.header = readHeader(raw, []);
        },
      },
      new TraceTreeBuilder(),
    );
  }

  /** The section the survey is in. */
  get section(): string {
    return this.#tracker.section;
  }

  /** Decompressed bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the header and the beginning of the nodes have come: all that {@link text} needs. */
  get hasHead(): boolean {
    return (
      this.header !== null &&
      (this.#nodes.start.length === NODES_START_BYTES ||
        this.#done.some(({ name }) => name === "nodes"))
    );
  }

  push(chunk: Buffer): void {
    this.#tracker.push(chunk);
    this.#bytes += chunk.length;
  }

  json(bytes: Buffer, offset: number): void {
    if (!this.#isBehindHead) this.#headerLineBreaks += countLineBreaks(bytes);
    if (this.#json === null) return;
    this.#json.push(bytes, offset);
    // What comes behind the header is not ours to check.
    if (this.header !== null) this.#json = null;
  }

  openSection(name: string, offset: number): SectionReader {
    const reader = this.#readerOf(name);
    this.#isBehindHead = true;
    this.#open = { name, offset: offset - 1, reader };
    return reader;
  }

  closeSection(_name: string, offset: number): void {
    this.#close(offset + 1, true);
  }

  openObject(name: string, offset: number): void {
    this.#open = { name, offset, reader: null };
  }

  closeObject(_name: string, offset: number): void {
    this.#close(offset + 1, true);
  }

  /** All top-level arrays and objects, in the order of the file; a cut one is the last. */
  get sections(): readonly SectionFacts[] {
    return this.#done;
  }

  /** Ends the survey, whether the file's end has come or not. */
  finish(): void {
    if (this.#open !== null) this.#close(this.#bytes, false);
  }

  /** Whether the file's last brace has come. */
  get isWhole(): boolean {
    return this.#tracker.isAtEnd;
  }

  get markers(): StringMarkers {
    const strings = this.#done.find(({ name }) => name === "strings");
    return this.#markers.finish(strings?.isComplete === true);
  }

  get text(): TextLayout {
    const fields = this.header?.nodeFields ?? [];
    const start = this.#nodes.start.toString("latin1");
    const numbers = [...start.matchAll(/-?\d+/g)].slice(0, fields.length + 1);
    const last = numbers.at(fields.length - 1);
    const next = numbers.at(fields.length);
    const name = numbers.at(fields.indexOf("name"));
    return {
      recordSeparator:
        last === undefined || next === undefined || fields.length === 0
          ? null
          : start.slice(last.index + last[0].length, next.index),
      headerLineBreaks: this.#headerLineBreaks,
      rootNameIndex: name === undefined || !fields.includes("name") ? null : Number(name[0]),
    };
  }

  #readerOf(name: string): CountingReader {
    if (name === "nodes") return this.#nodes;
    if (name === "strings") return new StringCounter(this.#markers);
    if (name === "edges" || name in TABLE_SECTIONS) return new NumberCounter();
    return new NestedCounter();
  }

  /** Values a record of a section takes; null where the header does not say. */
  #strideOf(name: string): number | null {
    if (name === "strings") return 1;
    const meta = this.header?.raw["meta"];
    const key =
      name === "nodes" || name === "edges" ? `${name.slice(0, -1)}_fields` : TABLE_SECTIONS[name];
    if (key === undefined || typeof meta !== "object" || meta === null) return null;
    const fields = (meta as Record<string, unknown>)[key];
    return Array.isArray(fields) && fields.length > 0 ? fields.length : null;
  }

  #close(end: number, isComplete: boolean): void {
    if (this.#open === null) return;
    const { name, offset, reader } = this.#open;
    const valueCount = reader === null ? null : reader.valueCount;
    const stride = this.#strideOf(name);
    const recordCount =
      valueCount === null || stride === null ? null : Math.floor(valueCount / stride);
    this.#done.push({ name, offset, bytes: end - offset, valueCount, recordCount, isComplete });
    this.#open = null;
  }
}

function countLineBreaks(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x0a) count++;
  return count;
}

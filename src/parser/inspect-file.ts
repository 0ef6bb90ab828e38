import { readSync } from "node:fs";
import { SnapshotFormatError } from "../errors.ts";
import type { SnapshotHeader } from "../graph/heap-graph.ts";
import { type ByteSource, openByteSource, type SnapshotSource } from "./byte-source.ts";
import type { Compression } from "./content-detection.ts";
import { explainReadError } from "./read-snapshot.ts";
import { createTurn, type ReadOptions } from "./read-options.ts";
import { type SectionFacts, SectionSurvey, type TextLayout } from "./section-survey.ts";
import { MarkerSearch, type StringMarkers } from "./string-markers.ts";

export interface InspectOptions extends ReadOptions {
  /** Goes over the whole file for the sections; else only head and tail are looked at. Default false. */
  readonly sections?: boolean;
}

/** What a file says of itself without being loaded. */
export interface FileInspection {
  readonly name: string;
  /** As stored; null for a stream. */
  readonly storedBytes: number | null;
  readonly compression: Compression;
  /** Decompressed; null when that is not known without reading all. */
  readonly plainBytes: number | null;
  readonly header: SnapshotHeader;
  readonly text: TextLayout;
  readonly markers: StringMarkers;
  /** In the order of the file; null when only the head was read. */
  readonly sections: readonly SectionFacts[] | null;
  /** Whether the file goes on to its last brace; null when that was not looked at. */
  readonly isWhole: boolean | null;
}

/** Bytes before the end of a plain file that are searched for strings that tell the producer. */
const TAIL_BYTES = 512 * 1024;

/**
 * Reads a file's head, and with `sections` its whole length at memory speed, without loading it.
 * A file that is cut is told from whole ones, not refused, as long as its header is there.
 *
 * @throws {SourceError} it cannot be opened.
 * @throws {SnapshotFormatError} FORMAT_TRUNCATED, FORMAT_MISSING, FORMAT_JSON: no header, or none that parses.
 * @throws {UnsupportedSnapshotError} it is something else.
 * @throws {AbortedError} the signal fired.
 */
export async function inspectFile(
  source: SnapshotSource,
  options: InspectOptions = {},
): Promise<FileInspection> {
  const opened = await openByteSource(source);
  try {
    const survey = new SectionSurvey();
    const isScanned = options.sections === true;
    const isCutByCompression = await feedSurvey(opened, survey, options);
    survey.finish();
    const { header } = survey;
    if (header === null) throw noHeader(survey);
    const tail = isScanned ? null : readTail(opened);
    return {
      name: opened.name,
      storedBytes: opened.storedBytes === 0 ? null : opened.storedBytes,
      compression: opened.compression,
      plainBytes: isScanned ? survey.bytes : plainBytesOf(opened),
      header,
      text: survey.text,
      markers: tail === null ? survey.markers : searchTail(tail),
      sections: isScanned ? survey.sections : null,
      isWhole: isScanned
        ? survey.isWhole && !isCutByCompression
        : tail === null
          ? null
          : /\}\s*$/.test(tail.toString("latin1", Math.max(0, tail.length - 64))),
    };
  } finally {
    await opened.close();
  }
}

/** Feeds the survey until it has what it needs; returns whether the compressed data ended too early. */
async function feedSurvey(
  source: ByteSource,
  survey: SectionSurvey,
  options: InspectOptions,
): Promise<boolean> {
  const turn = createTurn(options, () => source.storedPosition(), source.storedBytes);
  try {
    for await (const chunk of source.chunks()) {
      survey.push(chunk);
      if (options.sections !== true && survey.hasHead) break;
      await turn();
    }
    return false;
  } catch (error) {
    const known = explainReadError(error, survey.section, survey.bytes);
    const isCut =
      known instanceof SnapshotFormatError && known.code === "FORMAT_COMPRESSED_TRUNCATED";
    if (isCut && survey.header !== null) return true;
    throw known;
  }
}

function noHeader(survey: SectionSurvey): SnapshotFormatError {
  const isWhole = survey.isWhole;
  return new SnapshotFormatError(
    isWhole ? "FORMAT_MISSING" : "FORMAT_TRUNCATED",
    isWhole ? 'no "snapshot" in the file' : "the snapshot is cut short",
    {
      section: "snapshot",
      byteOffset: survey.bytes,
      expected: isWhole ? "an object" : "more JSON",
      found: isWhole ? "nothing" : "end of file",
    },
  );
}

/** The last bytes of a plain file; null for what has to be streamed. */
function readTail({ plainFile, storedBytes }: ByteSource): Buffer | null {
  if (plainFile === null) return null;
  const length = Math.min(TAIL_BYTES, storedBytes);
  const tail = Buffer.alloc(length);
  return tail.subarray(0, readSync(plainFile, tail, 0, length, storedBytes - length));
}

function searchTail(tail: Buffer): StringMarkers {
  const search = new MarkerSearch();
  search.push(tail);
  return search.finish(false);
}

function plainBytesOf(source: ByteSource): number | null {
  return source.compression === "none" && source.storedBytes > 0 ? source.storedBytes : null;
}

import type { SuspectKind } from "../analysis/suspects/detector.ts";
import type { Fingerprint } from "../analysis/suspects/fingerprint.ts";
import type { Severity, Suspect } from "../analysis/suspects/suspect.ts";

/** What tells a file from another one, and from itself before a change. */
export interface FileKey {
  /** Absolute. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Time of the last change, in ms. */
  readonly changed: number;
}

/** What a fleet keeps of a suspect. */
export interface FleetSuspect {
  readonly finding: string;
  readonly kind: SuspectKind;
  readonly severity: Severity;
  readonly fingerprint: Fingerprint;
  readonly class: string;
  readonly count: number;
  /** Bytes. */
  readonly bytes: number;
  /** `bytes` as a share of the heap, 0 to 1. */
  readonly share: number;
  /** The object through which they are held, as code; null where there is none. */
  readonly at: string | null;
  /** `script:line:column`; null where the file does not tell. */
  readonly location: string | null;
}

/** A file that was read, with all its suspects, most urgent first. */
export interface TriagedFile {
  readonly status: "read";
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes of the heap. */
  readonly totalSize: number;
  readonly suspects: readonly FleetSuspect[];
}

/** A file that could not be read. */
export interface FailedFile {
  readonly status: "failed";
  /** Of the error, e.g. `FORMAT_TRUNCATED`; `READER_ENDED` when the process that read it died. */
  readonly code: string;
  /** The fact, in one line. */
  readonly message: string;
}

/** What became of a file. */
export type FileOutcome = TriagedFile | FailedFile;

/** A file, and what became of it. */
export type FileReport = FileKey & FileOutcome;

/** What a fleet keeps of a suspect. */
export function shorten(suspect: Suspect): FleetSuspect {
  const { finding, kind, severity, fingerprint, count, bytes, share, location, accumulation } =
    suspect;
  return {
    finding,
    kind,
    severity,
    fingerprint,
    class: suspect.class,
    count,
    bytes,
    share,
    at: accumulation?.code ?? null,
    location,
  };
}

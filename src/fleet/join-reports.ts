import type { SuspectKind } from "../analysis/suspects/detector.ts";
import type { Fingerprint } from "../analysis/suspects/fingerprint.ts";
import { SEVERITIES, type Severity } from "../analysis/suspects/suspect.ts";
import type { FailedFile, FileReport, FleetSuspect } from "./file-report.ts";

/** One leak of the code, wherever it was found. */
export interface FleetLeak {
  readonly fingerprint: Fingerprint;
  readonly kind: SuspectKind;
  readonly class: string;
  /** The highest of any file. */
  readonly severity: Severity;
  /** Files, that is processes, that have it. */
  readonly fileCount: number;
  /** Objects in all files. */
  readonly count: number;
  /** In all files. */
  readonly bytes: number;
  /** Where it weighs most. */
  readonly worst: { readonly path: string } & Pick<
    FleetSuspect,
    "finding" | "severity" | "count" | "bytes" | "share" | "at" | "location"
  >;
}

/** What leaks in a fleet. */
export interface FleetResult {
  readonly kind: "fleet";
  /** Files that were named. */
  readonly fileCount: number;
  /** Bytes of all heaps that were read. */
  readonly totalSize: number;
  /** Files with one leak at least. */
  readonly leakingCount: number;
  /** Suspects of a lower severity are no leaks here. */
  readonly minSeverity: Severity;
  /** By bytes, the most first; ties by fingerprint. */
  readonly leaks: readonly FleetLeak[];
  /** Leaks that the limit cut off. */
  readonly omitted: { readonly count: number; readonly bytes: number };
  /** Leaks that a baseline accepts; null without one. */
  readonly accepted: readonly FleetLeak[] | null;
  /** Files that could not be read. */
  readonly failed: readonly (Pick<FailedFile, "code" | "message"> & { readonly path: string })[];
}

/** What to make of reports. */
export interface JoinOptions {
  readonly minSeverity: Severity;
  /** Leaks to return, 0 for all. */
  readonly limit: number;
  /** Hashes of fingerprints that are accepted; null without a baseline. */
  readonly accepted: ReadonlySet<string> | null;
  /** How a path is told. */
  readonly nameOf: (path: string) => string;
}

/** A leak as one file has it. */
interface LeakInFile {
  /** Of several suspects of one fingerprint the weightiest speaks. */
  readonly main: FleetSuspect;
  readonly severity: Severity;
  readonly count: number;
  readonly bytes: number;
}

/** A leak as it is added up. */
interface Draft {
  severity: Severity;
  fileCount: number;
  count: number;
  bytes: number;
  worst: LeakInFile;
  worstPath: string;
}

/** Joins reports of files to leaks by fingerprint. A fingerprint that a file has twice is one leak of that file. */
export function joinReports(reports: readonly FileReport[], options: JoinOptions): FleetResult {
  const { minSeverity, limit, accepted, nameOf } = options;
  const drafts = new Map<string, Draft>();
  let totalSize = 0;
  let leakingCount = 0;
  for (const report of reports) {
    if (report.status === "failed") continue;
    totalSize += report.totalSize;
    const leaks = report.suspects.filter(({ severity }) => rank(severity) >= rank(minSeverity));
    for (const [hash, leak] of groupLeaks(leaks)) add(drafts, hash, leak, report.path);
    if (leaks.some(({ fingerprint }) => accepted?.has(fingerprint.hash) !== true)) leakingCount++;
  }
  const all = [...drafts.values()]
    .map((draft) => finish(draft, nameOf))
    .toSorted((a, b) => b.bytes - a.bytes || (a.fingerprint.hash < b.fingerprint.hash ? -1 : 1));
  const isAccepted = ({ fingerprint }: FleetLeak): boolean =>
    accepted?.has(fingerprint.hash) === true;
  const found = all.filter((leak) => !isAccepted(leak));
  const leaks = limit === 0 ? found : found.slice(0, limit);
  const cut = found.slice(leaks.length);
  return {
    kind: "fleet",
    fileCount: reports.length,
    totalSize,
    leakingCount,
    minSeverity,
    leaks,
    omitted: { count: cut.length, bytes: cut.reduce((sum, { bytes }) => sum + bytes, 0) },
    accepted: accepted === null ? null : all.filter(isAccepted),
    failed: reports.flatMap((report) =>
      report.status === "failed"
        ? [{ path: nameOf(report.path), code: report.code, message: report.message }]
        : [],
    ),
  };
}

function groupLeaks(suspects: readonly FleetSuspect[]): ReadonlyMap<string, LeakInFile> {
  const leaks = new Map<string, LeakInFile>();
  for (const suspect of suspects) {
    const { fingerprint, severity, count, bytes } = suspect;
    const known = leaks.get(fingerprint.hash);
    leaks.set(
      fingerprint.hash,
      known === undefined
        ? { main: suspect, severity, count, bytes }
        : {
            main: bytes > known.main.bytes ? suspect : known.main,
            severity: higher(severity, known.severity),
            count: known.count + count,
            bytes: known.bytes + bytes,
          },
    );
  }
  return leaks;
}

function add(drafts: Map<string, Draft>, hash: string, leak: LeakInFile, path: string): void {
  const draft = drafts.get(hash);
  if (draft === undefined) {
    const { severity, count, bytes } = leak;
    drafts.set(hash, { severity, fileCount: 1, count, bytes, worst: leak, worstPath: path });
    return;
  }
  draft.severity = higher(draft.severity, leak.severity);
  draft.fileCount++;
  draft.count += leak.count;
  draft.bytes += leak.bytes;
  if (leak.bytes <= draft.worst.bytes) return;
  draft.worst = leak;
  draft.worstPath = path;
}

function finish(draft: Draft, nameOf: (path: string) => string): FleetLeak {
  const { worst, worstPath, severity, fileCount, count, bytes } = draft;
  const { fingerprint, kind, finding, share, at, location } = worst.main;
  return {
    fingerprint,
    kind,
    class: worst.main.class,
    severity,
    fileCount,
    count,
    bytes,
    worst: {
      path: nameOf(worstPath),
      finding,
      severity: worst.severity,
      count: worst.count,
      bytes: worst.bytes,
      share,
      at,
      location,
    },
  };
}

function higher(a: Severity, b: Severity): Severity {
  return rank(a) > rank(b) ? a : b;
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

import { RecordingFormatError } from "../errors.ts";
import { MIB } from "./recording-format.ts";
import type { ProcessFacts } from "./recording-lines.ts";
import type { RecordedExit, RecordedMark, RecordedSpan } from "./recording.ts";

/** Lines that are few, each by what stands behind its word; `line` is its position, for errors. */

/** What a reader needs of a META line. */
export interface ReadMeta {
  /** Bytes, null for no limit. */
  readonly limit: number | null;
}

/** @throws {RecordingFormatError} RECORDING_FIELDS */
export function parseMeta(text: string, line: number): ReadMeta {
  let meta: unknown = null;
  try {
    meta = JSON.parse(text);
  } catch {
    // Told below: what the engine says of it names its own characters.
  }
  if (typeof meta !== "object" || meta === null) throw fault(text, "META and a JSON object", line);
  const format = "format" in meta ? meta.format : null;
  if (typeof format !== "string" || !/^heapgraph-mem\/1(?:\.|$)/.test(format))
    throw fault(text, 'META {"format":"heapgraph-mem/1", …}', line);
  const limit = "limit" in meta ? meta.limit : null;
  return { limit: typeof limit === "number" && limit > 0 ? limit : null };
}

/** @throws {RecordingFormatError} RECORDING_FIELDS */
export function parseProcess(text: string, line: number): ProcessFacts {
  const [pid, ppid, startTicks, command] = match(
    text,
    /^(\d+) (\d+) (\d+)(?: (.*))?$/,
    "PROC pid ppid startTicks command",
    line,
  );
  return {
    pid: Number(pid),
    ppid: Number(ppid),
    startTicks: Number(startTicks),
    command: command ?? "",
  };
}

/** @throws {RecordingFormatError} RECORDING_FIELDS */
export function parseExit(text: string, line: number): RecordedExit & { readonly pid: number } {
  const [pid, status, time, more = ""] = match(
    text,
    /^(\d+) (\S+) (\d+(?:\.\d+)?)(?: (.*))?$/,
    "EXIT pid status time",
    line,
  );
  const peak = /(?:^| )peak=(?<mib>\d+(?:\.\d+)?)/.exec(more)?.groups?.["mib"];
  return {
    pid: Number(pid),
    time: Number(time),
    status:
      status === "-" ? null : /^-?\d+$/.test(status ?? "") ? Number(status) : (status ?? null),
    // In whole KiB, as the kernel has it.
    peakRss: peak === undefined ? null : Math.round(Number(peak) * 1024) * 1024,
  };
}

/** @throws {RecordingFormatError} RECORDING_FIELDS */
export function parseMark(text: string, line: number): RecordedMark {
  const [time, what = "", detail = ""] = match(
    text,
    /^(\d+(?:\.\d+)?) (\S+)(?: (.*))?$/,
    "MARK time kind",
    line,
  );
  const about = /^(?:snapshot|signal)$/.test(what) ? /^(\d+) (.*)$/.exec(detail) : null;
  return {
    time: Number(time),
    what,
    pid: about === null ? null : Number(about[1]),
    text: about === null ? detail : about[2],
  };
}

/** @throws {RecordingFormatError} RECORDING_FIELDS */
export function parseFunction(text: string, line: number): RecordedSpan {
  const [name = "", startMemory, start, endMemory, end, level] = match(
    text,
    // Names may have blanks in them, those of mprof's time stamps above all.
    /^(.+?) (-?\d+(?:\.\d+)?) (\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?) (\d+(?:\.\d+)?)(?: (\d+))?$/,
    "FUNC name memory time memory time",
    line,
  );
  return {
    name,
    from: Number(start),
    to: Number(end),
    memory: [Math.round(Number(startMemory) * MIB), Math.round(Number(endMemory) * MIB)],
    level: level === undefined ? null : Number(level),
  };
}

function match(
  text: string,
  pattern: RegExp,
  expected: string,
  line: number,
): (string | undefined)[] {
  const found = pattern.exec(text);
  if (found === null) throw fault(text, expected, line);
  return found.slice(1);
}

function fault(text: string, expected: string, line: number): RecordingFormatError {
  const found = text.length <= 60 ? text : `${text.slice(0, 60)}…`;
  return new RecordingFormatError("RECORDING_FIELDS", "wrong fields", {
    line,
    expected,
    found: JSON.stringify(found),
  });
}

/** Base class of every error heapgraph raises on purpose; `code` is stable and part of the API. */
export class HeapgraphError extends Error {
  override name = "HeapgraphError";
  /** Stable identifier in capitals, e.g. `FORMAT_TRUNCATED`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What every {@link SnapshotFormatError} can say about the place and the fault. */
export interface FormatFault {
  /** Top-level key of the file the fault lies in, e.g. `edges`; absent before the first key. */
  readonly section?: string;
  /** Position in the (decompressed) bytes of the file, counted from 0; absent where it is unknown. */
  readonly byteOffset?: number;
  readonly expected?: string;
  readonly found?: string;
}

/** The file claims to be a heap snapshot but breaks the format; codes begin with `FORMAT_`. */
export class SnapshotFormatError extends HeapgraphError {
  override name = "SnapshotFormatError";
  readonly section: string | undefined;
  readonly byteOffset: number | undefined;
  readonly expected: string | undefined;
  readonly found: string | undefined;
  /** The file, where whoever opened it has said so. */
  path?: string;

  constructor(code: string, fact: string, fault: FormatFault = {}, options?: ErrorOptions) {
    super(code, describeFault(fact, fault), options);
    this.section = fault.section;
    this.byteOffset = fault.byteOffset;
    this.expected = fault.expected;
    this.found = fault.found;
  }
}

/** What every {@link RecordingFormatError} can say about the place and the fault. */
export interface RecordingFault {
  /** From 1. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/** A recording of memory over time breaks its format; codes begin with `RECORDING_`. */
export class RecordingFormatError extends HeapgraphError {
  override name = "RecordingFormatError";
  /** From 1. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
  /** The file, where whoever opened it has said so. */
  path?: string;

  constructor(code: string, fact: string, fault: RecordingFault) {
    super(code, `line ${fault.line}: ${fact}: expected ${fault.expected}, found ${fault.found}`);
    this.line = fault.line;
    this.expected = fault.expected;
    this.found = fault.found;
  }
}

/** A known format that is not a heap snapshot, or a compression this Node cannot read; codes begin with `UNSUPPORTED_`. */
export class UnsupportedSnapshotError extends HeapgraphError {
  override name = "UnsupportedSnapshotError";
  /** What the file is, e.g. `JavaScriptCore heap snapshot`. */
  readonly formatName: string;
  /** The file, where whoever opened it has said so. */
  path?: string;

  constructor(code: string, formatName: string, message: string) {
    super(code, message);
    this.formatName = formatName;
  }
}

/** A file, stream or folder cannot be opened or read; `cause` is the system's error. Code `SOURCE_*`. */
export class SourceError extends HeapgraphError {
  override name = "SourceError";
  readonly path: string;

  constructor(code: string, path: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.path = path;
  }
}

/** A structural invariant of the graph does not hold; codes begin with `INTEGRITY_`. */
export class IntegrityError extends HeapgraphError {
  override name = "IntegrityError";
  /** Top-level key of the file the fault lies in. */
  readonly section: string;
  /** Which record of the section, counted from 0; undefined when it is the section as a whole. */
  readonly position: number | undefined;
  readonly expected: string;
  readonly found: string;

  constructor(
    code: string,
    message: string,
    fault: Pick<IntegrityError, "section" | "position" | "expected" | "found">,
  ) {
    super(code, message);
    this.section = fault.section;
    this.position = fault.position;
    this.expected = fault.expected;
    this.found = fault.found;
  }
}

/** Something asked for by name or id is not in the snapshot; `suggestions` are near names, best first. */
export class NotFoundError extends HeapgraphError {
  override name = "NotFoundError";
  readonly what: string;
  readonly suggestions: readonly string[];

  constructor(code: string, what: string, message: string, suggestions: readonly string[] = []) {
    super(code, message);
    this.what = what;
    this.suggestions = suggestions;
  }
}

/** A pattern, size or other text of the user cannot be understood; `column` counts from 0. Code `SYNTAX_*`. */
export class TextSyntaxError extends HeapgraphError {
  override name = "TextSyntaxError";
  readonly text: string;
  readonly column: number;

  constructor(code: string, text: string, column: number, message: string) {
    super(code, message);
    this.text = text;
    this.column = column;
  }
}

/** A file of settings, a budget or a baseline, cannot be understood. Code `SETTINGS_*`. */
export class SettingsError extends HeapgraphError {
  override name = "SettingsError";
  /** The file, or what the settings are. */
  readonly path: string;
  /** From 1; null where it is not one place, or the settings are no text. */
  readonly line: number | null;
  readonly column: number | null;

  constructor(
    code: string,
    path: string,
    what: string,
    place: { readonly line: number; readonly column: number } | null = null,
  ) {
    super(code, `${path}${place === null ? "" : `:${place.line}:${place.column}`}: ${what}`);
    this.path = path;
    this.line = place?.line ?? null;
    this.column = place?.column ?? null;
  }
}

/** Ids of two snapshots cannot be compared where they must be. Code `IDS_DIFFER`. */
export class IdSpaceError extends HeapgraphError {
  override name = "IdSpaceError";

  constructor(message: string) {
    super("IDS_DIFFER", message);
  }
}

/** The caller's AbortSignal fired. */
export class AbortedError extends HeapgraphError {
  override name = "AbortedError";

  constructor(options?: ErrorOptions) {
    super("ABORTED", "reading was stopped", options);
  }
}

function describeFault(fact: string, fault: FormatFault): string {
  let text = fact;
  if (fault.expected !== undefined) text += `: expected ${fault.expected}`;
  if (fault.found !== undefined)
    text += `${fault.expected === undefined ? ":" : ","} found ${fault.found}`;
  const place: string[] = [];
  if (fault.section !== undefined) place.push(`section "${fault.section}"`);
  if (fault.byteOffset !== undefined) place.push(`byte ${fault.byteOffset}`);
  return place.length > 0 ? `${text} (${place.join(", ")})` : text;
}

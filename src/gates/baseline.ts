import { compareTexts } from "../analysis/compare-texts.ts";
import type { Suspect } from "../analysis/suspects/suspect.ts";
import { SettingsError } from "../errors.ts";

/** A suspect that somebody knows and accepts. */
export interface BaselineEntry {
  /** {@link Fingerprint.hash}. */
  readonly fingerprint: string;
  /** {@link Fingerprint.text}, for whoever reviews the file. */
  readonly text: string;
  /** Why it is accepted; whoever reviews writes it, and updates keep it. */
  readonly note: string | null;
}

/** What a baseline says of the suspects that were found. */
export interface BaselineReport {
  /** Found and known. */
  readonly accepted: readonly BaselineEntry[];
  /** Known and not found any more: entries to remove. */
  readonly stale: readonly BaselineEntry[];
}

const ENTRY_KEYS = new Set(["fingerprint", "text", "note"]);

/**
 * Reads a baseline.
 * @param name - of the file, for errors.
 * @throws {SettingsError} SETTINGS_BASELINE
 */
export function parseBaseline(text: string, name: string): readonly BaselineEntry[] {
  const fault = (what: string): SettingsError => new SettingsError("SETTINGS_BASELINE", name, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault("is no JSON");
  }
  const suspects: unknown = isRecord(value) ? value["suspects"] : null;
  if (!isRecord(value) || value["kind"] !== "baseline" || !Array.isArray(suspects))
    throw fault('is no baseline: expected {"kind": "baseline", "suspects": [...]}');
  return suspects.map((one: unknown, at) => {
    const where = `suspects[${at}]`;
    if (!isRecord(one)) throw fault(`${where} is no object`);
    const unknown = Object.keys(one).find((key) => !ENTRY_KEYS.has(key));
    if (unknown !== undefined) throw fault(`${where} has an unknown key "${unknown}"`);
    const { fingerprint, text: form = "", note = null } = one;
    if (typeof fingerprint !== "string" || !/^[\da-f]{12}$/.test(fingerprint))
      throw fault(`${where}.fingerprint: expected twelve hexadecimal digits`);
    if (typeof form !== "string" || (note !== null && typeof note !== "string"))
      throw fault(`${where}: text and note are strings`);
    return { fingerprint, text: form, note };
  });
}

/** Tells known suspects from new ones, and entries that nothing stands for any more. */
export function compareBaseline(
  entries: readonly BaselineEntry[],
  suspects: readonly Pick<Suspect, "fingerprint">[],
): BaselineReport {
  const found = new Set(suspects.map(({ fingerprint }) => fingerprint.hash));
  return {
    accepted: entries.filter(({ fingerprint }) => found.has(fingerprint)),
    stale: entries.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

/** The baseline that accepts some suspects; notes of the old one stay. One line an entry, in order of text. */
export function writeBaseline(
  suspects: readonly Pick<Suspect, "fingerprint">[],
  old: readonly BaselineEntry[],
): string {
  const notes = new Map(old.map(({ fingerprint, note }) => [fingerprint, note]));
  const entries = new Map(
    suspects.map(({ fingerprint: { hash, text } }) => [
      hash,
      { fingerprint: hash, text, note: notes.get(hash) ?? null },
    ]),
  );
  const lines = [...entries.values()]
    .toSorted((a, b) => compareTexts(a.text, b.text) || compareTexts(a.fingerprint, b.fingerprint))
    .map(
      ({ note, ...entry }) =>
        `    ${JSON.stringify(note === null ? entry : Object.assign(entry, { note }))}`,
    );
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "kind": "baseline",\n  "schema": 1,\n  "suspects": ${list}\n}\n`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

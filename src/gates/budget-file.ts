import { LineCounter, parseDocument } from "yaml";
import { SettingsError } from "../errors.ts";
import { type BudgetPlace, type BudgetRules, readBudget } from "./budget.ts";

/**
 * Reads a budget written as YAML, or as JSON, which is YAML, too.
 * @param name - of the file, for errors.
 * @throws {SettingsError} SETTINGS_BUDGET with line and column.
 */
export function parseBudget(text: string, name: string): BudgetRules {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number, what: string): SettingsError => {
    const { line, col } = lineCounter.linePos(offset);
    return new SettingsError("SETTINGS_BUDGET", name, what, { line, column: col });
  };
  const [error] = document.errors;
  if (error !== undefined) throw at(error.pos[0], firstLine(error.message));
  return readBudget(document.toJS({ maxAliasCount: 100 }) as unknown, (place, what) =>
    at(findPlace(document, place), place.length === 0 ? what : `${place.join(".")}: ${what}`),
  );
}

/** Offset of a key, or where there is none, of what it should be in. */
function findPlace(document: ReturnType<typeof parseDocument>, place: BudgetPlace): number {
  const parent: unknown =
    place.length > 1 ? document.getIn(place.slice(0, -1), true) : document.contents;
  const items: unknown = (parent as { items?: unknown } | null)?.items;
  if (!Array.isArray(items)) return rangeOf(parent) ?? 0;
  for (const item of items as { key: unknown }[]) {
    const value = (item.key as { value?: unknown } | null)?.value ?? item.key;
    if (String(value) === place.at(-1)) return rangeOf(item.key) ?? 0;
  }
  return rangeOf(parent) ?? 0;
}

function rangeOf(node: unknown): number | null {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? null;
}

function firstLine(text: string): string {
  return text.split("\n")[0];
}

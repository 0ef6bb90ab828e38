import stringWidth from "string-width";
import { escapeText, formatId } from "./format.ts";
import { type Labelled, NAME_WIDTH, objectLabel } from "./object-label.ts";
import { cutToWidth } from "./table.ts";

/** How much room the parts of a row may take. */
export interface RowRoom {
  /** Columns of a reference as code. */
  readonly edgeWidth: number;
  /** Columns of a name, see {@link objectLabel}. */
  readonly nameWidth: number;
  /** What is told beside them. */
  readonly detail: Detail;
}

/** `full` has places and all ids, `less` no places, `least` one id, `none` ids of single objects alone. */
export type Detail = "full" | "less" | "least" | "none";

/** From comfortable to narrow. */
const ROOMS: readonly RowRoom[] = [
  { edgeWidth: 40, nameWidth: NAME_WIDTH, detail: "full" },
  { edgeWidth: 40, nameWidth: NAME_WIDTH, detail: "less" },
  { edgeWidth: 40, nameWidth: NAME_WIDTH, detail: "least" },
  { edgeWidth: 32, nameWidth: 32, detail: "least" },
  { edgeWidth: 24, nameWidth: 24, detail: "least" },
  { edgeWidth: 24, nameWidth: 24, detail: "none" },
  { edgeWidth: 16, nameWidth: 16, detail: "none" },
  { edgeWidth: 12, nameWidth: 12, detail: "none" },
  { edgeWidth: 8, nameWidth: 8, detail: "none" },
];

/** Characters of a text that are looked at: names and keys can be whole files. */
const MAX_LENGTH = 400;

/**
 * The text of a row in the most comfortable way that fits its space; what does not fit in any way is cut and
 * ends in `…`, but not within an id.
 * @param prefix - what the row begins with.
 * @param describe - parts of the row, safe for a terminal; empty ones are left out.
 */
export function fitRow(
  prefix: string,
  space: number,
  describe: (room: RowRoom) => readonly string[],
): string {
  let text = "";
  for (const room of ROOMS) {
    text =
      prefix +
      describe(room)
        .filter((part) => part !== "")
        .join("  ");
    if (stringWidth(text) <= space) return text;
  }
  return cutToWidth(text, space).replace(/ ?@\d*…$/, "…");
}

/** What a label without an id is made of. */
export type Named = Omit<Labelled, "id">;

/** {@link objectLabel} in the words of people: never blank, scopes called so. Not yet safe for a terminal. */
export function plainLabel(object: Named, width: number = NAME_WIDTH): string {
  // V8 names the scopes of functions so, some versions with the kind and an id behind.
  if (/^system \/ Context\b/.test(object.class)) return "scope";
  const label = objectLabel({ id: null, ...object }, width);
  return label.trim() === "" ? "(no name)" : label;
}

/** {@link plainLabel}, safe for a terminal. */
export function labelOf(object: Named, width?: number): string {
  return escapeText(plainLabel(object, width));
}

/** A reference as code, safe for a terminal, cut to a width. */
export function shortCode(code: string, width: number): string {
  // Not through the middle of a surrogate pair.
  const start =
    code.length > MAX_LENGTH
      ? `${code.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, "")}…`
      : code;
  return cutToWidth(escapeText(start), width);
}

/** ` @17, @21, …`: the ids known of some objects, as many as there is room for; "" for none. */
export function listIds(
  { ids, count }: { readonly ids: readonly number[]; readonly count: number },
  detail: Detail,
): string {
  if (ids.length === 0 || (detail === "none" && count > 1)) return "";
  const most = detail === "least" ? 1 : ids.length;
  const shown = ids.slice(0, most).map(formatId).join(", ");
  return ` ${shown}${count > Math.min(most, ids.length) ? ", …" : ""}`;
}

/** All rounding and wording of numbers and names in text output; locale-free, so goldens are stable. */

export {
  formatBytes,
  formatCount,
  formatPercent,
  formatQuantity,
} from "../analysis/quantity-text.ts";

/** A number with its sign; 0 has none and no unit. */
export function formatSigned(value: number, format: (value: number) => string): string {
  if (value === 0) return "0";
  return value > 0 ? `+${format(value)}` : `-${format(-value)}`;
}

/** A node's id as users know it. */
export function formatId(id: number): string {
  return `@${id}`;
}

/** `–` for what only the root leads to (system distance) or nothing does. */
export function formatDistance(distance: number | null): string {
  return distance === null || distance < 0 || distance >= 100_000_000 ? "–" : String(distance);
}

/** Text of at most `length` UTF-16 units and a sign that more follows; surrogate pairs stay whole. */
export function cutLong(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

// Controls, line and paragraph separators, bidi marks and overrides, invisible joiners, lone surrogates.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- these are what must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** Text from a file made safe for a terminal: what has no picture of its own becomes a visible escape. */
export function escapeText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    switch (character) {
      case "\n":
        return "\\n";
      case "\r":
        return "\\r";
      case "\t":
        return "\\t";
      default:
        return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    }
  });
}

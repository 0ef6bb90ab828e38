/** All rounding and wording of numbers and names in text output; locale-free, so goldens are stable. */

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as DevTools writes them: 1 kB = 1000 bytes, one decimal below 100. */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? "-" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  // What would round up to 1000 is written in the next unit.
  while (unit < UNITS.length - 1 && roundTo(value, unit) >= 1000) {
    value /= 1000;
    unit++;
  }
  const rounded = roundTo(value, unit);
  const text = unit > 0 && rounded < 100 ? rounded.toFixed(1) : String(rounded);
  return `${sign}${text} ${UNITS[unit]}`;
}

function roundTo(value: number, unit: number): number {
  return unit > 0 && value < 99.95 ? Math.round(value * 10) / 10 : Math.round(value);
}

/** An integer with commas between groups of three digits. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A number with its sign; 0 has none and no unit. */
export function formatSigned(value: number, format: (value: number) => string): string {
  if (value === 0) return "0";
  return value > 0 ? `+${format(value)}` : `-${format(-value)}`;
}

/** A share of 0 to 1 in percent, one decimal below 10. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  return `${percent < 9.95 ? percent.toFixed(1) : String(Math.round(percent))} %`;
}

/** A node's id as users know it. */
export function formatId(id: number): string {
  return `@${id}`;
}

/** `–` for what only the root leads to (system distance) or nothing does. */
export function formatDistance(distance: number | null): string {
  return distance === null || distance < 0 || distance >= 100_000_000 ? "–" : String(distance);
}

/** A word in singular or plural behind its count: `1 node`, `2 nodes`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
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

import stringWidth from "string-width";

// Thousandths of the font size, for the characters from blank to tilde: Helvetica Bold, which no usual
// sans-serif font at normal weight is wider than.
const WIDTHS = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
  611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
  278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/** Emoji are the widest. */
const WIDE = 1250;
const NARROW = 850;

/** What a character of a monospace font takes, of the font size. */
const MONOSPACE = 0.602;

/** Room that a text takes at most in a sans-serif font, in the unit of `fontSize`. */
export function sansWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    sum +=
      code >= 32 && code < 127
        ? WIDTHS[code - 32]
        : character === "·"
          ? WIDTHS[0]
          : otherWidth(character);
  }
  return (sum / 1000) * fontSize;
}

/** Room that a text takes at most in a monospace font, in the unit of `fontSize`. */
export function monospaceWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const character of text) {
    const columns = stringWidth(character);
    sum += columns === 2 ? WIDE / 1000 : columns * MONOSPACE;
  }
  return sum * fontSize;
}

/**
 * Blanks around a text that stands beside a line, so that Graphviz, for which a wide character is as wide as
 * a blank, keeps enough room; the SVG has them taken off again ({@link PADDING}).
 */
export function padForGraphviz(text: string): string {
  const needed = monospaceWidth(text, 1) / MONOSPACE - Array.from(text).length;
  const blanks = PADDING.repeat(1 + Math.max(0, Math.ceil(needed / 2)));
  return `${blanks}${text}${blanks}`;
}

/** The blank of {@link padForGraphviz}. */
export const PADDING = "\u00a0";

/** Breaks a text between words, or in a word that is longer than a line. */
export function wrapText(
  text: string,
  width: number,
  measure: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (line !== "" && measure(line + character) > width) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function otherWidth(character: string): number {
  const columns = stringWidth(character);
  return columns === 2 ? WIDE : columns === 0 ? 0 : character === "…" ? 1000 : NARROW;
}

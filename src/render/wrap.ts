import stringWidth from "string-width";

/**
 * Lines of pieces that belong together; breaks stand between pieces, or within one that is wider than a line.
 * Nothing is left out but blanks at the ends of lines.
 * @param indent - what lines behind the first begin with.
 */
export function wrapPieces(pieces: readonly string[], width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  /** Columns of `line`. */
  let used = 0;
  let isBlank = true;
  const breakLine = (): void => {
    lines.push(line.trimEnd());
    line = indent;
    used = stringWidth(indent);
    isBlank = true;
  };
  for (const piece of pieces) {
    const own = stringWidth(piece.trimEnd());
    // What no line has room for need not begin one.
    const fitsAlone = own <= width - indent.length;
    if (!isBlank && fitsAlone && used + own > width) breakLine();
    const whole: string = isBlank && lines.length > 0 ? piece.trimStart() : piece;
    if (used + stringWidth(whole.trimEnd()) <= width) {
      line += whole;
      used += stringWidth(whole);
      isBlank &&= whole === "";
      continue;
    }
    for (const character of whole) {
      const columns = stringWidth(character);
      if (!isBlank && used + columns > width) breakLine();
      line += character;
      used += columns;
      isBlank = false;
    }
  }
  if (!isBlank || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** A sentence in lines, broken between words. */
export function wrapWords(text: string, width: number, indent = ""): string[] {
  return wrapPieces(text.split(/(?<= )/), width, indent);
}

/**
 * Where a way written as code may be broken: before a property, an index, an arrow; never inside of brackets,
 * whose keys may hold anything.
 */
export function splitCode(code: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let open = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code[at];
    if (open > 0 && character === '"') {
      at = endOfString(code, at);
      continue;
    }
    const isBoundary =
      open === 0 &&
      // What stands in angle brackets behind a dot is one with it.
      ((/[.[<]/.test(character) && !(character === "<" && code[at - 1] === ".")) ||
        code.startsWith(" → ", at));
    if (isBoundary && at > start) {
      pieces.push(code.slice(start, at));
      start = at;
    }
    if (/[([<]/.test(character)) open++;
    else if (/[)\]>]/.test(character) && open > 0) open--;
  }
  return [...pieces, code.slice(start)];
}

/** Position of the quote that ends the string which begins at `start`; the last character without one. */
function endOfString(code: string, start: number): number {
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === '"') return at;
  }
  return code.length - 1;
}

/** The most names, from the first on, that a shape's text has room for. */
export function cutShape(names: readonly string[]): string[] {
  const kept: string[] = [];
  for (const name of names) {
    const before = writeShape(kept).slice(0, -1);
    if (before !== "{" && before.length + writeName(name).length > 120) break;
    kept.push(name);
  }
  return kept;
}

/** `{a, b}`; no comma behind nothing, so an empty first name leaves no trace. */
export function writeShape(names: readonly string[]): string {
  const text = names.map(writeName).join(", ");
  return `{${text.replace(/^(, )+/, "")}}`;
}

function writeName(name: string): string {
  const marks = ['"', "'", ",", "{", "}"];
  return marks.some((mark) => name.includes(mark)) ? JSON.stringify(name) : name;
}

import { escapeText } from "./format.ts";

// No characters to XML: a reader refuses the whole file.
const NON_CHARACTERS = /[\ufffe\uffff]/g;

/** Text from a file made safe for a picture: what has no picture of its own becomes a visible escape. */
export function visibleText(text: string): string {
  return escapeText(text).replaceAll(
    NON_CHARACTERS,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

/** Text as the content of an XML element or a quoted attribute. */
export function escapeXml(text: string): string {
  return visibleText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/**
 * Lines as a quoted `label`, one below the other. Graphviz decodes entities even between quotes, then reads
 * backslashes once (`\N` would be the node's name).
 */
export function dotLabel(lines: readonly string[]): string {
  return quoteLines(lines, 2);
}

/** Lines as a quoted `tooltip`, whose backslashes Graphviz reads twice. */
export function dotTooltip(lines: readonly string[]): string {
  return quoteLines(lines, 4);
}

/** Text inside of an HTML-like label. It must not be empty between tags: Graphviz drops the whole label then. */
export function dotHtml(text: string): string {
  return multiplyBackslashes(escapeXml(text), 2);
}

/** Text behind `//`: it cannot leave its line. */
export function dotComment(text: string): string {
  return `// ${visibleText(text)}`;
}

function quoteLines(lines: readonly string[], backslashes: number): string {
  const texts = lines.map((line) => multiplyBackslashes(escapeXml(line), backslashes));
  return `"${texts.join(String.raw`\n`)}"`;
}

function multiplyBackslashes(text: string, times: number): string {
  return text.replaceAll("\\", "\\".repeat(times));
}

import { escapeXml } from "./dot-text.ts";

/** An element of an SVG. Texts are plain: {@link writeElement} escapes them. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgElement | string)[];
}

/** An element; attributes that are undefined are left away. */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  children: readonly (SvgElement | string)[] = [],
): SvgElement {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const texts = given.map(([key, value]) => [key, String(value)]);
  return { name, attributes: Object.fromEntries(texts), children };
}

/** An element and all in it as XML. */
export function writeElement(element: SvgElement): string {
  const { name, attributes, children } = element;
  const head = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join("")}`;
  if (children.length === 0) return `${head}/>`;
  const isText = children.some((child) => typeof child === "string");
  const content = children.map((child) =>
    typeof child === "string" ? escapeLines(child) : writeElement(child),
  );
  return isText
    ? `${head}>${content.join("")}</${name}>`
    : `${head}>\n${content.join("\n")}\n</${name}>`;
}

/** Line breaks are ours: those of names have become visible before. */
function escapeLines(text: string): string {
  return text.split("\n").map(escapeXml).join("\n");
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<(?<end>\/?)(?<name>[\w:-]+)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<empty>\/?)>|(?<text>[^<]+)/gy;

const ATTRIBUTE = /(?<key>[\w:-]+)="(?<value>[^"]*)"/g;

/**
 * Reads XML as Graphviz writes it: elements, attributes in double quotes, text, entities by number and the
 * five that XML names. Comments and declarations are dropped.
 * @throws {RangeError} at anything else.
 */
export function parseSvg(xml: string): SvgElement {
  const document: Opened = { name: "", attributes: {}, children: [] };
  const open: Opened[] = [document];
  let at = 0;
  for (const match of xml.matchAll(TOKEN)) {
    at = match.index + match[0].length;
    const { name, attributes = "", end, empty, text } = match.groups ?? {};
    const parent = open.at(-1) ?? document;
    if (text !== undefined) {
      // Blanks between elements say nothing.
      if (parent.name === "text" || parent.name === "title" || text.trim() !== "")
        parent.children.push(decodeEntities(text));
    } else if (name !== undefined && end === "/") {
      if (parent.name !== name || parent === document)
        throw new RangeError(`unexpected </${name}>`);
      open.pop();
    } else if (name !== undefined) {
      const element = { name, attributes: parseAttributes(attributes), children: [] };
      parent.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const root = document.children.find((child) => typeof child !== "string");
  if (at < xml.length || open.length !== 1 || root === undefined)
    throw new RangeError(`not an SVG of Graphviz, at character ${at}`);
  return root;
}

/** All elements in one, itself first, in the order of the text. */
export function* walkElements(element: SvgElement): Generator<SvgElement> {
  yield element;
  for (const child of element.children) if (typeof child !== "string") yield* walkElements(child);
}

/** The text in an element, without that of elements in it. */
export function textOf(element: SvgElement): string {
  return element.children.filter((child) => typeof child === "string").join("");
}

interface Opened extends SvgElement {
  readonly children: (SvgElement | string)[];
}

function parseAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(ATTRIBUTE)].map(({ groups = {} }) => [
    groups["key"],
    decodeEntities(groups["value"]),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#x(?<hex>[\da-f]+)|#(?<code>\d+)|(?<name>\w+));/gi,
    (all, ...rest) => {
      const { hex, code, name } = rest.at(-1) as Record<string, string | undefined>;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (code !== undefined) return String.fromCodePoint(Number(code));
      return ENTITIES[name ?? ""] ?? all;
    },
  );
}

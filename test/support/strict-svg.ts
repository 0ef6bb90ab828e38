import { expect } from "vitest";

/** What an SVG says, read by other means than those that wrote it. */
export interface ReadSvg {
  /** Contents of `<text>`, decoded, in order. */
  readonly texts: readonly string[];
  /** Contents of `<title>`, decoded, in order; the picture's own first. */
  readonly titles: readonly string[];
  readonly description: string;
}

const ELEMENTS = "svg title desc style rect path polygon polyline ellipse text g".split(" ");
const ATTRIBUTES =
  "xmlns class fill-opacity stroke-linejoin role id aria-labelledby aria-describedby width height viewBox style fill stroke stroke-width stroke-dasharray transform d points cx cy rx ry x y text-anchor font-size font-weight font-family".split(
    " ",
  );

/**
 * Checks that a text is well-formed XML of harmless elements and attributes only: whatever can run, load or
 * hide something is neither of those.
 */
export function readStrictly(svg: string): ReadSvg {
  // oxlint-disable-next-line no-control-regex -- what XML 1.0 does not allow
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
  const read = { texts: [] as string[], titles: [] as string[], description: "" };
  const open: string[] = [];
  let content = "";
  let at = 0;
  while (at < svg.length) {
    if (svg[at] !== "<") {
      const end = svg.indexOf("<", at);
      const text = svg.slice(at, end < 0 ? svg.length : end);
      if (open.length === 0) expect(text.trim()).toBe("");
      content += decode(text);
      at += text.length;
      continue;
    }
    const end = svg.indexOf(">", at);
    expect(end).toBeGreaterThan(at);
    const tag = svg.slice(at + 1, end);
    at = end + 1;
    if (tag.startsWith("!--")) {
      expect(tag).toMatch(/^!-- [\w ]+ --$/);
      continue;
    }
    if (tag.startsWith("/")) {
      const name = open.pop();
      expect(tag).toBe(`/${name}`);
      if (name === "text") read.texts.push(content);
      if (name === "title") read.titles.push(content);
      if (name === "desc") read.description = content;
      if (name === "style") expect(content).not.toMatch(/url|@import|expression|javascript|\\/i);
      continue;
    }
    const name = /^[\w:-]+/.exec(tag)?.[0] ?? "";
    expect(ELEMENTS).toContain(name);
    checkAttributes(tag.slice(name.length).replace(/\/$/, ""));
    if (!tag.endsWith("/")) open.push(name);
    content = "";
  }
  expect(open).toEqual([]);
  return read;
}

function checkAttributes(text: string): void {
  const pair = /\s+([\w:-]+)="([^"<]*)"/gy;
  const seen = new Set<string>();
  let end = 0;
  for (const match of text.matchAll(pair)) {
    const [whole, name, value] = match;
    end = match.index + whole.length;
    expect(ATTRIBUTES).toContain(name);
    expect(seen).not.toContain(name);
    seen.add(name);
    if (name !== "transform") expect(decode(value)).not.toMatch(/[()<>\\]/);
    if (name === "style") expect(value).toMatch(/^min-width:\d+px$/);
  }
  expect(text.slice(end).trim()).toBe("");
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decode(text: string): string {
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
  return text.replaceAll(/&(\w+);/g, (_, name: string) => NAMED[name]);
}

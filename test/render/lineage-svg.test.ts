import { instance } from "@viz-js/viz";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LineagePicture } from "../../src/analysis/lineage-picture.ts";
import { visibleText } from "../../src/render/dot-text.ts";
import { boxText, edgeLines, edgeTooltip } from "../../src/render/lineage-box-text.ts";
import { type PictureCaption, renderLineageDot } from "../../src/render/lineage-dot.ts";
import { toLineageGraph } from "../../src/render/lineage-graph.ts";
import { renderLineageSvg, SVG_MARK } from "../../src/render/lineage-svg.ts";
import { DARK_THEME, LIGHT_THEME, type Surface } from "../../src/render/lineage-theme.ts";
import { makeBox, makeEdge, moreBox, sessionsPicture } from "../support/lineage-pictures.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";
import { readStrictly } from "../support/strict-svg.ts";

const CAPTION: PictureCaption = {
  title: "Who holds 400 Session, 28.8 kB shallow, 454 kB retained (3.8 % of the heap)",
  source: "after.heapsnapshot",
  command: "heapgraph backrefs after.heapsnapshot --type Session --svg sessions.svg",
  notes: ["3 weak references not drawn; --weak draws them"],
};

const viz = await instance();

/** All the way from a picture to its SVG, in this thread. */
function draw(picture: LineagePicture, caption: PictureCaption = CAPTION): string {
  const graph = toLineageGraph(picture);
  const { output, errors } = viz.render(renderLineageDot(graph), { format: "svg" });
  expect(errors.filter(({ level }) => level === "error")).toEqual([]);
  return renderLineageSvg(output ?? "", graph, caption);
}

describe("renderLineageSvg", () => {
  it("draws all kinds of boxes and references", async () => {
    const svg = draw(sessionsPicture());
    await expect(svg).toMatchFileSnapshot("../golden/lineage/sessions.svg");
  });

  it("is an image with a name and a description, known as heapgraph's by its head", () => {
    const svg = draw(sessionsPicture());
    const head = svg.slice(0, svg.indexOf(">"));
    expect(svg.slice(0, 1024)).toContain(SVG_MARK);
    expect(head).toContain('role="img"');
    const [, id] = /aria-labelledby="([^"]*)"/.exec(head) ?? [];
    expect(svg).toContain(`<title id="${id}">Who holds 400 Session`);
    const { titles, description } = readStrictly(svg);
    expect(titles[0]).toBe(CAPTION.title);
    expect(description).toContain("Map holds Session by .get(*) (retained 454 kB)");
    expect(description).toContain("--weak draws them");
  });

  it("shows the caption, and a legend of what occurs", () => {
    const { texts } = readStrictly(draw(sessionsPicture()));
    expect(texts).toContain(CAPTION.source);
    expect(texts).toContain(CAPTION.command);
    expect(texts).toContain("objects asked for");
    expect(texts).toContain("more objects that are left out");
    expect(texts).toContain("3 weak references not drawn; --weak draws them");
    expect(readStrictly(draw({ boxes: [makeBox()], edges: [] })).texts).not.toContain(
      "highlighted",
    );
  });

  it("breaks long captions into lines", () => {
    const command = `heapgraph backrefs ${"--ignore Something ".repeat(20)}${"x".repeat(3000)}`;
    const { texts } = readStrictly(draw(sessionsPicture(), { title: "T", command }));
    expect(texts[1]).toMatch(/^heapgraph backrefs( --ignore Something)+( --ignore)?$/);
    expect(texts.filter((text) => text === "…")).toHaveLength(1);
  });

  it("brings up ids, places and roles when a pointer rests on a box", () => {
    const { titles } = readStrictly(draw(sessionsPicture()));
    expect(titles).toContain(
      [
        "Session",
        "400 objects, 28.8 kB, retained 454 kB",
        "@9001 @9003 @9005 …",
        "/srv/app/lib/session.js:12:3",
        "distance 6",
        "asked for",
      ].join("\n"),
    );
  });

  it("shrinks wide pictures only as far as they can be read", () => {
    const boxes = Array.from({ length: 8 }, () => makeBox({ class: "C".repeat(32) }));
    expect(draw({ boxes, edges: [] })).toMatch(/style="min-width:\d+px"/);
    expect(draw(sessionsPicture())).not.toContain("min-width");
  });

  it("refuses what is no layout", () => {
    const graph = toLineageGraph({ boxes: [], edges: [] });
    for (const text of ["", "<svg>", "<svg></g>", "no", "<svg/>", '<svg viewBox="0 0 8 8"/>'])
      expect(() => renderLineageSvg(text, graph, CAPTION)).toThrow(RangeError);
  });

  it("takes over nothing but shapes and texts", () => {
    const layout = `<svg viewBox="0 0 9 9"><g transform="translate(4 5)" onload="alert(1)"><script>alert(1)</script>
      <g class="node x"><a xlink:href="http://example.com" xlink:title="tip"><path d="M1,1" fill="url(#a)" onclick="x()"/>
      <foreignObject><text x="1">kept</text></foreignObject></a></g></g></svg>`;
    const svg = renderLineageSvg(layout, toLineageGraph({ boxes: [], edges: [] }), CAPTION);
    expect(readStrictly(svg).texts).toContain("kept");
    expect(svg).not.toMatch(/alert|href|url|onclick|foreignObject/);
  });
});

describe("colours", () => {
  it.each([
    ["light", LIGHT_THEME],
    ["dark", DARK_THEME],
  ])("can be told apart on a %s background", (_, theme) => {
    const surfaces: Surface[] = [theme.paper, ...theme.depths, theme.root, theme.highlight];
    for (const { fill, text, soft } of surfaces) {
      expect(contrast(fill, text)).toBeGreaterThan(4.5);
      expect(contrast(fill, soft)).toBeGreaterThan(4.5);
    }
    for (const { fill } of [theme.depths[0], theme.root, theme.highlight])
      expect(contrast(fill, theme.start)).toBeGreaterThan(4.5);
    for (const line of [theme.line, theme.faintLine, theme.border, theme.more, theme.root.border])
      expect(contrast(theme.paper.fill, line)).toBeGreaterThan(3);
  });

  it("are as many for both backgrounds", () => {
    expect(DARK_THEME.depths).toHaveLength(LIGHT_THEME.depths.length);
  });
});

/** Contrast ratio of the Web Content Accessibility Guidelines, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const HOSTILE = [
  "",
  " ",
  "  a  b  ",
  '"',
  "'",
  "\\",
  "\\\\",
  "\\N",
  "\\G",
  "\\n",
  '\\"',
  "&",
  "&amp;",
  "&#0;",
  "&#65;",
  "&#x41;",
  "&nbsp;",
  "&lt;",
  "<",
  ">",
  "<b>x</b>",
  "</TD></TABLE>",
  "<BR/>",
  "\n",
  "\r\n",
  "\t",
  "\0",
  "\u001b[31m",
  "\u202e",
  "\u2066",
  "\ufeff",
  "\ud800",
  "\udfff",
  "\ufffe",
  "\uffff",
  "\u{1ffff}",
  "</title><script>alert(1)</script>",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "url(http://x)",
  "javascript:x",
  '" onload="x',
  "a -> b",
  "}",
  "];",
  "//",
  "日本語",
  "😀",
  "👩‍👩‍👧",
  "é\u0301\u0301\u0301",
  "مرحبا",
  "x".repeat(10_000),
  "&".repeat(10_000),
  "\u00a0",
];

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pieces) => pieces.join(""));

const hostilePicture = fc
  .record({
    className: hostileText,
    name: hostileText,
    type: fc.constantFrom("object", "string", "closure", "native", "synthetic"),
    location: hostileText,
    label: hostileText,
  })
  .map(({ className, name, type, location, label }): LineagePicture => {
    const boxes = [
      makeBox({ class: className, name, type, location, isStart: true }),
      makeBox({ class: name, count: 3, ids: [1, 2], location }),
      moreBox(2, 1, 1),
    ];
    const labels = [label, `.get("${label}")`];
    return { boxes, edges: [makeEdge(1, 0, { labels }), makeEdge(1, 1, { labels: [className] })] };
  });

/** Graphviz writes all but the first of several blanks as others, and none at the ends of lines. */
function normalize(text: string): string {
  return text.replaceAll("\u00a0", " ").trim();
}

it("shows any name as it is, and lets none of them act", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(hostilePicture, hostileText, (picture, text) => {
      const notes = [text];
      const svg = draw(picture, { title: text, source: text, command: text, notes });
      const read = readStrictly(svg);
      const shown = new Set(read.texts.map(normalize));
      const tooltips = new Set(read.titles.map(normalize));
      const texts = picture.boxes.map((box) => boxText(box));
      for (const { name, details, tooltip } of texts) {
        for (const line of [name, ...details])
          expect(shown).toContain(normalize(visibleText(line)));
        expect(tooltips).toContain(normalize(tooltip.map(visibleText).join("\n")));
      }
      for (const edge of picture.edges) {
        for (const line of edgeLines(edge).map(visibleText).map(normalize))
          if (line !== "") expect(shown).toContain(line);
        const tooltip = edgeTooltip(edge, texts[edge.from].name, texts[edge.to].name);
        expect(tooltips).toContain(normalize(tooltip.map(visibleText).join("\n")));
      }
      expect(read.titles[0]).toBe(visibleText(text));
    }),
    { ...RANDOM_RUNS, numRuns: 60 },
  );
});

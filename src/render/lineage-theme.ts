/** A surface with what is written on it, as `#rrggbb`. */
export interface Surface {
  readonly fill: string;
  readonly text: string;
  /** Smaller texts. */
  readonly soft: string;
}

/** All colours of a picture for one background. */
export interface Theme {
  readonly paper: Surface;
  /** Borders of boxes. */
  readonly border: string;
  readonly line: string;
  /** References that do not hold, or not alone. */
  readonly faintLine: string;
  /** By steps from the objects that were asked for; the last one for all that are further. */
  readonly depths: readonly Surface[];
  /** Objects that were asked for: border and name. */
  readonly start: string;
  /** Roots and modules. */
  readonly root: Surface & { readonly border: string };
  readonly highlight: Surface & { readonly border: string };
  /** What a limit left out. */
  readonly more: string;
}

/** For light backgrounds; what DOT files and viewers without style sheets show. */
export const LIGHT_THEME: Theme = {
  paper: { fill: "#ffffff", text: "#1b1f24", soft: "#57606a" },
  border: "#7d8590",
  line: "#57606a",
  faintLine: "#818b98",
  depths: [
    { fill: "#ffffff", text: "#1b1f24", soft: "#57606a" },
    { fill: "#f0f2f4", text: "#1b1f24", soft: "#4d555f" },
    { fill: "#e0e3e7", text: "#1b1f24", soft: "#434b55" },
    { fill: "#cdd2d8", text: "#1b1f24", soft: "#3a424c" },
    { fill: "#b7bdc6", text: "#14171b", soft: "#2d343c" },
    { fill: "#5b636e", text: "#ffffff", soft: "#f0f2f4" },
    { fill: "#3f464f", text: "#ffffff", soft: "#e0e3e7" },
  ],
  start: "#b42318",
  root: { fill: "#dcf3e1", text: "#0f3d1e", soft: "#2b5a39", border: "#2da44e" },
  highlight: { fill: "#dceafd", text: "#0a2f66", soft: "#2c4f86", border: "#1f6feb" },
  more: "#b42318",
};

/** For dark backgrounds: further boxes get lighter instead of darker. */
export const DARK_THEME: Theme = {
  paper: { fill: "#0d1117", text: "#e6edf3", soft: "#9da7b3" },
  border: "#6e7681",
  line: "#9da7b3",
  faintLine: "#768390",
  depths: [
    { fill: "#0d1117", text: "#f0f6fc", soft: "#a9b3be" },
    { fill: "#1c222a", text: "#f0f6fc", soft: "#b1bac4" },
    { fill: "#2b323b", text: "#f0f6fc", soft: "#bdc5ce" },
    { fill: "#3b434d", text: "#f5f9fc", soft: "#cfd5dc" },
    { fill: "#4d5661", text: "#ffffff", soft: "#e3e7eb" },
    { fill: "#a9b2bc", text: "#0d1117", soft: "#1f262e" },
    { fill: "#c6cdd5", text: "#0d1117", soft: "#2b323b" },
  ],
  start: "#ff8a80",
  root: { fill: "#12351f", text: "#d5f5de", soft: "#9fd8b0", border: "#3fb950" },
  highlight: { fill: "#11305c", text: "#dbe9ff", soft: "#a9c8f5", border: "#58a6ff" },
  more: "#ff8a80",
};

/** Fonts of names and sizes, and of code; Graphviz has measures for the first of each by heart. */
export const SANS_FONTS = "Helvetica, Arial, sans-serif";
export const CODE_FONTS =
  "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** The style sheet of an SVG: both themes, by the classes that boxes and references carry. */
export function pictureStyle(): string {
  return `
.heapgraph{max-width:100%;height:auto;font-family:${SANS_FONTS};color-scheme:light dark;background:var(--paper)}
${themeRules(LIGHT_THEME)}
@media (prefers-color-scheme:dark){
${themeRules(DARK_THEME)}
}
.heapgraph .paper{fill:var(--paper)}
.heapgraph .heading,.heapgraph .meaning{fill:var(--ink)}
.heapgraph .source,.heapgraph .note{fill:var(--soft-ink)}
.heapgraph .rule{stroke:var(--border)}
.heapgraph .code{font-family:${CODE_FONTS}}
.heapgraph .node>path,.heapgraph .node>polygon,.heapgraph .node>rect{fill:var(--fill);stroke:var(--stroke,var(--border))}
.heapgraph .node>.name{fill:var(--name,var(--text))}
.heapgraph .node>.detail{fill:var(--soft)}
.heapgraph .edge>path{stroke:var(--line)}
.heapgraph .edge>polygon,.heapgraph .edge>ellipse{stroke:var(--line);stroke-width:1}
.heapgraph .edge>polygon:not([fill=none]){fill:var(--line)}
.heapgraph .edge>text{fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.heapgraph .weak,.heapgraph .loose{--line:var(--faint-line)}
`;
}

function themeRules(theme: Theme): string {
  const { paper, border, line, faintLine, depths, start, root, highlight, more } = theme;
  return [
    `.heapgraph{--paper:${paper.fill};--ink:${paper.text};--soft-ink:${paper.soft};--border:${border};--line:${line};--faint-line:${faintLine}}`,
    ...depths.map((depth, at) => `.heapgraph .depth-${at}{${onSurface(depth)}}`),
    `.heapgraph .root,.heapgraph .module{${onSurface(root)};--stroke:${root.border}}`,
    `.heapgraph .highlight{${onSurface(highlight)};--stroke:${highlight.border}}`,
    `.heapgraph .start{--stroke:${start};--name:${start}}`,
    `.heapgraph .cut{--line:${start}}`,
    `.heapgraph .more{${onSurface({ ...paper, text: more })};--stroke:${more}}`,
  ].join("\n");
}

function onSurface({ fill, text, soft }: Surface): string {
  return `--fill:${fill};--text:${text};--soft:${soft}`;
}

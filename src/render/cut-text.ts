import type { CutReference, CutResult, CutRow } from "../analysis/cut/find-cuts.ts";
import type { RemovalResult } from "../analysis/cut/remove-references.ts";
import type { FreedClass, FreedObjects } from "../analysis/cut/simulate-cut.ts";
import {
  escapeText,
  formatBytes,
  formatCount,
  formatId,
  formatPercent,
  formatQuantity,
} from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";

/** Classes of freed objects that text shows. */
const SHOWN_CLASSES = 15;

/** Matched references that text shows. */
const SHOWN_MATCHES = 10;

/** The columns of cuts in every table format. */
export const CUT_COLUMNS: readonly Column<CutRow>[] = [
  {
    field: "freedChosenSize",
    title: "Frees",
    align: "right",
    text: (row) => formatBytes(row.freedChosenSize),
    value: (row) => row.freedChosenSize,
  },
  {
    field: "share",
    title: "of it",
    align: "right",
    text: (row) => formatPercent(row.share),
    value: (row) => row.share,
  },
  {
    field: "freedCount",
    title: "Objects",
    align: "right",
    text: (row) => formatCount(row.freedCount),
    value: (row) => row.freedCount,
  },
  {
    field: "freedSize",
    title: "in all",
    align: "right",
    text: (row) => formatBytes(row.freedSize),
    value: (row) => row.freedSize,
  },
  {
    field: "code",
    title: "Without",
    shrinks: true,
    text: (row) => row.code,
    value: (row) => row.code,
  },
  {
    field: "from",
    title: "which is",
    text: (row) => `${formatId(row.from.id)} ${row.edge} → ${formatId(row.to.id)}`,
    value: (row) => row.from.id,
  },
  { field: "edge", title: null, text: () => "", value: (row) => row.edge },
  { field: "to", title: null, text: () => "", value: (row) => row.to.id },
];

/** Which references to remove, as text. */
export function renderCutText(result: CutResult, width: number): string {
  const { objects, cuts, set, verdict, omitted } = result;
  const what = formatQuantity(objects.count, "object");
  let text = `${what}, ${formatBytes(objects.retainedSize)} retained\n`;
  if (verdict === "single")
    text += `Removing one reference frees ${objects.count === 1 ? "it" : "them"}.\n`;
  if (set !== null) text += describeSet(set);
  if (verdict === "unheld") text += "No root leads to them: they are garbage already.\n";
  if (verdict === "none")
    text +=
      cuts.length > 0
        ? "No reference frees all of them, nor do five together; what frees some:\n"
        : "Neither one reference nor five together free them: they are held in many ways, or by the runtime itself.\n";
  if (cuts.length > 0) text += `\n${renderTextTable(CUT_COLUMNS, cuts, width)}`;
  if (omitted.count > 0) text += `… ${formatCount(omitted.count)} more; --limit 0 shows all\n`;
  if (objects.omitted.count > 0)
    text += `${formatQuantity(objects.omitted.count, "more object")} not looked at; --max-objects 0 takes all\n`;
  return text;
}

function describeSet({ edges, freed }: NonNullable<CutResult["set"]>): string {
  const lines = edges.map((edge) => `  ${escapeText(describeReference(edge))}\n`);
  return (
    `No single reference frees them; these ${formatCount(edges.length)} together do, ` +
    `${formatBytes(freed.size)} in ${formatQuantity(freed.count, "object")}:\n${lines.join("")}`
  );
}

function describeReference({ code, edge, from, to }: CutReference): string {
  return `${code}   (${from.class} ${formatId(from.id)} ${edge} → ${formatId(to.id)})`;
}

/** What would be free without some references or objects, as text. */
export function renderRemovalText(result: RemovalResult, width: number): string {
  const { removedEdges, removedNodes, matched, freed } = result;
  const gone = [
    ...(removedEdges > 0 ? [formatQuantity(removedEdges, "edge")] : []),
    ...(removedNodes > 0 ? [formatQuantity(removedNodes, "object")] : []),
  ].join(" and ");
  let text = "";
  for (const { text: reference, count } of matched.slice(0, SHOWN_MATCHES))
    text += `  ${formatCount(count)} × ${escapeText(reference)}\n`;
  if (matched.length > SHOWN_MATCHES)
    text += `  … ${formatQuantity(matched.length - SHOWN_MATCHES, "more kind")} of reference; --json has all\n`;
  text += `Without ${gone}, ${describeFreed(freed)}\n`;
  if (freed.classes.length > 0) {
    const shown = freed.classes.slice(0, SHOWN_CLASSES);
    text += `\n${renderTextTable(FREED_COLUMNS, shown, width)}`;
    const more = freed.classes.length - shown.length;
    if (more > 0)
      text += `… ${formatQuantity(more, "more class", "more classes")}; --json has all\n`;
  }
  return text;
}

function describeFreed({ count, size }: FreedObjects): string {
  return count === 0
    ? "nothing becomes free: other references still hold everything"
    : `${formatBytes(size)} in ${formatQuantity(count, "object")} become free`;
}

const FREED_COLUMNS: readonly Column<FreedClass>[] = [
  {
    field: "size",
    title: "Shallow",
    align: "right",
    text: (row) => formatBytes(row.size),
    value: (row) => row.size,
  },
  {
    field: "count",
    title: "Objects",
    align: "right",
    text: (row) => formatCount(row.count),
    value: (row) => row.count,
  },
  {
    field: "class",
    title: "Class",
    shrinks: true,
    text: (row) => row.class,
    value: (row) => row.class,
  },
];

import type { CycleGroup, CyclesResult } from "../analysis/cycles/find-cycles.ts";
import { escapeText, formatBytes, formatCount, formatId, formatQuantity } from "./format.ts";
import { RETAINED_COLUMN, SHALLOW_COLUMN } from "./size-columns.ts";
import { type Column, renderTextTable } from "./table.ts";

/** The columns of loops in every table format. */
export const CYCLE_COLUMNS: readonly Column<CycleGroup>[] = [
  number("count", "Loops", (row) => `${formatCount(row.count)} ×`),
  number("nodeCount", "Objects", (row) => formatCount(row.nodeCount)),
  SHALLOW_COLUMN,
  RETAINED_COLUMN,
  number("entryCount", "Held by", (row) => formatCount(row.entryCount)),
  { ...number("unheldCount", "", () => ""), title: null },
  { ...number("length", "", () => ""), title: null },
  {
    field: "code",
    title: "Loop",
    shrinks: true,
    text: (row) => `${row.code}${describeUnheld(row)}`,
    value: (row) => row.code,
  },
  {
    field: "exampleId",
    title: "Example",
    align: "right",
    text: (row) => formatId(row.example.loop[0].id),
    value: (row) => row.example.loop[0].id,
  },
];

/** Loops as text: how many, the table, what was not followed. */
export function renderCyclesText(result: CyclesResult, width: number): string {
  const { totals, groups, omitted, filtered } = result;
  let text =
    totals.componentCount === 0
      ? "no loops of references\n"
      : `${formatQuantity(totals.componentCount, "loop")} of ${formatQuantity(totals.nodeCount, "object")}, ` +
        `${formatBytes(totals.shallowSize)}; the largest has ${formatCount(totals.largest)}\n`;
  if (groups.length > 0) {
    text += `\n${renderTextTable(CYCLE_COLUMNS, groups, width)}`;
    text += describeTop(groups[0]);
  }
  if (omitted.count > 0)
    text += `… ${formatQuantity(omitted.count, "more kind")} of loop (${formatQuantity(omitted.componentCount, "loop")}); --limit 0 shows all\n`;
  const aside: string[] = [];
  if (filtered.plumbing > 0)
    aside.push(`${formatCount(filtered.plumbing)} of the runtime's own (maps, prototypes, code)`);
  if (filtered.scopes > 0)
    aside.push(`${formatCount(filtered.scopes)} into scopes of functions (--scopes follows them)`);
  if (filtered.loose > 0) aside.push(`${formatCount(filtered.loose)} that retain nothing`);
  if (aside.length > 0)
    text += `references not followed: ${aside.join("; ")}; --all follows everything but weak ones\n`;
  return text;
}

/** The first loop in full: tables cut what a whole loop needs. */
function describeTop({ code, example }: CycleGroup): string {
  const entries = example.entries.map(
    (entry) =>
      `  ${escapeText(`${entry.class} ${formatId(entry.id)} ${entry.code}`)} -> ${formatId(entry.toId)}\n`,
  );
  const held =
    entries.length === 0
      ? "nothing outside holds it"
      : example.isHeld
        ? "held from outside by"
        : "held by nothing but garbage:";
  return `\n${escapeText(code)}\n${held}\n${entries.join("")}\n`;
}

function describeUnheld({ unheldCount, count }: CycleGroup): string {
  if (unheldCount === 0) return "";
  return unheldCount === count
    ? "  (held by nothing else)"
    : `  (${formatCount(unheldCount)} held by nothing else)`;
}

type NumberField = {
  [K in keyof CycleGroup]: CycleGroup[K] extends number ? K : never;
}[keyof CycleGroup];

function number(
  field: NumberField,
  title: string,
  text: (row: CycleGroup) => string,
): Column<CycleGroup> {
  return { field, title, align: "right", text, value: (row) => row[field] };
}

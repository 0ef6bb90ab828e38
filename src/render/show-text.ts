import type { AllocationInterval } from "../analysis/allocation-interval.ts";
import type { StackFrame } from "../analysis/allocation-stacks.ts";
import type { EdgeList, EdgeRow, ShowResult } from "../analysis/show.ts";
import {
  escapeText,
  formatBytes,
  formatCount,
  formatDistance,
  formatId,
  formatPercent,
  formatQuantity,
} from "./format.ts";
import { objectLabel, objectLabelWithId } from "./object-label.ts";
import { DISTANCE_COLUMN, RETAINED_COLUMN, SHALLOW_COLUMN } from "./size-columns.ts";
import { type Column, cutToWidth, renderTextTable } from "./table.ts";

/** Columns the words in front of the facts take, a gap included. */
const FACT_INDENT = 14;

/** Columns the edge may take; the object's name gives way first. */
const EDGE_WIDTH = 44;

/** Scopes of a script that are listed. */
const SHOWN_SCOPES = 50;

/** One object as text: its facts, what it refers to, what refers to it. */
export function renderShowText(result: ShowResult, width: number): string {
  const { references, retainers, content } = result;
  const parts = [`${escapeText(objectLabelWithId(result.object))}\n\n`, renderFacts(result)];
  if (content !== null) parts.push(`\n${renderContent(content)}`);
  parts.push(renderScopes(result));
  parts.push(`\n${renderEdges("References", "refers to", references, width)}`);
  parts.push(`\n${renderEdges("Retainers", "is held by", retainers, width)}`);
  return parts.join("");
}

function renderFacts(result: ShowResult): string {
  const { object, dominator, allocation, contexts, loop, bestCut } = result;
  const facts: [string, string][] = [
    ["class", object.class],
    ["type", object.type],
  ];
  const isString = object.type.includes("string");
  if (object.name !== "" && object.name !== object.class && !isString)
    facts.push(["name", object.name]);
  facts.push(
    ["shallow", formatBytes(object.shallowSize)],
    [
      "retained",
      `${formatBytes(object.retainedSize)}, ${formatPercent(object.retainedShare)} of the heap`,
    ],
    [
      "reachable",
      `${formatBytes(object.reachableSize)} in ${formatQuantity(object.reachableCount, "object")}, shared ones included`,
    ],
    ["distance", describeDistance(object.distance)],
  );
  if (object.detachedness !== "unknown") facts.push(["DOM state", object.detachedness]);
  if (object.location !== null)
    facts.push([object.type === "closure" ? "defined at" : "constructor", object.location]);
  if (dominator !== null)
    facts.push([
      "dominator",
      `${objectLabelWithId(dominator)}, retains ${formatBytes(dominator.retainedSize)}`,
    ]);
  if (loop !== null) facts.push(["loop", loop.code]);
  if (bestCut !== null)
    facts.push([
      "best cut",
      `${bestCut.code} (${formatId(bestCut.from.id)} ${bestCut.edge}), frees ${formatBytes(bestCut.freedSize)}`,
    ]);
  if (allocation.interval !== null)
    facts.push(["allocated", describeInterval(allocation.interval)]);
  for (const [index, frame] of (allocation.stack ?? []).entries())
    facts.push([index === 0 ? "stack" : "", describeFrame(frame)]);
  for (const [index, context] of contexts.entries()) {
    const variables = context.variables.length > 0 ? context.variables.join(", ") : "no variables";
    facts.push([
      index === 0 ? "scopes" : "",
      `${formatId(context.id)}: ${variables}${describeUses(context)}`,
    ]);
  }
  return facts
    .map(([word, fact]) => `${`  ${word}`.padEnd(FACT_INDENT)}${escapeText(fact)}\n`)
    .join("");
}

/** Which variables of a scope a function uses, where the file tells. */
function describeUses({ variables, uses }: ShowResult["contexts"][number]): string {
  if (uses === null || variables.length === 0) return "";
  return `; uses ${uses.length === 0 ? "none of them" : uses.join(", ")}`;
}

function describeDistance(distance: number | null): string {
  if (distance === null) return "– (nothing leads to it)";
  const text = formatDistance(distance);
  return text === "–" ? "– (only the runtime leads to it)" : text;
}

function describeInterval({ fromMicroseconds, toMicroseconds }: AllocationInterval): string {
  if (toMicroseconds === null)
    return `later than ${seconds(fromMicroseconds ?? 0)} after the recording began`;
  if (fromMicroseconds === null)
    return `no later than the first sample, ${seconds(toMicroseconds)} after the recording began`;
  return `between ${seconds(fromMicroseconds)} and ${seconds(toMicroseconds)} after the recording began`;
}

function seconds(microseconds: number): string {
  return `${(microseconds / 1e6).toFixed(3)} s`;
}

function describeFrame({ functionName, scriptName, line, column }: StackFrame): string {
  if (scriptName === "") return functionName;
  const place = [scriptName, line, column].filter((part) => part !== null).join(":");
  return `${functionName} (${place})`;
}

function renderContent(content: NonNullable<ShowResult["content"]>): string {
  const { text, length, isTruncated, isCutByRuntime, isSlice } = content;
  const notes: string[] = [];
  if (isSlice) notes.push("a slice of this text; the file does not say which");
  if (isCutByRuntime)
    notes.push("V8 writes only the first 1,024 characters of a string into the file");
  if (isTruncated) notes.push(`… cut after ${formatCount(length)} characters; --limit 0 shows all`);
  const lines = [
    "Text",
    `  ${escapeText(JSON.stringify(text))}`,
    ...notes.map((note) => `  ${note}`),
  ];
  return `${lines.join("\n")}\n`;
}

function renderScopes({ scopes }: ShowResult): string {
  if (scopes.length === 0) return "";
  const lines = scopes.slice(0, SHOWN_SCOPES).map(({ scopeId, depth, variables, uses: used }) => {
    const name = scopeId < 0 ? "script" : `scope ${scopeId}`;
    const kept = variables.length > 0 ? `: ${variables.join(", ")}` : "";
    const uses = used.length > 0 ? ` (uses ${used.join(", ")})` : "";
    return `  ${"  ".repeat(Math.min(depth, 20))}${escapeText(`${name}${kept}${uses}`)}\n`;
  });
  const more = scopes.length - lines.length;
  if (more > 0) lines.push(`  … ${formatCount(more)} more; --json has all\n`);
  return `\nScopes and the variables they share with inner functions\n${lines.join("")}`;
}

/** The columns of a table of edges. */
const EDGE_COLUMNS: readonly Column<EdgeRow>[] = [
  {
    field: "edge",
    title: "Edge",
    text: (row) => cutToWidth(row.edge, EDGE_WIDTH) + markOf(row),
    value: (row) => row.edge,
  },
  { field: "name", title: "Object", shrinks: true, text: objectLabel, value: (row) => row.name },
  {
    field: "id",
    title: "Id",
    align: "right",
    text: (row) => formatId(row.id),
    value: (row) => row.id,
  },
  DISTANCE_COLUMN,
  SHALLOW_COLUMN,
  RETAINED_COLUMN,
];

/** Weak edges say so in their code; others that retain nothing need a word. */
function markOf({ isEssential, isWeak }: EdgeRow): string {
  return isEssential || isWeak ? "" : " (not retaining)";
}

function renderEdges(title: string, relation: string, list: EdgeList, width: number): string {
  if (list.count === 0) return `${title}: it ${relation} nothing\n`;
  const table = renderTextTable(EDGE_COLUMNS, list.rows, width);
  const more = list.omitted.count;
  const rest = more > 0 ? `… ${formatCount(more)} more; --limit 0 shows all\n` : "";
  return `${title} (${formatCount(list.count)})\n${table}${rest}`;
}

import type { NodeTotals, SizeClass, StatisticsResult } from "../analysis/statistics.ts";
import { formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";

/** A line of any block: what, how many, how much. */
interface Line {
  readonly label: string;
  readonly count?: number;
  readonly bytes?: number;
}

/** The statistics as text: a line of totals, then blocks that share their columns. */
export function renderStatsText(result: StatisticsResult, width: number): string {
  const head = `${formatBytes(result.total)} in ${formatQuantity(result.nodeCount, "node")}, ${formatQuantity(result.edgeCount, "edge")}\n`;
  const blocks: readonly (readonly [title: string, lines: readonly Line[], noun?: string])[] = [
    ["Memory", memoryLines(result), ""],
    ["Reach from the root", reachLines(result)],
    ["Node types", result.nodeTypes.map(({ type, ...totals }) => lineOf(type, totals))],
    ["Size of one node", result.sizes.map((each) => lineOf(describeSizes(each), each))],
    ["Edge types", result.edgeTypes.map(({ type, count }) => ({ label: type, count })), "Edges"],
  ];
  // One width for the labels of all blocks lines their numbers up.
  const widest = Math.max(...blocks.flatMap(([, lines]) => lines.map(({ label }) => label.length)));
  const texts = blocks.map(([title, lines, noun]) =>
    renderTextTable(columnsOf(title.padEnd(widest), noun ?? "Nodes", result), lines, width),
  );
  return [head, ...texts].join("\n");
}

function columnsOf(title: string, noun: string, result: StatisticsResult): Column<Line>[] {
  const { total, edgeCount } = result;
  const share = ({ bytes, count }: Line): string => {
    if (bytes !== undefined) return total > 0 ? formatPercent(bytes / total) : "";
    return count === undefined || edgeCount === 0 ? "" : formatPercent(count / edgeCount);
  };
  const bytesText = ({ bytes }: Line): string => (bytes === undefined ? "" : formatBytes(bytes));
  return [
    {
      field: "label",
      title,
      shrinks: true,
      text: ({ label }) => label,
      value: ({ label }) => label,
    },
    {
      field: "count",
      // A width of its own keeps the columns of all blocks under each other.
      title: noun.padStart(NUMBER_WIDTH),
      align: "right",
      text: ({ count }) => (count === undefined ? "" : formatCount(count)),
      value: ({ count }) => count ?? null,
    },
    {
      field: "bytes",
      title: (noun === "Edges" ? "" : "Size").padStart(NUMBER_WIDTH),
      align: "right",
      text: bytesText,
      value: ({ bytes }) => bytes ?? null,
    },
    {
      field: "share",
      title: "Share".padStart(SHARE_WIDTH),
      align: "right",
      text: share,
      value: share,
    },
  ];
}

const NUMBER_WIDTH = 12;
const SHARE_WIDTH = 7;

function lineOf(label: string, { count, shallowSize }: NodeTotals): Line {
  return { label, count, bytes: shallowSize };
}

function memoryLines({ native, v8heap, edgeTypes }: StatisticsResult): Line[] {
  // Every heap of V8 has hidden edges, none that Bun, Hermes or Python writes.
  const isV8 = edgeTypes.some(({ type }) => type === "hidden");
  const known = v8heap.code + v8heap.jsArrays + v8heap.strings + v8heap.system;
  return [
    { label: isV8 ? "V8 heap" : "managed heap", bytes: v8heap.total },
    { label: "  code", bytes: v8heap.code },
    { label: "  strings", bytes: v8heap.strings },
    { label: isV8 ? "  JS arrays" : "  arrays", bytes: v8heap.jsArrays },
    { label: "  system objects", bytes: v8heap.system },
    // Elements of arrays are counted with them and by their own type, so the rest can be below 0.
    { label: "  other objects", bytes: Math.max(0, v8heap.total - known) },
    { label: "native", bytes: native.total },
    { label: "  typed arrays", bytes: native.typedArrays },
    { label: "  other native memory", bytes: native.total - native.typedArrays },
  ];
}

function reachLines({ reachability: { essential, all } }: StatisticsResult): Line[] {
  return [
    lineOf("retained", essential.reachable),
    lineOf("reached, but not retained", {
      count: all.reachable.count - essential.reachable.count,
      shallowSize: all.reachable.shallowSize - essential.reachable.shallowSize,
    }),
    lineOf("not reached at all", all.unreachable),
  ];
}

/** `20–49 B`, `2–5 kB`; the upper end of what is counted in bytes is the last size in it. */
function describeSizes({ from, to }: SizeClass): string {
  if (to <= from + 1) return `${from} B`;
  if (to <= 1000) return `${from}–${to - 1} B`;
  const [low, lowUnit] = plainBytes(from);
  const [high, highUnit] = plainBytes(to);
  return lowUnit === highUnit
    ? `${low}–${high} ${highUnit}`
    : `${low} ${lowUnit}–${high} ${highUnit}`;
}

/** A limit of a size class, which is 1, 2 or 5 times a power of ten, without decimals. */
function plainBytes(bytes: number): [text: string, unit: string] {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  return [String(Math.round(bytes / 1000 ** power)), units[power]];
}

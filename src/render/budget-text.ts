import { stringify } from "yaml";
import type { BudgetDraft } from "../gates/budget-draft.ts";
import { escapeText, formatBytes, formatCount, formatPercent } from "./format.ts";

/** What a budget that heapgraph wrote begins with. */
export const BUDGET_MARK = "# heapgraph budget";

/** A budget to begin with: limits with what there is now beside them, and what else could be said. */
export function renderBudgetDraft({ heap, classes, headroom }: BudgetDraft, path: string): string {
  const limits = classes.flatMap(({ name, count, retained }) => [
    `  ${keyText(name)}:`,
    `    ${field("count", String(count.limit))}# ${formatCount(count.now)} now`,
    `    ${field("retained", sizeText(retained.limit))}# ${formatBytes(retained.now)} now`,
  ]);
  return `${[
    `${BUDGET_MARK}: what a process may need and keep`,
    `# Made from ${escapeText(path)} with ${formatPercent(headroom)} headroom; change what you know better.`,
    "#",
    "#   heapgraph triage before.heapsnapshot after.heapsnapshot --budget THIS-FILE",
    "#",
    "# exits with 3 when a limit is passed; so do diff, growth and summary.",
    "",
    "# The whole heap, in the last snapshot.",
    `${field("heap", sizeText(heap.limit))}# ${formatBytes(heap.now)} now`,
    "",
    "# Suspects of this severity or more fail a triage: info, low, medium, high.",
    "minSeverity: high",
    "",
    '# Limits by class: a name, a glob ("*Cache"), or a regular expression (/Detached/). What a pattern means counts together.',
    classes.length === 0 ? "classes: {}" : "classes:",
    ...limits,
    "",
    "  # What else a class may have; growth compares snapshots, so name two at least:",
    "  #",
    "  # Session:",
    "  #   growth: 1000                 # objects more in the last snapshot than in the first",
    "  #   retainedGrowth: 5MB          # bytes more",
    "  #   growthPerStep: 100           # objects more than in the snapshot before, at any step",
    "  #   retainedGrowthPerStep: 1MB",
    "  #   grewIn: 3 of 4               # must not grow in three of the last four steps",
    "  #   retainedGrowthAlone: 64kB    # bytes more though there are no more objects",
    "  # /Detached/:",
    "  #   count: 0",
  ].join("\n")}\n`;
}

function field(name: string, value: string): string {
  return `${`${name}: ${value}`.padEnd(20)} `;
}

/** A key as YAML writes it, quoted where it must be. */
function keyText(name: string): string {
  return stringify({ [name]: 0 }, { lineWidth: 0 }).replace(/: 0\n$/, "");
}

function sizeText(bytes: number): string {
  return formatBytes(bytes).replace(".0 ", "").replace(" ", "");
}

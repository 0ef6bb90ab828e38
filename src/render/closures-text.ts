import type {
  ClosuresResult,
  ScopeFunction,
  ScopeRow,
  ScopeVariable,
} from "../analysis/closures/find-closures.ts";
import {
  cutLong,
  escapeText,
  formatBytes,
  formatCount,
  formatId,
  formatPercent,
  formatQuantity,
} from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";
import { wrapPieces } from "./wrap.ts";

/** Variables of one scope, and functions that share it, that text shows; JSON has all. */
const SHOWN_VARIABLES = 10;
const SHOWN_FUNCTIONS = 5;

/** Characters of a name. */
const NAME_LENGTH = 120;

/** Columns that everything below a scope's first line is moved in. */
const INDENT = 2;

/** A variable of one row of the answer. */
export interface ClosuresTableRow {
  readonly scope: ScopeRow;
  /** Null for a scope without variables. */
  readonly variable: ScopeVariable | null;
}

/** The answer as a table: one row a variable. */
export function closuresRows({ scopes }: ClosuresResult): ClosuresTableRow[] {
  return scopes.flatMap((scope): ClosuresTableRow[] =>
    scope.variables.length === 0
      ? [{ scope, variable: null }]
      : scope.variables.map((variable) => ({ scope, variable })),
  );
}

/** The columns of {@link closuresRows}. */
export const CLOSURES_COLUMNS: readonly Column<ClosuresTableRow>[] = [
  {
    field: "function",
    title: "Scope of",
    text: ({ scope }) => nameScope(scope),
    value: ({ scope }) => scope.function,
  },
  {
    field: "location",
    title: "Location",
    text: ({ scope }) => scope.location ?? "",
    value: ({ scope }) => scope.location,
  },
  {
    field: "scopeCount",
    title: "Scopes",
    align: "right",
    text: ({ scope }) => formatCount(scope.count),
    value: ({ scope }) => scope.count,
  },
  {
    field: "scopeRetainedSize",
    title: "Retained",
    align: "right",
    text: ({ scope }) => formatBytes(scope.retainedSize),
    value: ({ scope }) => scope.retainedSize,
  },
  {
    field: "variable",
    title: "Variable",
    text: ({ variable }) => variable?.name ?? "",
    value: ({ variable }) => variable?.name ?? null,
  },
  {
    field: "class",
    title: "refers to",
    text: ({ variable }) => variable?.class ?? "",
    value: ({ variable }) => variable?.class ?? null,
  },
  {
    field: "retainedSize",
    title: "that retains",
    align: "right",
    text: ({ variable }) => (variable === null ? "" : formatBytes(variable.retainedSize)),
    value: ({ variable }) => variable?.retainedSize ?? null,
  },
  {
    field: "unusedCount",
    title: "unused in",
    align: "right",
    text: ({ variable }) =>
      variable === null || variable.unusedCount === null ? "–" : formatCount(variable.unusedCount),
    value: ({ variable }) => variable?.unusedCount ?? null,
  },
  {
    field: "wastedSize",
    title: "wastes",
    align: "right",
    text: ({ variable }) =>
      variable === null || variable.wastedSize === null ? "–" : formatBytes(variable.wastedSize),
    value: ({ variable }) => variable?.wastedSize ?? null,
  },
  {
    field: "functions",
    title: null,
    text: () => "",
    value: ({ scope }) => scope.functions.map(nameFunction).join(", "),
  },
];

/** Scopes as text: what all retain, then each with its variables and the functions that share it. */
export function renderClosuresText(result: ClosuresResult, width: number): string {
  const { totals, scopes, omitted, tellsUses } = result;
  const share = totals.heapSize > 0 ? totals.retainedSize / totals.heapSize : 0;
  const keep = totals.scopeCount === 1 ? "retains" : "retain";
  let text = `${formatQuantity(totals.scopeCount, "scope")} ${keep} ${formatBytes(totals.retainedSize)} (${formatPercent(share)} of the heap) through their variables\n`;
  if (totals.wastedSize !== null)
    text +=
      totals.wastedSize > 0
        ? `${formatBytes(totals.wastedSize)} of it only for variables that no function uses any more\n`
        : "none of it for variables that no function uses any more\n";
  for (const scope of scopes) text += `\n${renderScope(scope, totals.heapSize, width)}`;
  const notes: string[] = [];
  if (omitted.count > 0) notes.push(`… ${formatCount(omitted.count)} more; --limit 0 shows all`);
  if (omitted.runtimeCount > 0)
    notes.push(
      `… scopes of ${formatQuantity(omitted.runtimeCount, "function")} of the runtime's own, ` +
        `${formatBytes(omitted.runtimeSize)} retained; --all shows them`,
    );
  if (!tellsUses && totals.scopeCount > 0)
    notes.push(
      "which variables no function uses is not told: only V8 15.6 and later writes that (Chrome 156, workerd)",
    );
  return notes.length === 0 ? text : `${text}\n${notes.map((note) => `${note}\n`).join("")}`;
}

function renderScope(scope: ScopeRow, heapSize: number, width: number): string {
  const { variables, functions, retainedSize, count, ids } = scope;
  const share = heapSize > 0 ? ` (${formatPercent(retainedSize / heapSize)})` : "";
  const more = count > ids.length ? ", …" : "";
  const name = scope.function === null ? "" : ` of ${cutLong(nameScope(scope), NAME_LENGTH)}`;
  const place = placeOf(scope);
  const head =
    `${formatQuantity(count, "scope")}${escapeText(name)}  ${place === null ? "" : `${escapeText(place)}  `}` +
    `${formatBytes(retainedSize)} retained${share}  ${ids.map(formatId).join(", ")}${more}`;
  const columns =
    scope.wastedSize === null ? VARIABLE_COLUMNS : [...VARIABLE_COLUMNS, useColumn(scope)];
  const table = renderTextTable(
    columns,
    variables.slice(0, SHOWN_VARIABLES),
    Math.max(20, width - INDENT),
  );
  const lines =
    variables.length === 0
      ? ["none of its variables refers to an object"]
      : table.trimEnd().split("\n");
  if (variables.length > SHOWN_VARIABLES)
    lines.push(
      `… ${formatQuantity(variables.length - SHOWN_VARIABLES, "more variable")}; --json has all`,
    );
  return [
    ...wrapPieces(head.split(/(?<= )(?=\S)/), width, " ".repeat(INDENT)),
    ...lines.map((line) => `${" ".repeat(INDENT)}${line}`),
    ...renderFunctions(functions, width),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

function renderFunctions(functions: readonly ScopeFunction[], width: number): string[] {
  if (functions.length === 0) return [`${" ".repeat(INDENT)}no function shares it`];
  const shown = functions.slice(0, SHOWN_FUNCTIONS).map((one, at, { length }) => {
    const isLast = at === length - 1 && functions.length === length;
    return `${escapeText(nameFunction(one))}${isLast ? "" : ", "}`;
  });
  if (functions.length > SHOWN_FUNCTIONS)
    shown.push(`… ${formatCount(functions.length - SHOWN_FUNCTIONS)} more`);
  return wrapPieces([`${" ".repeat(INDENT)}shared by `, ...shown], width, " ".repeat(INDENT * 2));
}

const VARIABLE_COLUMNS: readonly Column<ScopeVariable>[] = [
  {
    field: "name",
    title: "Variable",
    text: ({ name }) => cutLong(name, NAME_LENGTH),
    value: ({ name }) => name,
  },
  {
    field: "class",
    title: "refers to",
    shrinks: true,
    text: (variable) => cutLong(variable.class, NAME_LENGTH),
    value: (variable) => variable.class,
  },
  {
    field: "retainedSize",
    title: "that retains",
    align: "right",
    text: ({ retainedSize }) => formatBytes(retainedSize),
    value: ({ retainedSize }) => retainedSize,
  },
];

/** Whether any function uses a variable, where the file tells. */
function useColumn({ count }: ScopeRow): Column<ScopeVariable> {
  return {
    field: "use",
    title: "",
    text: ({ unusedCount, wastedSize }) => {
      if (unusedCount === null || unusedCount === 0) return "";
      const where = unusedCount === count ? "" : ` in ${formatCount(unusedCount)} of them`;
      const waste =
        wastedSize !== null && wastedSize > 0 ? `, wastes ${formatBytes(wastedSize)}` : "";
      return `unused${where}${waste}`;
    },
    value: ({ unusedCount }) => unusedCount,
  };
}

/** Where its function stands; of a block the script of the functions in it. */
function placeOf({ location, functions }: ScopeRow): string | null {
  const inside = functions.find((one) => one.location !== null)?.location ?? null;
  return location ?? inside?.replace(/:\d+:\d+$/, "") ?? null;
}

function nameScope({ function: name }: ScopeRow): string {
  if (name === null) return "";
  return name === "" ? "(anonymous)" : `${name}()`;
}

/** `readTitle() ×200 closures.js:35:10`. */
function nameFunction({ name, count, location }: ScopeFunction): string {
  const many = count > 1 ? ` ×${formatCount(count)}` : "";
  const place = location === null ? "" : ` ${location}`;
  return `${name === "" ? "(anonymous)" : cutLong(name, NAME_LENGTH)}()${many}${place}`;
}

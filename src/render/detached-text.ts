import type { DetachedResult, DetachedRow } from "../analysis/detached.ts";
import type { DetachedHold } from "../analysis/detached-holds.ts";
import { isRuntimeKind } from "../analysis/detached-kinds.ts";
import {
  bytesColumn,
  countColumn,
  heldByColumns,
  hiddenColumn,
  idColumns,
  UNREACHED,
} from "./columns.ts";
import { formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";

/** The columns of detached objects in every table format. */
export function detachedColumns({
  classes,
}: Pick<DetachedResult, "classes">): readonly Column<DetachedRow>[] {
  const hasElse = classes.some(({ holds }) => holds.runtime > 0);
  return [
    { field: "class", title: "Class", text: (row) => row.class, value: (row) => row.class },
    hiddenColumn("is", (row) => row.is),
    countColumn("count", "Count"),
    holdColumn("javascript", "heldByJavaScript", "By JS"),
    holdColumn("tree", "heldByTree", "In tree"),
    holdColumn("runtime", "heldByRuntime", hasElse ? "Else" : null),
    hiddenColumn("shallowSize", (row) => row.shallowSize),
    bytesColumn("retainedSize", "Retained"),
    ...idColumns<DetachedRow>(),
    ...heldByColumns<DetachedRow>("Held by", UNREACHED),
  ];
}

function holdColumn(hold: DetachedHold, field: string, title: string | null): Column<DetachedRow> {
  return {
    field,
    title,
    align: "right",
    text: ({ holds }) => (holds[hold] === 0 ? "" : formatCount(holds[hold])),
    value: ({ holds }) => holds[hold],
  };
}

/** Detached objects as text: what there is, by whom it is held, the table, what is the runtime's own. */
export function renderDetachedText(result: DetachedResult, width: number): string {
  const { totals, totalSize, holds, classes, omitted } = result;
  const { page } = totals;
  let text = "";
  if (page.count > 0) {
    const share =
      totalSize > 0 ? ` (${formatPercent(page.retainedSize / totalSize)} of the heap)` : "";
    text +=
      `${describeObjects(result)} on no page any more and still in memory, ${formatBytes(page.retainedSize)} retained${share}\n` +
      `${describeHolds(holds)}\n`;
  } else if (totals.runtime.count + totals["base-object"].count === 0)
    text += "nothing in this file is detached\n";
  else text += "nothing of a page is detached\n";
  if (classes.length > 0) text += `\n${renderTextTable(detachedColumns(result), classes, width)}`;
  if (omitted.count > 0)
    text += `… ${formatQuantity(omitted.count, "more class", "more classes")}, ${formatBytes(omitted.retainedSize)} retained; --limit 0 shows all\n`;
  if (page.count > 0)
    text +=
      "By JS: JavaScript refers to it; In tree: only what is detached itself does; else the runtime alone does\n";
  return text + describeRuntime(result);
}

function describeObjects({ totals: { window, document, node, object } }: DetachedResult): string {
  const parts = [
    window.count > 0 && formatQuantity(window.count, "window"),
    document.count > 0 && formatQuantity(document.count, "document"),
    node.count > 0 && formatQuantity(node.count, "node"),
    object.count > 0 && formatQuantity(object.count, "object of pages", "objects of pages"),
  ].filter((part) => part !== false);
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

function describeHolds({ javascript, tree, runtime }: DetachedResult["holds"]): string {
  if (javascript === 0 && tree === 0) return "no JavaScript holds any of it";
  const parts = [
    `JavaScript holds ${formatCount(javascript)}`,
    tree > 0 && `${formatCount(tree)} hang on those`,
    runtime > 0 && `${formatCount(runtime)} only the runtime holds`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** More of Node's own than this no process has that leaks none. */
const USUAL_BASE_OBJECTS = 100;

/** Node's own are no leak, and who does not know takes them for one. */
function describeRuntime({ totals, classes }: DetachedResult): string {
  const { page, runtime, "base-object": own } = totals;
  const isShown = classes.some(({ is }) => isRuntimeKind(is));
  const hint = isShown ? "" : "; --runtime shows them";
  let text = "";
  if (runtime.count > 0)
    text +=
      `${formatQuantity(runtime.count, "detached object")} of the runtime's own, ${formatBytes(runtime.retainedSize)} ` +
      `retained${page.count > 0 ? ", which it keeps for those" : ""}${hint}\n`;
  if (own.count > 0)
    text +=
      `${formatQuantity(own.count, "detached object")} of Node's own, ${formatBytes(own.retainedSize)} retained: ` +
      (own.count > USUAL_BASE_OBJECTS
        ? `a Node process has some 20 such, not so many${hint}\n`
        : `every Node process has some 20 such, they are no leak${hint}\n`);
  return text;
}

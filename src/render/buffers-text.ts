import type { BufferRow, BuffersResult } from "../analysis/buffers.ts";
import { bytesColumn, countColumn, hiddenColumn, idColumns, UNREACHED } from "./columns.ts";
import { formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";

/** Share of the buffers that the places a text names have. */
const MOST = 0.9;

/** The columns of buffers in every table format. */
export function buffersColumns({
  buffers,
}: Pick<BuffersResult, "buffers">): readonly Column<BufferRow>[] {
  const hasShared = buffers.some(({ sharedCount }) => sharedCount > 0);
  return [
    bytesColumn("totalSize", "Total"),
    countColumn("count", "Count"),
    bytesColumn("size", "Each"),
    { ...countColumn<BufferRow>("viewCount", "Views"), title: hasShared ? "Views" : null },
    hiddenColumn("sharedCount", (row) => row.sharedCount),
    { field: "class", title: "Class", text: (row) => row.class, value: (row) => row.class },
    hiddenColumn("retainedSize", (row) => row.retainedSize),
    ...idColumns<BufferRow>(),
    hiddenColumn("heldByShare", ({ heldBy }) => heldBy.at(0)?.share ?? null),
    {
      field: "heldBy",
      title: "Held by",
      shrinks: true,
      text: describePlaces,
      value: ({ heldBy }) => heldBy.at(0)?.code ?? null,
    },
  ];
}

/** As many places as most of the buffers hang on. */
function describePlaces({ heldBy }: BufferRow): string {
  const named: string[] = [];
  let share = 0;
  for (const place of heldBy) {
    if (share >= MOST) break;
    share += place.share;
    named.push(`${formatPercent(place.share).padStart(5)}  ${place.code}`);
  }
  return named.length === 0 ? UNREACHED : named.join(", ");
}

/** Buffers as text: how much there is, the table, what several views share, what else is native. */
export function renderBuffersText(result: BuffersResult, width: number): string {
  const { totals, buffers, omitted } = result;
  if (totals.count === 0) return "there are no buffers in this file\n";
  const share =
    totals.totalSize > 0 ? `, ${formatPercent(totals.size / totals.totalSize)} of the heap` : "";
  let text = `${formatQuantity(totals.count, "buffer")}, ${formatBytes(totals.size)}${share}\n`;
  text += `\n${renderTextTable(buffersColumns(result), buffers, width)}`;
  if (omitted.count > 0)
    text += `… ${formatQuantity(omitted.count, "more row")}, ${formatBytes(omitted.size)}; --limit 0 shows all\n`;
  if (totals.sharedCount > 0)
    text +=
      `${formatCount(totals.sharedViewCount)} views share ${formatQuantity(totals.sharedCount, "buffer")}, as slices of a pool do: ` +
      "each keeps the whole\n";
  const { extraNativeSize, nativeSize } = totals;
  if (nativeSize > 0)
    text +=
      `native memory in all: ${formatBytes(nativeSize)}` +
      (extraNativeSize > 0
        ? `, ${formatBytes(extraNativeSize)} of which the file only counts\n`
        : "\n");
  return text;
}

import type { GrowthResult, SeriesSnapshot } from "../analysis/change/growth-result.ts";
import type { LeakSet } from "../analysis/change/leak-set.ts";
import { formatBytes, formatCount, formatQuantity } from "./format.ts";
import { growthColumns, LEAK_COLUMNS } from "./growth-columns.ts";
import { renderMergedPathText } from "./merged-path-text.ts";
import { type Column, renderTextTable } from "./table.ts";
import { wrapWords } from "./wrap.ts";

export interface GrowthTextOptions {
  readonly width: number;
  /** What `--min-steps` asked for. */
  readonly minSteps?: number;
}

/** A growth as text: what was compared, the classes that grow, the runtime's own, and what came and stayed. */
export function renderGrowthText(result: GrowthResult, options: GrowthTextOptions): string {
  const { width } = options;
  const { classes, artefacts, snapshots, leakSet, noLeakSet } = result;
  const paragraph = (text: string): string => `${wrapWords(text, width, "  ").join("\n")}\n`;
  let text = paragraph(describeSeries(result));
  text += `\n${renderTextTable(FILE_COLUMNS, snapshots.map(numbered), width)}`;
  text += `\n${paragraph(describeGrowing(result))}`;
  if (classes.length > 0)
    text += `\n${renderTextTable(growthColumns(result, classes), classes, width)}`;
  if (artefacts.length > 0) {
    text += `\n${paragraph("The runtime's own, which grows while code warms up:")}`;
    text += `\n${renderTextTable(growthColumns(result, artefacts), artefacts, width)}`;
  }
  const rest = describeOmitted(result, options.minSteps ?? 0)
    .map(paragraph)
    .join("");
  if (rest !== "") text += `\n${rest}`;
  if (leakSet !== null) text += renderLeakSet(leakSet, snapshots.length, width);
  else if (noLeakSet !== null)
    text += `\n${paragraph(`Objects cannot be followed from file to file: ${noLeakSet}`)}`;
  return text;
}

/** `3 snapshots of one process, in order of time: 6.4 MB → 8.3 MB`. */
export function describeSeries({ snapshots, idSpace, classesBy }: GrowthResult): string {
  const [first, last] = [snapshots[0], snapshots[snapshots.length - 1]];
  const sizes = `${formatBytes(first.totalSize)} → ${formatBytes(last.totalSize)}`;
  const of = `${formatQuantity(snapshots.length, "snapshot")} ${PROCESSES[idSpace.verdict]}`;
  const reversed = idSpace.steps
    .filter(({ order }) => order === "reversed")
    .map(({ from, to }) => `${to} is older than ${from}`);
  const order =
    reversed.length > 0
      ? `; the files are not in order of time: ${reversed.join(", ")}`
      : idSpace.order === "forward"
        ? ", in order of time"
        : "";
  const byName = idSpace.verdict === "same" || idSpace.verdict === "unsure" || classesBy !== "name";
  return `${of}${order}${byName ? "" : "; classes are compared by name"}: ${sizes}`;
}

const PROCESSES = {
  same: "of one process",
  unsure: "of one process, though some ids were given out again",
  different: "of different processes, or of one whose ids were issued anew",
  none: "of a runtime that numbers every snapshot afresh",
  address:
    "of Python, whose ids are addresses: counts and sizes are exact, which objects are new is not",
} as const;

type NumberedSnapshot = SeriesSnapshot & { readonly position: number };

function numbered(snapshot: SeriesSnapshot, at: number): NumberedSnapshot {
  return { ...snapshot, position: at + 1 };
}

const FILE_COLUMNS: readonly Column<NumberedSnapshot>[] = [
  {
    field: "position",
    title: "",
    align: "right",
    text: ({ position }) => String(position),
    value: ({ position }) => position,
  },
  {
    field: "path",
    title: "File",
    shrinks: true,
    text: ({ path }) => path,
    value: ({ path }) => path,
  },
  {
    field: "nodeCount",
    title: "Nodes",
    align: "right",
    text: ({ nodeCount }) => formatCount(nodeCount),
    value: ({ nodeCount }) => nodeCount,
  },
  {
    field: "totalSize",
    title: "Size",
    align: "right",
    text: ({ totalSize }) => formatBytes(totalSize),
    value: ({ totalSize }) => totalSize,
  },
];

function describeGrowing({ by, totals, snapshots }: GrowthResult): string {
  const { growingCount, classCount } = totals;
  const files = snapshots.length === 2 ? "the first file" : "any file before";
  const more = by === "count" ? "more objects in the last file" : "retain more in the last file";
  const has = by === "count" ? (growingCount === 1 ? "has " : "have ") : "";
  return growingCount === 0
    ? `No class of ${formatCount(classCount)} ${by === "count" ? "has more objects" : "retains more"} in the last file than in ${files}`
    : `${formatCount(growingCount)} of ${formatQuantity(classCount, "class", "classes")} ${has}${more} than in ${files}`;
}

function describeOmitted({ omitted }: GrowthResult, minSteps: number): string[] {
  const notes: string[] = [];
  if (omitted.count > 0)
    notes.push(
      `… ${formatCount(omitted.count)} more, ${formatBytes(omitted.retainedDelta)} retained; --limit 0 shows all`,
    );
  if (omitted.fewSteps > 0)
    notes.push(
      `${formatQuantity(omitted.fewSteps, "class", "classes")} grew in fewer than ${minSteps} steps`,
    );
  if (omitted.notGrowing > 0)
    notes.push(
      `${formatQuantity(omitted.notGrowing, "class", "classes")} ${omitted.notGrowing === 1 ? "does" : "do"} not grow; --all shows ${omitted.notGrowing === 1 ? "it" : "them"}`,
    );
  return notes;
}

function renderLeakSet(leakSet: LeakSet, files: number, width: number): string {
  const { classes, artefacts, unfollowed, paths, omitted } = leakSet;
  const paragraph = (text: string): string => `${wrapWords(text, width, "  ").join("\n")}\n`;
  let text = `\n${paragraph(describeLeakSet(leakSet, files))}`;
  if (classes.length > 0) text += `\n${renderTextTable(LEAK_COLUMNS, classes, width)}`;
  if (omitted.count > 0)
    text += paragraph(
      `… ${formatQuantity(omitted.count, "more class", "more classes")}; --limit 0 shows all`,
    );
  if (classes.length > 0) {
    // Its first line is the sum that stands above.
    const [, ...tree] = renderMergedPathText(paths, width);
    text += tree.join("");
  }
  const notes: string[] = [];
  if (artefacts.count > 0)
    notes.push(
      `Not among them: ${formatQuantity(artefacts.count, "object")} of the runtime itself, ${formatBytes(artefacts.shallowSize)}`,
    );
  if (unfollowed.count > 0)
    notes.push(
      `Not followed: ${formatQuantity(unfollowed.count, "object")} outside of the runtime's heap, ${formatBytes(unfollowed.shallowSize)}, which get new ids in every snapshot`,
    );
  if (leakSet.to === files)
    notes.push(
      "A third snapshot, taken after more of the same work, would tell what stays from what comes and goes",
    );
  if (notes.length > 0) text += `\n${notes.map(paragraph).join("")}`;
  return text;
}

/** `33,866 objects came between files 1 and 2 and are still there in file 3: 4.2 MB retained`. */
function describeLeakSet({ from, to, count, retainedSize }: LeakSet, files: number): string {
  const objects = count === 0 ? "No object" : formatQuantity(count, "object");
  const came = `${objects} came between files ${from} and ${to}`;
  const stayed =
    to === files ? "" : ` and ${count <= 1 ? "is" : "are"} still there in file ${files}`;
  const retained = count === 0 ? "" : `: ${formatBytes(retainedSize)} retained`;
  return `${came}${stayed}${retained}`;
}

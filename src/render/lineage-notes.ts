import type {
  LineageBox,
  LineageResult,
  ObjectsBox,
  OmittedBoxes,
} from "../analysis/lineage-picture.ts";
import { formatBytes, formatCount, formatId, formatPercent, formatQuantity } from "./format.ts";
import { plainLabel } from "./row-text.ts";
import { cutToWidth } from "./table.ts";

/** Classes that the headline names before it only counts them. */
const NAMED_CLASSES = 3;

/** Columns a class may take in the headline. */
const CLASS_WIDTH = 48;

/**
 * What was asked for, in one line without a full stop: `400 Session, 28.8 kB shallow, 454 kB retained (3.8 %
 * of the heap)`. Holds names from the file: not yet safe for a terminal or markup.
 */
export function lineageHeadline(result: LineageResult): string {
  const { count, shallowSize, retainedSize, retainedShare } = result.objects;
  const share = `${formatPercent(retainedShare)} of the heap`;
  const sizes = `${formatBytes(shallowSize)} shallow, ${formatBytes(retainedSize)} retained (${share})`;
  const starts = result.boxes.filter(isStartBox);
  return `${describeStarts(starts, count)}, ${sizes}`;
}

/**
 * What the picture of a lineage does not show and what its marks mean, one sentence each without a full stop,
 * with the option that shows it. Nothing from the file is in them. Empty when all is drawn. Without `boxes` and
 * `edges` only what is not shown.
 */
export function lineageNotes(result: LineageResult): string[] {
  return [
    ...describeMarks(result),
    ...describeFolded(result),
    ...describeLimits(result),
    ...describeOmittedObjects(result),
  ];
}

function isStartBox(box: LineageBox): box is ObjectsBox {
  return box.kind === "objects" && box.isStart;
}

function describeStarts(starts: readonly ObjectsBox[], count: number): string {
  if (count === 1 && starts.length === 1) {
    const [start] = starts;
    const id = start.ids.at(0);
    return id === undefined ? plainLabel(start) : `${plainLabel(start)} ${formatId(id)}`;
  }
  const counts = new Map<string, number>();
  for (const box of starts) {
    const label = plainLabel({ type: null, name: null, class: box.class });
    counts.set(label, (counts.get(label) ?? 0) + box.count);
  }
  const sum = starts.reduce((total, box) => total + box.count, 0);
  const objects = formatQuantity(count, "object");
  // Where a limit keeps some of them out of the picture, its boxes do not tell all classes.
  if (sum !== count || counts.size === 0) return objects;
  if (counts.size > NAMED_CLASSES)
    return `${objects} of ${formatQuantity(counts.size, "class", "classes")}`;
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, each]) => `${formatCount(each)} ${cutToWidth(name, CLASS_WIDTH)}`)
    .join(", ");
}

function describeMarks({ edges, boxes }: LineageResult): string[] {
  const notes: string[] = [];
  const kinds = new Set(edges.map((edge) => edge.hold));
  if (kinds.has("together"))
    notes.push("together: half of a WeakMap entry; key and table hold the value only both");
  if (kinds.has("loose"))
    notes.push("not retaining: the collector follows it, retained sizes do not count it");
  if (kinds.has("weak")) notes.push("weak: does not keep alive what it refers to");
  if (boxes.some((box) => box.kind === "steps"))
    notes.push("… steps: equal objects of a long chain, drawn as one");
  return notes;
}

function describeFolded({ folded, kind }: LineageResult): string[] {
  const ends = kind === "backrefs" ? "holders" : "what they hold";
  const reasons: [number, string][] = [
    [folded.internals, "inside of tables and backing stores, which are drawn as their owner"],
    [folded.plumbing, "of the runtime's own (maps, prototypes, code)"],
    [folded.backReferences, "from objects that live only thanks to what they refer to"],
    [folded.loose, "that retain nothing, though the collector follows them"],
  ];
  const told = reasons.filter(([count]) => count > 0);
  const notes: string[] = [];
  if (told.length > 0) {
    const list = told.map(([count, reason]) => `${formatCount(count)} ${reason}`).join("; ");
    notes.push(`references not drawn: ${list}; --all-edges draws them`);
  }
  if (folded.weak > 0)
    notes.push(
      `${formatQuantity(folded.weak, "weak reference")} not drawn; --weak draws ${folded.weak === 1 ? "it" : "them"}`,
    );
  if (folded.ignored > 0)
    notes.push(
      `${formatQuantity(folded.ignored, "reference")} not drawn: --ignore leaves out ${ends}`,
    );
  return notes;
}

function describeLimits({ omitted, isMerged, kind }: LineageResult): string[] {
  const notes: string[] = [];
  const some = (count: number): string => formatQuantity(count, isMerged ? "group" : "object");
  const boxes = ({ boxes: groups, count }: OmittedBoxes): string => {
    const objects = formatQuantity(count, "object");
    return groups === count ? objects : `${some(groups)} (${objects})`;
  };
  const { starts, tooMany, noRoom, besides, unexplored, tooDeep, culled, shared } = omitted;
  if (starts > 0)
    notes.push(
      `${formatQuantity(starts, "object")} asked for ${starts === 1 ? "is" : "are"} not drawn for lack of room; --max-nodes N makes room, --merge takes less`,
    );
  if (besides.boxes > 0)
    notes.push(
      `${boxes(besides)} not drawn: further holders of what is drawn with a way to a root; --max-depth N draws all within N references`,
    );
  if (tooMany.boxes > 0) notes.push(`${boxes(tooMany)} not drawn; --too-many N draws more`);
  if (noRoom.boxes > 0)
    notes.push(`${boxes(noRoom)} not drawn for lack of room; --max-nodes N makes room for more`);
  if (tooDeep > 0) notes.push(`${some(tooDeep)} not followed further; --max-depth N goes deeper`);
  if (unexplored > 0)
    notes.push(
      `${some(unexplored)} not followed for lack of room; --max-nodes N makes room for more`,
    );
  if (culled > 0) notes.push(`${some(culled)} not followed further: matched by --cull`);
  if (shared > 0 && kind === "refs")
    notes.push(`${some(shared)} not followed further: others hold them too`);
  return notes;
}

function describeOmittedObjects({ objects }: LineageResult): string[] {
  const notes: string[] = [];
  const { omitted, prototypes } = objects;
  if (omitted.count > 0) {
    const match = omitted.count === 1 ? "matches" : "match";
    notes.push(
      `${formatQuantity(omitted.count, "more object")} ${match}; --max-objects 0 takes all`,
    );
  }
  if (prototypes.count > 0) {
    const what = formatQuantity(prototypes.count, "prototype");
    notes.push(
      prototypes.count === 1
        ? `${what} of a subclass, which the file names like an instance, is not among them`
        : `${what} of subclasses, which the file names like instances, are not among them`,
    );
  }
  return notes;
}

import { NO_DISTANCE } from "../../graph/distances.ts";
import { sumRetained } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import {
  type HoldKind,
  type LineageBox,
  type LineageEdge,
  type LineagePicture,
  type ObjectsBox,
  SAMPLE_IDS,
} from "../lineage-picture.ts";
import { describeLocation } from "../script-names.ts";
import type { SingleCut } from "../cut/single-cuts.ts";
import { TopOrdinals } from "../top-ordinals.ts";
import type { BoxDraft, BoxDrafts, EdgeDraft } from "./box-draft.ts";
import type { Parts } from "./parts.ts";
import type { Patterns } from "./patterns.ts";

/** Labels of an edge that are spelled out. */
const MAX_LABELS = 3;

const HOLD_KINDS: readonly HoldKind[] = ["strong", "together", "loose", "weak"];

export interface DrawOptions {
  readonly direction: "up" | "down";
  readonly isRoot: (ordinal: number) => boolean;
  readonly isHighlighted: (ordinal: number) => boolean;
  /** What an earlier snapshot has not; null where nothing was compared. */
  readonly isNew: ((ordinal: number) => boolean) | null;
  /** References whose removal would free what was asked for, the best first. */
  readonly cuts: readonly SingleCut[];
}

/** Turns drafts into plain boxes and edges with sums, names and labels. */
export function drawBoxes(
  analyses: Analyses,
  drafts: BoxDrafts,
  patterns: Patterns,
  parts: Parts,
  options: DrawOptions,
): LineagePicture {
  const boxes: LineageBox[] = drafts.boxes.map((box) => describeBox(analyses, box, options));
  const locations = locateBoxes(analyses, drafts.boxes, boxes);
  for (const [at, location] of locations) boxes[at] = { ...(boxes[at] as ObjectsBox), location };
  const edges = drafts.edges.map((edge) => describeEdge(analyses, edge, patterns, parts));
  markCut(drafts, edges, options.cuts);
  for (const box of drafts.boxes) {
    if (box.more.boxes === 0) continue;
    const left = box.more.ordinals.values;
    const more = { count: left.length, boxes: box.more.boxes, depth: box.depth + 1 };
    const at = boxes.push({ kind: "more", ...more }) - 1;
    const [from, to] = options.direction === "up" ? [at, box.index] : [box.index, at];
    edges.push({
      from,
      to,
      labels: [],
      omittedLabels: 0,
      count: 0,
      targetCount: 0,
      // What holds something retains more than that: the sum would tell nothing.
      retainedSize:
        options.direction === "up"
          ? 0
          : sumRetained(analyses.dominance, left, analyses.retainedSizes),
      hold: "strong",
      cut: null,
    });
  }
  return { boxes, edges };
}

/** Marks the first of some references that is drawn by itself. */
function markCut(drafts: BoxDrafts, edges: LineageEdge[], cuts: readonly SingleCut[]): void {
  for (const { reference, freedCount, freedSize } of cuts) {
    const [from, to] = [drafts.boxOf(reference.from), drafts.boxOf(reference.to)];
    const at = edges.findIndex(
      (edge) =>
        edge.from === from?.index &&
        edge.to === to?.index &&
        edge.count === 1 &&
        edge.hold === "strong",
    );
    if (at < 0) continue;
    edges[at] = { ...edges[at], cut: { freedCount, freedSize } };
    return;
  }
}

function describeBox(analyses: Analyses, box: BoxDraft, options: DrawOptions): ObjectsBox {
  const { graph, shallowSizes, retainedSizes, distances, dominance } = analyses;
  const members = box.members.values;
  const first = members[0];
  let shallowSize = 0;
  let newCount = 0;
  let distance = Infinity;
  let isOneName = true;
  const { nodeNames, nodeIds } = graph.data;
  const biggest = new TopOrdinals(
    (a, b) => retainedSizes[b] - retainedSizes[a] || nodeIds[a] - nodeIds[b] || a - b,
    SAMPLE_IDS,
  );
  for (const member of members) {
    shallowSize += shallowSizes[member];
    if (options.isNew?.(member) === true) newCount++;
    if (distances[member] !== NO_DISTANCE) distance = Math.min(distance, distances[member]);
    isOneName &&= nodeNames[member] === nodeNames[first];
    biggest.offer(member);
  }
  return {
    kind: "objects",
    class: analyses.className(first),
    type: graph.nodeTypeName(first),
    name: isOneName ? analyses.nodeName(first) : null,
    count: members.length,
    newCount: options.isNew === null ? null : newCount,
    shallowSize,
    retainedSize: sumRetained(dominance, members, retainedSizes),
    ids: Array.from(biggest.finish(), (ordinal) => nodeIds[ordinal]),
    distance: distance === Infinity ? null : distance,
    location: null,
    depth: box.depth,
    isStart: box.isStart,
    isRoot: options.isRoot(first),
    isModule: analyses.referenceKinds.isModule(first),
    isHighlighted: options.isHighlighted(first),
    isCut: box.isCut,
  };
}

function describeEdge(
  analyses: Analyses,
  edge: EdgeDraft,
  patterns: Patterns,
  parts: Parts,
): LineageEdge {
  const { dominance, retainedSizes, graph } = analyses;
  const { sample } = edge;
  const frequent = [...edge.patterns].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  const exact =
    sample.owner === null
      ? patterns.exact(sample.from, sample.edge)
      : parts.exact(graph.edgeSource(sample.edge), sample.edge, sample.owner);
  const labels =
    edge.count === 1
      ? [exact]
      : frequent.slice(0, MAX_LABELS).map(([pattern]) => patterns.text(pattern));
  const targets = edge.targets.values.toSorted();
  let targetCount = 0;
  for (let i = 0; i < targets.length; i++)
    if (i === 0 || targets[i] !== targets[i - 1]) targetCount++;
  return {
    from: edge.from,
    to: edge.to,
    labels,
    omittedLabels: Math.max(0, frequent.length - labels.length),
    count: edge.count,
    targetCount,
    retainedSize: sumRetained(dominance, targets, retainedSizes),
    hold: HOLD_KINDS[edge.hold],
    cut: null,
  };
}

/** Source positions of boxes by their first member; one pass over the file's rows. */
function locateBoxes(
  { graph, scripts }: Analyses,
  drafts: readonly BoxDraft[],
  boxes: readonly LineageBox[],
): Map<number, string> {
  const wanted = new Map<number, number>();
  for (const draft of drafts) {
    const box = boxes[draft.index];
    // Members of a box come from one class, but of one place only where they are one.
    if (box.kind === "objects" && draft.members.length > 0)
      wanted.set(draft.members.at(0), draft.index);
  }
  const { locations } = graph.data;
  const found = new Map<number, string>();
  for (let row = 0; row < locations.count; row++) {
    const at = wanted.get(locations.ordinals[row]);
    if (at === undefined) continue;
    const location = {
      scriptId: locations.scriptIds[row],
      line: locations.lines[row],
      column: locations.columns[row],
    };
    found.set(at, describeLocation(location, scripts));
  }
  return found;
}

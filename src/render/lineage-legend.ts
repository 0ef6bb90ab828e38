import type { HoldKind, LineageResult } from "../analysis/lineage-picture.ts";
import { formatBytes, formatQuantity } from "./format.ts";
import { boxText, edgeLines } from "./lineage-box-text.ts";
import type { BoxAttributes, EdgeAttributes, LineageGraph } from "./lineage-graph.ts";
import { lineageNotes } from "./lineage-notes.ts";

/** A box or a reference as it is drawn, and what its look means. */
export type LegendEntry =
  | { readonly kind: "box"; readonly sample: BoxAttributes; readonly text: string }
  | { readonly kind: "edge"; readonly sample: EdgeSample; readonly text: string };

/** What the look of a reference comes from; `retainedSize` is a share of the biggest, 0 to 1. */
export type EdgeSample = Pick<EdgeAttributes, "hold" | "retainedSize" | "cut">;

const PLAIN_BOX: Extract<BoxAttributes, { kind: "objects" }> = {
  kind: "objects",
  newCount: null,
  class: "",
  type: "object",
  name: null,
  count: 1,
  depth: 0,
  shallowSize: 0,
  retainedSize: 0,
  ids: [],
  distance: null,
  location: null,
  isStart: false,
  isRoot: false,
  isModule: false,
  isHighlighted: false,
  isCut: false,
};

const HOLD_TEXTS: Readonly<Record<HoldKind, string>> = {
  strong: "points from the holder to what it holds; the label is code",
  together: "WeakMap entry: holds only while key and map both live",
  loose: "not counted for retained sizes",
  weak: "weak: does not keep alive",
};

const HOLD_VERBS: Readonly<Record<HoldKind, string>> = {
  strong: "holds",
  together: "holds, as half of a WeakMap entry,",
  loose: "refers to",
  weak: "refers weakly to",
};

/** References that the description for screen readers reads out. */
const TOLD_EDGES = 20;

/** Explains the looks that occur in a graph, and no others. */
export function legendEntries(graph: LineageGraph): readonly LegendEntry[] {
  const boxes = graph.mapNodes((_, box) => box);
  const edges = graph.mapEdges((_, edge) => edge);
  const entries: LegendEntry[] = [];
  const explain = (sample: BoxAttributes, text: string): void => {
    entries.push({ kind: "box", sample, text });
  };
  const objects = boxes.filter((box) => box.kind === "objects");
  if (objects.some((box) => box.isStart))
    explain({ ...PLAIN_BOX, isStart: true }, "objects asked for");
  const hasRoot = objects.some((box) => box.isRoot);
  const hasModule = objects.some((box) => box.isModule);
  if (hasRoot || hasModule) {
    const text =
      hasRoot && hasModule
        ? "root, or module of Python"
        : hasRoot
          ? "root"
          : "module of Python: ways end here";
    explain({ ...PLAIN_BOX, isRoot: true }, text);
  }
  if (objects.some((box) => box.isHighlighted))
    explain({ ...PLAIN_BOX, isHighlighted: true }, "highlighted");
  const greys = boxes.filter(isGrey).map(({ depth }) => depth);
  const deepest = greys.reduce((most, depth) => Math.max(most, depth), 0);
  if (new Set(greys).size > 1)
    explain({ ...PLAIN_BOX, depth: deepest }, "shade: steps from the objects asked for");
  if (objects.some((box) => box.isCut))
    explain({ ...PLAIN_BOX, isCut: true }, "not followed further");
  if (boxes.some((box) => box.kind === "steps"))
    explain({ kind: "steps", count: 0, depth: 2 }, "equal steps drawn as one");
  if (boxes.some((box) => box.kind === "more"))
    explain({ kind: "more", count: 0, boxes: 0, depth: 0 }, "more objects that are left out");
  for (const hold of ["strong", "together", "loose", "weak"] as const) {
    if (edges.some((edge) => edge.hold === hold))
      entries.push({
        kind: "edge",
        sample: { hold, retainedSize: 0, cut: null },
        text: HOLD_TEXTS[hold],
      });
  }
  const cut = edges.find((edge) => edge.cut !== null);
  if (cut !== undefined)
    entries.push({
      kind: "edge",
      sample: { hold: "strong", retainedSize: 0, cut: cut.cut },
      text: "removing it frees most of what was asked for",
    });
  const sizes = new Set(edges.map(({ retainedSize }) => retainedSize));
  if (sizes.size > 1) {
    const sample: EdgeSample = { hold: "strong", retainedSize: 0.6, cut: null };
    entries.push({ kind: "edge", sample, text: "the wider, the more it retains" });
  }
  return entries;
}

/** What a picture leaves out, a sentence each; what its marks mean is told by {@link legendEntries}. */
export function pictureNotes(result: LineageResult): string[] {
  return lineageNotes({ ...result, boxes: [], edges: [] });
}

/** A graph in words, for those who cannot see it. Holds names from the file: not yet safe. */
export function describeGraph(graph: LineageGraph): string {
  const starts = graph
    .mapNodes((_, box) => box)
    .filter((box) => box.kind === "objects" && box.isStart)
    .map((box) => `${boxText(box).name} (${formatQuantity(box.count, "object")})`);
  const told: string[] = [];
  graph.forEachEdge((_, edge, _source, _target, from, to) => {
    if (told.length >= TOLD_EDGES) return;
    const code = edgeLines({ ...edge, count: 1 }).join(", ");
    const by = code === "" ? "" : ` by ${code}`;
    const verb = HOLD_VERBS[edge.hold];
    const size = formatBytes(edge.retainedSize);
    told.push(`${boxText(from).name} ${verb} ${boxText(to).name}${by} (retained ${size})`);
  });
  const rest = graph.size - told.length;
  return [
    `${formatQuantity(graph.order, "box", "boxes")} and ${formatQuantity(graph.size, "reference")}.`,
    ...(starts.length > 0 ? [`Asked for: ${starts.slice(0, TOLD_EDGES).join(", ")}.`] : []),
    ...(told.length > 0 ? [`${told.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`] : []),
  ].join(" ");
}

function isGrey(box: BoxAttributes): boolean {
  return (
    box.kind === "objects" && !(box.isStart || box.isRoot || box.isModule || box.isHighlighted)
  );
}

import { findPaths } from "../../src/analysis/find-paths.ts";
import { Analyses } from "../../src/analysis/analyses.ts";
import type { LineageBox, LineageResult } from "../../src/analysis/lineage-picture.ts";
import type { HeapPath } from "../../src/analysis/path-result.ts";
import { selectObjects } from "../../src/analysis/select-objects.ts";
import { type LineageOptions, traceBackrefs } from "../../src/analysis/trace-lineage.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";

/** Objects of a class whose ways are looked at. */
const SAMPLE = 30;

export async function openAnalyses(path: string): Promise<Analyses> {
  return new Analyses(await readSnapshot(path));
}

/** The shortest ways to some objects of a class, drawn at random but always the same; null where there is none. */
export function waysTo(
  analyses: Analyses,
  type: string,
  maxObjects: number = SAMPLE,
): (HeapPath | null)[] {
  const pick = { by: "random", seed: 1 } as const;
  const { ordinals, omitted } = selectObjects(analyses, { type: [type], pick, maxObjects });
  return findPaths(analyses, ordinals, omitted).objects.map(({ paths }) => paths[0] ?? null);
}

/**
 * Those ways as code, each once and in order, with `#` for numbers and `module: ` for the way to the scope of
 * the server's module: a function that `globalThis.__oddities` holds was made in it.
 */
export function codesTo(analyses: Analyses, type: string, maxObjects: number = SAMPLE): string[] {
  const codes = waysTo(analyses, type, maxObjects).map((way) =>
    (way?.code ?? "nothing")
      .replaceAll(/\d[\d,]*/g, "#")
      .replace(/^global(?:This)?\.__oddities\.anonF\[#\] → /, "module: "),
  );
  return [...new Set(codes)].toSorted();
}

/** Classes on a way, from the root's object to the one asked for; of closures their names. */
export function stationsOf(way: HeapPath | null): string[] {
  return (way?.steps ?? []).map((step) =>
    step.type === "closure" ? `${step.name}()` : step.class.replace(/ \/ scope @\d+$/, ""),
  );
}

/** Who holds all objects of a class. */
export function lineageOf(
  analyses: Analyses,
  type: string,
  options: LineageOptions = {},
): LineageResult {
  const { ordinals, omitted } = selectObjects(analyses, { type: [type] });
  return traceBackrefs(analyses, ordinals, omitted, options);
}

/**
 * The references of a lineage, one line each; the number says how many objects a reference leads to.
 * @example ["Map .get(*) 400 Session", "SessionCache .map 1 Map", "WeakMap .get(*) 500 SessionMeta (together)"]
 */
export function drawnReferences({ boxes, edges }: LineageResult): string[] {
  return edges.map(({ from, to, labels, targetCount, hold }) => {
    const mark = hold === "strong" ? "" : ` (${hold})`;
    if (boxes[from].kind === "more") return `(more) ${nameOf(boxes[to])}`;
    if (boxes[to].kind === "more") return `${nameOf(boxes[from])} (more)`;
    return `${nameOf(boxes[from])} ${labels.join(", ")} ${targetCount} ${nameOf(boxes[to])}${mark}`;
  });
}

/** The lines of {@link drawnReferences} that tell who holds the objects themselves. */
export function directHolders(result: LineageResult): string[] {
  const { boxes, edges } = result;
  const direct = edges.filter(({ to }) => {
    const box = boxes[to];
    return box.kind === "objects" && box.isStart;
  });
  return drawnReferences({ ...result, edges: direct }).toSorted();
}

function nameOf(box: LineageBox): string {
  if (box.kind !== "objects") return `(${box.kind})`;
  if (box.type === "closure" && box.name !== null) return `${box.name}()`;
  return box.class.replace(/ \/ scope @\d+$/, "");
}

/** Ordinal of what a reference of an object leads to, by the name that the file gives it. */
export function targetOf({ graph }: Analyses, ordinal: number, name: string): number | null {
  const { firstEdges, edgeTargets } = graph.data;
  for (let edge = firstEdges[ordinal]; edge < firstEdges[ordinal + 1]; edge++)
    if (graph.edgeName(edge) === name) return edgeTargets[edge];
  return null;
}

/** The text of an object's property; null where it is none. */
export function textOf(analyses: Analyses, ordinal: number, name: string): string | null {
  const target = targetOf(analyses, ordinal, name);
  return target === null ? null : analyses.graph.rawName(target);
}

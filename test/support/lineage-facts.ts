import { findPaths } from "../../src/analysis/find-paths.ts";
import { Analyses } from "../../src/analysis/analyses.ts";
import type { LineageBox, LineageResult } from "../../src/analysis/lineage-picture.ts";
import type { HeapPath } from "../../src/analysis/path-result.ts";
import { selectObjects } from "../../src/analysis/select-objects.ts";
import { type LineageOptions, traceBackrefs } from "../../src/analysis/trace-lineage.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";

export async function openAnalyses(path: string): Promise<Analyses> {
  return new Analyses(await readSnapshot(path));
}

/** The shortest way to every object of a class, null where there is none; the largest object first. */
export function waysTo(analyses: Analyses, type: string, maxObjects = 0): (HeapPath | null)[] {
  const { ordinals, omitted } = selectObjects(analyses, { type: [type], maxObjects });
  return findPaths(analyses, ordinals, omitted).objects.map(({ paths }) => paths[0] ?? null);
}

/**
 * The ways to all objects of a class as code, each once, with `#` for numbers, and how many objects it leads to.
 * @example { 'global.cache.get("u#")': 400 }
 */
export function waysLike(analyses: Analyses, type: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const way of waysTo(analyses, type)) {
    const code = (way?.code ?? "none").replaceAll(/\d[\d,]*/g, "#");
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Classes on a way, from the root to the object. */
export function classesOn(way: HeapPath | null): string[] {
  return way?.steps.map((step) => step.class) ?? [];
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
 * The references of a lineage, one line each; a number says how many objects a reference leads to.
 * @example ["Map .get(*) 400 Session", "SessionCache .map 1 Map", "WeakMap .get(*) 500 SessionMeta (together)"]
 */
export function drawnReferences({ boxes, edges }: LineageResult): string[] {
  return edges.map(({ from, to, labels, targetCount, hold }) => {
    const mark = hold === "strong" ? "" : ` (${hold})`;
    const held = `${targetCount} ${nameOf(boxes[to])}`;
    return `${nameOf(boxes[from])} ${labels.join(", ")} ${held}${mark}`;
  });
}

/** A class; of a closure its name. */
function nameOf(box: LineageBox): string {
  if (box.kind !== "objects") return `(${box.kind})`;
  return box.type === "closure" && box.name !== null ? `${box.name}()` : box.class;
}

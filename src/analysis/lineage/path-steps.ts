import type { Analyses } from "../analyses.ts";
import { nodeRow } from "../node-rows.ts";
import type { HeapPath, PathStep } from "../path-result.ts";
import type { PartOwner, Parts } from "./parts.ts";
import type { RawPath } from "./path-search.ts";
import type { Patterns } from "./patterns.ts";

/** One step of a way once parts are folded into their owners. */
export interface FoldedStep {
  readonly from: number;
  readonly to: number;
  /** The last edge of the step. */
  readonly edge: number;
  /** The part between, if any: `from` owns the node that `edge` leads from. */
  readonly owner: PartOwner | null;
  readonly pattern: number;
}

/** Folds tables, backing stores and cells on a way into their owners. */
export function foldPath(
  { graph }: Analyses,
  parts: Parts,
  patterns: Patterns,
  path: RawPath,
): FoldedStep[] {
  const { edgeTargets } = graph.data;
  const steps: FoldedStep[] = [];
  let from = path.start;
  /** First edge of the step being made. */
  let first = -1;
  for (let i = 0; i < path.edges.length; i++) {
    const edge = path.edges[i];
    const target = edgeTargets[edge];
    if (first < 0) first = edge;
    const source = i === 0 ? path.start : edgeTargets[path.edges[i - 1]];
    const isLast = i === path.edges.length - 1;
    const next = isLast ? null : parts.ownersOf(target);
    // A part goes on only into the step of the owner that the way came through.
    if (next?.some(({ owner, edge: own }) => owner === from && own === first) === true) continue;
    const owner =
      source === from
        ? null
        : (parts.ownersOf(source)?.find((one) => one.owner === from && one.edge === first) ?? null);
    if (source !== from && owner === null) {
      // Owners changed on the way: show the part as a node of its own.
      steps.push(...plainSteps(graph, patterns, path.edges, first, i));
    } else {
      const pattern =
        owner === null ? patterns.ofEdge(source, edge) : parts.patternOf(source, edge, owner);
      steps.push({ from, to: target, edge, owner, pattern });
    }
    from = target;
    first = -1;
  }
  return steps;
}

function plainSteps(
  graph: Analyses["graph"],
  patterns: Patterns,
  edges: Uint32Array,
  first: number,
  last: number,
): FoldedStep[] {
  const steps: FoldedStep[] = [];
  for (let i = edges.indexOf(first); i <= last; i++) {
    const edge = edges[i];
    const from = graph.edgeSource(edge);
    const to = graph.data.edgeTargets[edge];
    steps.push({ from, to, edge, owner: null, pattern: patterns.ofEdge(from, edge) });
  }
  return steps;
}

/** A way as rows and as one line of code. */
export function describePath(
  analyses: Analyses,
  parts: Parts,
  patterns: Patterns,
  path: RawPath,
): HeapPath {
  const steps = foldPath(analyses, parts, patterns, path);
  const codeOf = (step: FoldedStep): string => stepCode(analyses, parts, patterns, step);
  const rows: PathStep[] = [{ code: "", repeat: 1, ...stepRow(analyses, path.start) }];
  let code = rootCode(analyses, path.start);
  for (let i = 0; i < steps.length;) {
    const end = runEnd(analyses, steps, i);
    const repeat = end - i;
    const last = steps[end - 1];
    const text = codeOf(last);
    rows.push({ code: text, repeat, ...stepRow(analyses, last.to) });
    const isPassage = analyses.referenceKinds.isScope(last.to) && end < steps.length;
    if (!isPassage)
      code = joinCode(code, repeat > 1 ? `${text} × ${formatRepeat(repeat)}` : text, repeat > 1);
    i = end;
  }
  return {
    root: rootName(analyses, path.start),
    code: code.trimEnd(),
    length: steps.length,
    steps: rows,
  };
}

/**
 * How code that sees it would write the object a way leads to: from the last variable of a scope, or the root.
 * `sessionCache.map.get("u17")`; of many equal steps in a row one and an ellipsis.
 * @param isExact - with indexes and keys, and each step of a short row; else what is the same in every run:
 *   `sessionCache.map.get(*)`.
 */
export function accessCode(
  analyses: Analyses,
  parts: Parts,
  patterns: Patterns,
  path: RawPath,
  isExact = true,
): string {
  const { referenceKinds } = analyses;
  const steps = foldPath(analyses, parts, patterns, path);
  let from = 0;
  for (const [at, step] of steps.entries())
    if (referenceKinds.isScope(step.from) && !referenceKinds.isScope(step.to)) from = at;
  let code = from > 0 ? "" : rootCode(analyses, path.start);
  for (let i = from; i < steps.length;) {
    const end = runEnd(analyses, steps, i, isExact ? MIN_RUN : 2);
    const step = steps[end - 1];
    const isPassage = referenceKinds.isScope(step.to) && end < steps.length;
    const text = isExact
      ? `${stepCode(analyses, parts, patterns, step)}${end - i > 1 ? "…" : ""}`
      : patterns.text(step.pattern);
    if (!isPassage) code = joinCode(code, text);
    i = end;
  }
  return code.trimEnd();
}

/** The reference of a step, with its index or key. */
export function stepCode(
  { graph }: Analyses,
  parts: Parts,
  patterns: Patterns,
  { from, edge, owner }: Pick<FoldedStep, "from" | "edge" | "owner">,
): string {
  return owner === null
    ? patterns.exact(from, edge)
    : parts.exact(graph.edgeSource(edge), edge, owner);
}

/** End of the row of equal steps that begins at `from`: same reference, same class; fewer than `least` are none. */
function runEnd(
  { classKeys }: Analyses,
  steps: readonly FoldedStep[],
  from: number,
  least = MIN_RUN,
): number {
  const { keyOf } = classKeys;
  const { pattern, to } = steps[from];
  let end = from + 1;
  while (end < steps.length && steps[end].pattern === pattern && keyOf[steps[end].to] === keyOf[to])
    end++;
  return end - from >= least ? end : from + 1;
}

/** Equal steps that are shown as one. */
const MIN_RUN = 4;

/**
 * Appends a step to code; a variable of a scope begins a new piece, `f → variable`. Steps that only lead to a
 * variable, as through Python's cells, are not code.
 */
export function joinCode(code: string, step: string, isRun = false): string {
  if (step === ".__closure__" || step === ".cell_contents") return code;
  const variable = /^\((?<name>[\p{ID_Start}$_#][\p{ID_Continue}$]*)\)(?<rest>.*)$/su.exec(
    step,
  )?.groups;
  if (variable !== undefined)
    return `${code}${code === "" ? "" : " → "}${variable["name"]}${variable["rest"] ?? ""}`;
  return isRun ? `${code} ${step} ` : `${code}${step}`;
}

function formatRepeat(repeat: number): string {
  return String(repeat).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function stepRow(analyses: Analyses, ordinal: number): Omit<PathStep, "code" | "repeat"> {
  const {
    id,
    type,
    name,
    class: className,
    shallowSize,
    retainedSize,
  } = nodeRow(analyses, ordinal);
  return { id, ordinal, type, name, class: className, shallowSize, retainedSize };
}

/** What code would call the object a way begins at. */
export function rootCode(analyses: Analyses, ordinal: number): string {
  const { graph, referenceKinds } = analyses;
  const name = graph.rawName(ordinal);
  if (referenceKinds.isSynthetic(ordinal)) return name === "" ? "(root)" : name;
  if (referenceKinds.runtime === "python" && analyses.programRoots.includes(ordinal))
    return edgeNameFromRoot(analyses, ordinal) ?? name;
  if (/^Window\b/.test(name)) return "window";
  if (/^global\b/.test(name)) return "global";
  return analyses.programRoots.includes(ordinal)
    ? "globalThis"
    : `${analyses.className(ordinal)} @${graph.data.nodeIds[ordinal]}`;
}

/** What keeps the object alive that a way begins at, in words. */
export function rootName(analyses: Analyses, ordinal: number): string {
  const { graph, referenceKinds } = analyses;
  const name = graph.rawName(ordinal);
  if (referenceKinds.isSynthetic(ordinal)) return name.replace(/^\((.*)\)$/s, "$1") || "root";
  if (referenceKinds.runtime === "python" && analyses.programRoots.includes(ordinal))
    return edgeNameFromRoot(analyses, ordinal) ?? name;
  return analyses.programRoots.includes(ordinal)
    ? "global object"
    : `@${graph.data.nodeIds[ordinal]}`;
}

/** Python's exporter names what hangs on the root: `sys.modules`, `thread MainThread`. */
function edgeNameFromRoot({ graph }: Analyses, ordinal: number): string | null {
  const { firstEdges, edgeTargets } = graph.data;
  const root = graph.rootOrdinal;
  for (let edge = firstEdges[root]; edge < firstEdges[root + 1]; edge++)
    if (edgeTargets[edge] === ordinal) return graph.edgeName(edge);
  return null;
}

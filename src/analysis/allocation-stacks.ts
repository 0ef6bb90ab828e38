import { NotFoundError } from "../errors.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";

/** A call on an allocation stack. */
export interface StackFrame {
  /** `(anonymous)` where the function has no name. */
  readonly functionName: string;
  /** As the file has it, often a URL or path; "" where it is not known. */
  readonly scriptName: string;
  /** 1-based; null where it is not known. */
  readonly line: number | null;
  /** 1-based; null where it is not known. */
  readonly column: number | null;
}

/** Where the objects of a heap were allocated, for files taken with allocation tracking. */
export class AllocationStacks {
  readonly #graph: HeapGraph;
  /** Id of a trace node to its position in the tree. */
  readonly #positions: ReadonlyMap<number, number>;

  /** @throws {NotFoundError} STACKS_NOT_FOUND when the file has none. */
  constructor(graph: HeapGraph) {
    const { traceNodeIds, traceTree } = graph.data;
    if (traceNodeIds === null || traceTree.count === 0) {
      throw new NotFoundError(
        "STACKS_NOT_FOUND",
        "allocation stacks",
        "the snapshot has no allocation stacks",
      );
    }
    this.#graph = graph;
    const positions = new Map<number, number>();
    for (const [position, id] of traceTree.ids.entries()) positions.set(id, position);
    this.#positions = positions;
  }

  /** Position of a node's stack in the trace tree, -1 when its allocation was not tracked. */
  positionOf(ordinal: number): number {
    const id = this.#graph.data.traceNodeIds?.[ordinal] ?? 0;
    return id === 0 ? -1 : (this.#positions.get(id) ?? -1);
  }

  /** The calls above a position of the trace tree, the allocating function first, its root left out. */
  framesAt(position: number): StackFrame[] {
    const { parents, functions } = this.#graph.data.traceTree;
    const frames: StackFrame[] = [];
    // A parent stands before its children, so this ends even where the file is odd.
    for (let at = position; parents[at] < at; at = parents[at])
      frames.push(this.#frame(functions[at]));
    return frames;
  }

  #frame(row: number): StackFrame {
    const { traceFunctions } = this.#graph.data;
    const { name, script_name: script, line, column } = traceFunctions.fields;
    const { strings } = this.#graph;
    return {
      functionName: (name === undefined ? "" : strings.get(name[row])) || "(anonymous)",
      scriptName: script === undefined ? "" : strings.get(script[row]),
      line: known(line?.[row]),
      column: known(column?.[row]),
    };
  }
}

/** V8 counts from 1 and writes 0 for what it does not know. */
function known(value: number | undefined): number | null {
  return value === undefined || value <= 0 ? null : value;
}

/** What nodes without a stack are grouped under. */
export const NOT_TRACKED = "(not tracked)";

/** Frames of a stack that its name shows; stacks that agree in them are one. */
const SHOWN_FRAMES = 4;

/**
 * Groups nodes by the stack they were allocated on: the innermost frames, leaf first.
 * @returns `groupOf`: length nodeCount, position in `names`; group 0 is {@link NOT_TRACKED}. O(nodes).
 * @throws {NotFoundError} STACKS_NOT_FOUND when the file has none.
 */
export function groupByStack(graph: HeapGraph): { groupOf: Uint32Array; names: string[] } {
  const stacks = new AllocationStacks(graph);
  const names = [NOT_TRACKED];
  const groupOfName = new Map<string, number>([[NOT_TRACKED, 0]]);
  const groupOfPosition = new Int32Array(graph.data.traceTree.count).fill(-1);
  const groupOf = new Uint32Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    const position = stacks.positionOf(node);
    if (position < 0) continue;
    let group = groupOfPosition[position];
    if (group < 0) {
      const name = nameStack(stacks.framesAt(position));
      group = groupOfName.get(name) ?? names.push(name) - 1;
      groupOfName.set(name, group);
      groupOfPosition[position] = group;
    }
    groupOf[node] = group;
  }
  return { groupOf, names };
}

/** `alloc (file.js:12) < run (file.js:30) < …`: leaf first, repeated frames once with their number. */
export function nameStack(frames: readonly StackFrame[]): string {
  const shown: { text: string; count: number }[] = [];
  let isCut = false;
  for (const frame of frames) {
    const text = describeFrame(frame);
    const last = shown.at(-1);
    if (last?.text === text) last.count++;
    else if (shown.length === SHOWN_FRAMES) {
      isCut = true;
      break;
    } else shown.push({ text, count: 1 });
  }
  if (shown.length === 0) return "(root)";
  const texts = shown.map(({ text, count }) => (count > 1 ? `${text} ×${count}` : text));
  return [...texts, ...(isCut ? ["…"] : [])].join(" < ");
}

/** `name (file.js:12)`; the folder of the script is left out. */
export function describeFrame({ functionName, scriptName, line }: StackFrame): string {
  if (scriptName === "") return functionName;
  const file = scriptName.startsWith("node:")
    ? scriptName
    : scriptName.replace(/^.*[/\\](?=.)/, "");
  const place = line === null ? file : `${file}:${line}`;
  // Python knows no names of functions: the place stands for them.
  return functionName.endsWith(place) ? functionName : `${functionName} (${place})`;
}

import { NotFoundError } from "../../errors.ts";
import { sumRetained } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import { scriptName } from "../script-names.ts";
import type { ScopeGroup, ScopeMaker } from "./scope-groups.ts";

export interface ClosuresOptions {
  /** Rows to return, 0 for all. Default 10. */
  readonly limit?: number;
  /** Also scopes of the runtime's own functions. Default false; without places in code all are listed. */
  readonly all?: boolean;
  /** Only scopes with variables that no function uses. Default false. */
  readonly unused?: boolean;
}

/** A variable that scopes keep alive; sizes in bytes. */
export interface ScopeVariable {
  readonly name: string;
  /** Class of what it refers to, in most of the scopes. */
  readonly class: string;
  /** Scopes that have it. */
  readonly count: number;
  /** What its values retain together, nothing counted twice; other holders may share them. */
  readonly retainedSize: number;
  /** Scopes in which no function alive can use it; null where the file does not tell. */
  readonly unusedCount: number | null;
  /** What would be free without it where it is unused; null where the file does not tell. */
  readonly wastedSize: number | null;
}

/** Closures of one code. */
export interface ScopeFunction {
  /** "" for a function without a name. */
  readonly name: string;
  /** `script:line:column`, 1-based; null where the file does not tell. */
  readonly location: string | null;
  readonly count: number;
}

/** Scopes in memory that one piece of code made; sizes in bytes. */
export interface ScopeRow {
  /** Function whose variables these are, "" where it has no name; null where the file does not tell, as of a block. */
  readonly function: string | null;
  /** `script:line:column` of that function, or the script alone; null where the file does not tell. */
  readonly location: string | null;
  /** Scopes: the function was called so often and something of it is still kept. */
  readonly count: number;
  /** At most three, those that retain most. */
  readonly ids: readonly number[];
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** What would be free without unused variables; null where the file does not tell. */
  readonly wastedSize: number | null;
  /** The biggest first. */
  readonly variables: readonly ScopeVariable[];
  /** Functions that share the scopes; those with most closures first. */
  readonly functions: readonly ScopeFunction[];
}

export interface ClosuresResult {
  readonly kind: "closures";
  /** Whether the file tells which variables functions use: V8 >= 15.6. */
  readonly tellsUses: boolean;
  readonly totals: {
    /** Bytes of the whole heap. */
    readonly heapSize: number;
    readonly scopeCount: number;
    /** What all scopes retain together, bytes. */
    readonly retainedSize: number;
    /** What would be free without unused variables, bytes; null where the file does not tell. */
    readonly wastedSize: number | null;
  };
  /** Those that retain most first; with `unused`, those that waste most. */
  readonly scopes: readonly ScopeRow[];
  readonly omitted: {
    /** Rows that the limit cut off. */
    readonly count: number;
    /** Rows of the runtime's own functions. */
    readonly runtimeCount: number;
    /** Bytes that those retain. */
    readonly runtimeSize: number;
  };
}

export const DEFAULT_CLOSURES = 10;

/** Scopes whose values are looked at for the class of a variable. */
const SAMPLE = 1000;

const SAMPLE_IDS = 3;

/**
 * What scopes keep alive, by the function that made them: their variables, which functions share them, and which
 * variables no function can use any more. O(nodes + edges).
 * @throws {NotFoundError} USES_NOT_FOUND when `unused` is asked of a file that does not tell.
 */
export function findClosures(analyses: Analyses, options: ClosuresOptions = {}): ClosuresResult {
  const { limit = DEFAULT_CLOSURES, all = false, unused = false } = options;
  const { scopeGroups, dominance, retainedSizes, graph, variableUses } = analyses;
  if (unused && variableUses === null)
    throw new NotFoundError(
      "USES_NOT_FOUND",
      "uses of variables",
      "the snapshot does not tell which variables functions use",
    );
  const rated = scopeGroups.groups.map((group) => ({
    group,
    retainedSize: sumRetained(dominance, Uint32Array.from(group.contexts), retainedSizes),
    wastedSize: findWasted(analyses, group).reduce((sum, { size }) => sum + size, 0),
    isOwn: all || !analyses.program.hasLocations || isOfProgram(analyses, group),
  }));
  const runtime = rated.filter(({ isOwn }) => !isOwn);
  const chosen = rated
    .filter(({ isOwn, wastedSize }) => isOwn && (!unused || wastedSize > 0))
    .toSorted(
      (a, b) =>
        (unused ? b.wastedSize - a.wastedSize : 0) ||
        b.retainedSize - a.retainedSize ||
        a.group.contexts[0] - b.group.contexts[0],
    );
  const shown = limit === 0 ? chosen : chosen.slice(0, limit);
  return {
    kind: "closures",
    tellsUses: variableUses !== null,
    totals: {
      heapSize: retainedSizes[graph.rootOrdinal],
      scopeCount: rated.reduce((sum, { group }) => sum + group.contexts.length, 0),
      retainedSize: sumRetained(dominance, contextsOf(rated), retainedSizes),
      wastedSize:
        variableUses === null ? null : rated.reduce((sum, { wastedSize }) => sum + wastedSize, 0),
    },
    scopes: shown.map(({ group, retainedSize, wastedSize }) =>
      describeGroup(analyses, group, retainedSize, variableUses === null ? null : wastedSize),
    ),
    omitted: {
      count: chosen.length - shown.length,
      runtimeCount: runtime.length,
      runtimeSize: sumRetained(dominance, contextsOf(runtime), retainedSizes),
    },
  };
}

function contextsOf(groups: readonly { readonly group: ScopeGroup }[]): Uint32Array {
  return Uint32Array.from(groups.flatMap(({ group }) => group.contexts));
}

/** Whether a function of the program's made the scopes, or keeps one. */
export function isOfProgram(
  { program }: Analyses,
  { contexts, maker, functions }: ScopeGroup,
): boolean {
  return (
    contexts.some((context) => program.isProgramNode(context)) ||
    (maker !== null && maker.closure !== null && program.isProgramNode(maker.closure)) ||
    functions.some(({ closure }) => program.isProgramNode(closure))
  );
}

/** A value that only unused variables keep. */
export interface WastedValue {
  readonly name: string;
  readonly value: number;
  /** What it retains, bytes. */
  readonly size: number;
}

/**
 * Values of a group's scopes that only unused variables keep: the scope dominates the value, and no other variable of
 * it refers to that. Empty where the file does not tell.
 */
export function findWasted(analyses: Analyses, { contexts }: ScopeGroup): WastedValue[] {
  const { scopeGroups, variableUses, dominators, retainedSizes } = analyses;
  if (variableUses === null) return [];
  const wasted: WastedValue[] = [];
  for (const context of contexts) {
    const slots = scopeGroups.slotsOf(context);
    const used = new Set<number>();
    const unused = new Map<number, string>();
    for (const { name, value } of slots) {
      if (variableUses.isUnused(context, name) === true) unused.set(value, name);
      else used.add(value);
    }
    for (const [value, name] of unused) {
      if (used.has(value) || !isHeldBy(dominators.idoms, context, value)) continue;
      wasted.push({ name, value, size: retainedSizes[value] });
    }
  }
  return wasted;
}

/** Whether a scope is a value's immediate dominator, or that of the cell which is. */
function isHeldBy(idoms: ArrayLike<number>, context: number, value: number): boolean {
  return idoms[value] === context || (idoms[idoms[value]] === context && idoms[value] !== value);
}

function describeGroup(
  analyses: Analyses,
  group: ScopeGroup,
  retainedSize: number,
  wastedSize: number | null,
): ScopeRow {
  const { graph, retainedSizes, shallowSizes, program } = analyses;
  const { contexts, maker, functions } = group;
  const biggest = contexts
    .toSorted((a, b) => retainedSizes[b] - retainedSizes[a] || a - b)
    .slice(0, SAMPLE_IDS);
  return {
    function: maker?.name ?? null,
    location: placeOf(analyses, maker),
    count: contexts.length,
    ids: biggest.map((context) => graph.data.nodeIds[context]),
    shallowSize: contexts.reduce((sum, context) => sum + shallowSizes[context], 0),
    retainedSize,
    wastedSize,
    variables: describeVariables(analyses, group),
    functions: functions.map(({ name, closure, count }) => ({
      name,
      location: program.describe(program.locationOf(closure)),
      count,
    })),
  };
}

/** Where a function stands; its script where none of its closures is alive. */
function placeOf({ graph, program }: Analyses, maker: ScopeMaker | null): string | null {
  if (maker === null) return null;
  const location =
    maker.closure === null ? null : program.describe(program.locationOf(maker.closure));
  if (location !== null || maker.script === null) return location;
  return scriptName(graph.rawName(maker.script)) || null;
}

function describeVariables(analyses: Analyses, group: ScopeGroup): ScopeVariable[] {
  const { scopeGroups, variableUses, dominance, retainedSizes } = analyses;
  const wasted = new Map<string, number>();
  for (const { name, size } of findWasted(analyses, group))
    wasted.set(name, (wasted.get(name) ?? 0) + size);
  const found = new Map<string, { values: number[]; unusedCount: number | null }>();
  for (const context of group.contexts) {
    for (const { name, value } of scopeGroups.slotsOf(context)) {
      const isUnused = variableUses?.isUnused(context, name) ?? null;
      const known = found.get(name);
      if (known === undefined)
        found.set(name, { values: [value], unusedCount: isUnused === null ? null : +isUnused });
      else {
        known.values.push(value);
        if (known.unusedCount !== null && isUnused === true) known.unusedCount++;
      }
    }
  }
  return [...found]
    .map(([name, { values, unusedCount }]) => ({
      name,
      class: commonClass(analyses, values),
      count: values.length,
      retainedSize: sumRetained(dominance, Uint32Array.from(values), retainedSizes),
      unusedCount,
      wastedSize: unusedCount === null ? null : (wasted.get(name) ?? 0),
    }))
    .toSorted((a, b) => b.retainedSize - a.retainedSize);
}

/** The class of most of some nodes. */
export function commonClass(analyses: Analyses, nodes: readonly number[]): string {
  const counts = new Map<string, number>();
  let best = "";
  for (const node of nodes.slice(0, SAMPLE)) {
    const name = analyses.className(node);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count > (counts.get(best) ?? 0)) best = name;
  }
  return best;
}

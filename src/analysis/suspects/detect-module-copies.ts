import { sumRetained } from "../../graph/dominance.ts";
import type { HeapGraph } from "../../graph/heap-graph.ts";
import { NodeType } from "../../graph/node-type.ts";
import { InternalEdges } from "../closures/internal-edges.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";
import { placeOf } from "./kept-objects.ts";

/** Times one script or class may be made in a realm: tests and tools do so a few times on purpose. */
const MIN_COPIES = 5;

/** How far a scope is followed outwards; code is never nested so deeply. */
const MAX_SCOPES = 100;

/** The functions of each copy. */
type Copies = Map<number, number[]>;

/** Copies of one script, or of the constructor of one class, in one realm. */
interface Copied {
  readonly script: string;
  readonly copies: Copies;
}

/**
 * Scripts that one realm has loaded again and again, as hot reload does and modules whose cache is deleted, and classes
 * that are defined anew again and again: each copy has functions, prototypes and variables of its own. O(locations).
 */
export const detectModuleCopies: Detector = (context) => {
  const { graph, classKeys } = context.analyses;
  const { locations, nodeTypes } = graph.data;
  const scopes = new OuterScopes(graph);
  const constructors = new Set(
    classKeys.keys.flatMap(({ location }) =>
      location === null ? [] : `${location.scriptId}:${location.line}:${location.column}`,
    ),
  );
  const scripts = new Map<string, Copied>();
  const classes = new Map<string, Copied>();
  for (let row = 0; row < locations.count; row++) {
    const ordinal = locations.ordinals[row];
    if (nodeTypes[ordinal] !== NodeType.closure || !context.program.isProgramNode(ordinal))
      continue;
    const [id, line, column] = [
      locations.scriptIds[row],
      locations.lines[row],
      locations.columns[row],
    ];
    const script = context.program.scriptName(id);
    if (script === null) continue;
    const realm = scopes.realmOf(ordinal);
    note(scripts, `${realm} ${script}`, script, id, ordinal);
    if (constructors.has(`${id}:${line}:${column}`))
      note(classes, `${realm} ${script}:${line}:${column}`, script, ordinal, ordinal);
  }
  const loaded = [...scripts.values()].filter(({ copies }) => copies.size >= MIN_COPIES);
  const names = new Set(loaded.map(({ script }) => script));
  const defined = [...classes.values()].filter(
    ({ script, copies }) => copies.size >= MIN_COPIES && !names.has(script),
  );
  return [
    ...loaded.map((one) =>
      describe(
        context,
        scopes,
        one,
        one.script.replace(/^.*[/\\](?=.)/, ""),
        "the script was loaded",
      ),
    ),
    ...defined.map((one) =>
      describe(
        context,
        scopes,
        one,
        `${graph.rawName([...one.copies.keys()][0])}()`,
        "the class was defined",
      ),
    ),
  ];
};

function note(
  known: Map<string, Copied>,
  key: string,
  script: string,
  copy: number,
  closure: number,
): void {
  const copied = known.get(key) ?? { script, copies: new Map<number, number[]>() };
  known.set(key, copied);
  const functions = copied.copies.get(copy);
  if (functions === undefined) copied.copies.set(copy, [closure]);
  else functions.push(closure);
}

function describe(
  context: DetectorContext,
  scopes: OuterScopes,
  { copies }: Copied,
  name: string,
  what: string,
): Finding {
  const { dominance, retainedSizes } = context.analyses;
  const functions = [...copies.values()].flat();
  const firsts = Array.from(copies.values(), ([first]) => first);
  const parts = [...functions, ...functions.flatMap((one) => scopes.around(one))];
  return {
    kind: "copies",
    class: name,
    count: copies.size,
    bytes: sumRetained(dominance, Uint32Array.from(parts), retainedSizes),
    ordinals: firsts.slice(0, MAX_FOUND),
    accumulation: placeOf(context, firsts),
    sentence: ({ objects, where }) =>
      `${objects}: ${what} ${formatCount(copies.size)} times, each with its own copy of functions and variables` +
      (where === "" ? "" : `, most of them under ${where}`),
    isExpected: false,
    certainty: 0.7,
  };
}

/** The scopes around functions, out to the realm. */
class OuterScopes {
  readonly #edges: InternalEdges<"context" | "previous">;

  constructor(graph: HeapGraph) {
    this.#edges = new InternalEdges(graph, ["context", "previous"]);
  }

  /** What the outermost scope of a function lies in; -1 where the file does not tell. */
  realmOf(closure: number): number {
    return this.#chain(closure).at(-1) ?? -1;
  }

  /** Scopes that a function keeps, the realm left out. */
  around(closure: number): number[] {
    return this.#chain(closure).slice(0, -1);
  }

  #chain(closure: number): number[] {
    const chain: number[] = [];
    let scope = this.#edges.follow(closure, "context");
    while (scope >= 0 && chain.length < MAX_SCOPES) {
      chain.push(scope);
      scope = this.#edges.follow(scope, "previous");
    }
    return chain;
  }
}

import { sumRetained } from "../../graph/dominance.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import { InternalEdges } from "../closures/internal-edges.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";
import { keptByClosures, placeOf } from "./kept-objects.ts";

/** Promises with one function behind them that wait at any time in a program that is well. */
const MIN_PROMISES = 50;

/** Reactions of one promise that are looked at. */
const MAX_REACTIONS = 100;

const NAMES = ["reactions_or_result", "shared", "system / PromiseReaction"] as const;

type Edges = InternalEdges<(typeof NAMES)[number]>;

/** Promises that wait, each with a function of one code that waits for it. */
interface Waiting {
  readonly promises: number[];
  readonly handlers: number[];
}

/**
 * Promises that nobody settles, with functions given to `then` that wait for them: V8 keeps what these see. What
 * suspended functions wait for is a matter of those functions. O(edges of promises and their reactions).
 */
export const detectPromises: Detector = (context) => {
  const { analyses, members, program } = context;
  const key = analyses.classKeys.keys.findIndex(({ className }) => className === "Promise");
  if (key < 0 || members.of(key).length < MIN_PROMISES) return [];
  const edges: Edges = new InternalEdges(analyses.graph, NAMES);
  const byCode = new Map<number, Waiting>();
  for (const promise of members.of(key)) {
    for (const handler of handlersOf(context, edges, promise)) {
      // Node's own functions and the ones behind `await` are none of the program's.
      if (!program.isProgramNode(handler)) continue;
      const code = edges.follow(handler, "shared");
      const known = byCode.get(code);
      if (known === undefined) byCode.set(code, { promises: [promise], handlers: [handler] });
      else {
        known.promises.push(promise);
        known.handlers.push(handler);
      }
    }
  }
  return [...byCode.values()].flatMap((waiting) =>
    waiting.promises.length < MIN_PROMISES ? [] : describe(context, waiting),
  );
};

/** Functions that wait for a promise: those of its reactions, which V8 keeps as a list until it is settled. */
function handlersOf({ analyses }: DetectorContext, edges: Edges, promise: number): number[] {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = analyses.graph.data;
  const handlers: number[] = [];
  const reactions = new Set<number>();
  const first = edges.follow(promise, "reactions_or_result");
  if (first >= 0 && edges.isNamed(first, "system / PromiseReaction")) reactions.add(first);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const reaction of reactions) {
    for (let edge = firstEdges[reaction]; edge < firstEdges[reaction + 1]; edge++) {
      const target = edgeTargets[edge];
      if (edgeTypes[edge] === EdgeType.weak) continue;
      if (nodeTypes[target] === NodeType.closure) handlers.push(target);
      else if (reactions.size < MAX_REACTIONS && edges.isNamed(target, "system / PromiseReaction"))
        reactions.add(target);
    }
  }
  return handlers;
}

function describe(context: DetectorContext, { promises, handlers }: Waiting): Finding {
  const { analyses } = context;
  const { dominance, retainedSizes, graph } = analyses;
  const kept = keptByClosures(context, handlers);
  const ordinals = kept?.ordinals ?? promises.slice(0, MAX_FOUND);
  const name = graph.rawName(handlers[0]);
  const waiter = name === "" ? "a function" : `${name}()`;
  const count = new Set(promises).size;
  return {
    kind: "pending",
    class: kept?.class ?? "Promise",
    count: kept?.count ?? count,
    bytes: sumRetained(dominance, Uint32Array.from(promises), retainedSizes),
    ordinals,
    accumulation: placeOf(context, promises),
    sentence: ({ objects, where }) => {
      const at = where === "" ? "" : `, at ${where}`;
      return kept === null
        ? `${objects} wait to be settled, and ${waiter} for them${at}`
        : `${objects} are kept by ${formatCount(count)} promises that nobody settles and ${waiter} waits for${at}`;
    },
    isExpected: false,
    certainty: 0.9,
  };
}

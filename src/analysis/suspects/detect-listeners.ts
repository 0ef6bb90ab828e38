import { followProperty } from "../follow-edge.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";
import { keptByClosures } from "./kept-objects.ts";

/** Node warns at eleven; a few more may be meant. */
const MIN_LISTENERS = 20;

/** Steps up the dominator tree from a listener of the DOM to the list it stands in. */
const MAX_STEPS = 8;

/** Listeners that pile up on one event: of an EventEmitter, or of an EventTarget in Chrome. */
export const detectListeners: Detector = (context) => [
  ...ofEmitters(context),
  ...ofEventTargets(context),
];

/** An emitter with more than one listener of an event has them in an array: `_events.update`. */
function ofEmitters(context: DetectorContext): Finding[] {
  const { graph } = context.analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets, nodeTypes } = graph.data;
  const [events] = graph.strings.findAll("_events");
  if (events === undefined) return [];
  const findings: Finding[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeTypes[node] !== NodeType.object) continue;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.property || edgeNames[edge] !== events) continue;
      findings.push(...ofEvents(context, edgeTargets[edge]));
    }
  }
  return findings;
}

function ofEvents(context: DetectorContext, table: number): Finding[] {
  const { graph } = context.analyses;
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  const findings: Finding[] = [];
  for (let edge = firstEdges[table]; edge < firstEdges[table + 1]; edge++) {
    if (edgeTypes[edge] !== EdgeType.property) continue;
    const list = edgeTargets[edge];
    const listeners = functionsIn(context, list);
    if (listeners.length >= MIN_LISTENERS)
      findings.push(describe(context, list, listeners, `listeners of "${graph.edgeName(edge)}"`));
  }
  return findings;
}

/** Functions of a list, those wrapped by `once` included. O(elements). */
function functionsIn(context: DetectorContext, list: number): number[] {
  const { firstEdges, edgeTypes, edgeTargets, nodeTypes } = context.analyses.graph.data;
  const found: number[] = [];
  for (let edge = firstEdges[list]; edge < firstEdges[list + 1]; edge++) {
    if (edgeTypes[edge] !== EdgeType.element) continue;
    const target = edgeTargets[edge];
    if (nodeTypes[target] !== NodeType.closure) continue;
    found.push(followProperty(context.analyses.graph, target, "listener") ?? target);
  }
  return found;
}

/** Chrome's listeners, by the list of their target; Blink names the objects between. */
function ofEventTargets(context: DetectorContext): Finding[] {
  const { graph, dominators } = context.analyses;
  const { nodeNames } = graph.data;
  const [listener] = graph.strings.findAll("V8EventListener");
  const [targetData] = graph.strings.findAll("blink::EventTargetData");
  if (listener === undefined || targetData === undefined) return [];
  const lists = new Map<number, number[]>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeNames[node] !== listener) continue;
    let list = node;
    for (let step = 0; step < MAX_STEPS && nodeNames[list] !== targetData; step++)
      list = dominators.idoms[list];
    if (nodeNames[list] !== targetData) continue;
    const known = lists.get(list);
    if (known === undefined) lists.set(list, [node]);
    else known.push(node);
  }
  return [...lists].flatMap(([list, nodes]) => {
    const functions = nodes.flatMap((node) => functionOf(context, node) ?? []);
    return nodes.length < MIN_LISTENERS
      ? []
      : describe(context, list, functions.length > 0 ? functions : nodes, "event listeners");
  });
}

function functionOf({ analyses: { graph } }: DetectorContext, listener: number): number | null {
  const { firstEdges, edgeTargets, nodeTypes } = graph.data;
  for (let edge = firstEdges[listener]; edge < firstEdges[listener + 1]; edge++)
    if (nodeTypes[edgeTargets[edge]] === NodeType.closure) return edgeTargets[edge];
  return null;
}

function describe(
  context: DetectorContext,
  list: number,
  listeners: readonly number[],
  what: string,
): Finding {
  const { analyses, program } = context;
  const kept = keptByClosures(context, listeners);
  const isOwn = listeners.some((one) => program.isProgramNode(one));
  const count = listeners.length;
  return {
    kind: "listeners",
    class: kept?.class ?? analyses.className(listeners[0]),
    count: kept?.count ?? count,
    bytes: sumRetained(analyses.dominance, Uint32Array.of(list), analyses.retainedSizes),
    ordinals: kept?.ordinals ?? listeners.slice(0, MAX_FOUND),
    accumulation: list,
    sentence: ({ objects, where }) =>
      `${objects} are kept by ${formatCount(count)} ${what} at ${where}`,
    isExpected: !isOwn && program.hasLocations,
    certainty: 0.95,
  };
}

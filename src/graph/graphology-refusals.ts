import { readOnly } from "./graphology-errors.ts";
import type { HeapMethod, HeapMethods } from "./graphology-families.ts";

/** Events tell of changes, and there are none: listeners are taken and never called. */
const EVENT_METHODS: Readonly<Record<string, unknown>> = {
  emit: false,
  listenerCount: 0,
  // As many as an emitter of Node takes before it warns.
  getMaxListeners: 10,
};

/** The methods of an event emitter that give back the graph. */
export const LISTENER_METHODS: readonly string[] = [
  "addListener",
  "on",
  "once",
  "prependListener",
  "prependOnceListener",
  "removeListener",
  "off",
  "removeAllListeners",
  "setMaxListeners",
];

/** The methods of an event emitter that tell something. */
export function eventQueries(): HeapMethods {
  const methods: HeapMethods = new Map();
  for (const [name, answer] of Object.entries(EVENT_METHODS)) methods.set(name, () => answer);
  for (const name of ["listeners", "rawListeners", "eventNames"]) methods.set(name, () => []);
  return methods;
}

/** Every method of graphology that changes a graph; here each throws UsageGraphError. */
export function mutatorRefusals(): HeapMethods {
  return new Map([...mutatorNames()].map((name) => [name, refuse]));
}

const refuse: HeapMethod = (_, name) => {
  throw readOnly(name);
};

function* mutatorNames(): Generator<string> {
  for (const verb of ["add", "merge", "update"]) {
    yield `${verb}Node`;
    for (const kind of ["", "Directed", "Undirected"]) {
      yield `${verb}${kind}Edge`;
      yield `${verb}${kind}EdgeWithKey`;
    }
  }
  yield* ["dropNode", "dropEdge", "dropDirectedEdge", "dropUndirectedEdge"];
  yield* ["clear", "clearEdges", "import"];
  yield* ["updateEachNodeAttributes", "updateEachEdgeAttributes"];
  const owners = ["Node", "Source", "Target", "Opposite", "Edge", "DirectedEdge", "UndirectedEdge"];
  for (const owner of ["", ...owners]) {
    for (const verb of ["set", "update", "remove"]) yield `${verb}${owner}Attribute`;
    for (const verb of ["replace", "merge", "update"]) yield `${verb}${owner}Attributes`;
  }
}

import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { isPythonHeap } from "../edge-code.ts";
import { createEntryWalk, NO_PART } from "./collection-entries.ts";
import { createValueReader } from "./node-value.ts";
import type { PropertyPath, PropertyStep } from "./property-path.ts";
import { compileValueTest } from "./property-value.ts";

/** Called with a node; returning true stops the search. */
type Visitor = (node: number) => boolean;

/** Scopes around a function that are searched; code is never nested so deeply. */
const MAX_SCOPES = 100;

/**
 * Compiles a path into a search: `visit` is called for each node that the path leads to, once for every way, in
 * the order of the file, until it returns true. Names are compared as integers; nothing is kept for a node.
 * Only an object's own properties are looked at, not those of its prototypes.
 * @returns whether `visit` stopped the search that began at a node.
 */
export function compilePath(analyses: Analyses, path: PropertyPath, visit: Visitor): Visitor {
  return path.reduceRight((next, step) => compileStep(analyses, step, next), visit);
}

function compileStep(analyses: Analyses, step: PropertyStep, next: Visitor): Visitor {
  switch (step.kind) {
    case "property":
      return propertyStep(analyses, step.name, next);
    case "element":
      return elementStep(analyses, step.index, next);
    case "entry":
      return entryStep(analyses, step, next);
    case "keys":
    case "values": {
      const walk = createEntryWalk(analyses);
      const isKey = step.kind === "keys";
      return (node) =>
        walk(node, (key, value) => {
          const part = isKey ? key : value;
          return part !== NO_PART && next(part);
        });
    }
    case "variable":
      return variableStep(analyses, step.name, next);
    case "internal":
      return followNamed(analyses, step.name, INTERNAL, next).search;
  }
}

const NOTHING: Visitor = () => false;

/** Edge types by which a step may lead. */
type TypeTest = (edgeType: number) => boolean;

const PROPERTY: TypeTest = (type) => type === EdgeType.property || type === EdgeType.shortcut;
const INTERNAL: TypeTest = (type) => type === EdgeType.internal || type === EdgeType.weak;
const CONTEXT: TypeTest = (type) => type === EdgeType.context;

/** A search over edges of one name. */
interface NamedSearch {
  readonly search: Visitor;
  /** The first such edge's target, {@link NO_PART} for none. */
  readonly first: (node: number) => number;
}

function followNamed(
  { graph }: Analyses,
  name: string,
  isWanted: TypeTest,
  next: Visitor,
): NamedSearch {
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  // Mostly one; files of V8 13 and later can hold a string twice.
  const indexes = graph.strings.findAll(name);
  const find = (node: number, visit: Visitor): boolean => {
    if (indexes.length === 0) return false;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (!isWanted(edgeTypes[edge]) || !indexes.includes(edgeNames[edge])) continue;
      if (visit(edgeTargets[edge])) return true;
    }
    return false;
  };
  return {
    search: (node) => find(node, next),
    first(node) {
      let found = NO_PART;
      find(node, (target) => {
        found = target;
        return true;
      });
      return found;
    },
  };
}

function propertyStep(analyses: Analyses, name: string, next: Visitor): Visitor {
  const { search, first } = followNamed(analyses, name, PROPERTY, next);
  if (!isPythonHeap(analyses.graph)) return search;
  // Attributes lie in the object's dictionary unless they are inline; `__class__` and the like are internal.
  const dictionary = followNamed(analyses, "__dict__", INTERNAL, search);
  const internal = followNamed(analyses, name, INTERNAL, next);
  return (node) => {
    if (first(node) !== NO_PART) return search(node);
    const dict = dictionary.first(node);
    if (dict !== NO_PART && first(dict) !== NO_PART) return search(dict);
    return internal.search(node);
  };
}

function elementStep(analyses: Analyses, index: number | null, next: Visitor): Visitor {
  const { graph } = analyses;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  const elements: Visitor = (node) => {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      if (edgeTypes[edge] !== EdgeType.element) continue;
      if (index !== null && edgeNames[edge] !== index) continue;
      if (next(edgeTargets[edge])) return true;
    }
    return false;
  };
  if (index === null) return elements;
  // A number is a property of an object that is no array, an item of a Python dictionary.
  const names = isPythonHeap(graph) ? `[${index}]` : String(index);
  const { search } = followNamed(analyses, names, PROPERTY, next);
  return (node) => elements(node) || search(node);
}

function entryStep(
  analyses: Analyses,
  { key }: PropertyStep & { readonly kind: "entry" },
  next: Visitor,
): Visitor {
  const walk = createEntryWalk(analyses);
  if (key === null) return (node) => walk(node, (_, value) => value !== NO_PART && next(value));
  if (isPythonHeap(analyses.graph)) {
    if (typeof key.value === "string") return propertyStep(analyses, key.value, next);
    // Numbers and the like are written as Python shows them; objects as keys are not told.
    const text = typeof key.value === "number" ? `[${key.value}]` : "[]";
    return followNamed(analyses, text, PROPERTY, next).search;
  }
  const read = createValueReader(analyses);
  const isKey = compileValueTest({ operator: "=", value: key.value });
  return (node) =>
    walk(
      node,
      (at, value) => at !== NO_PART && value !== NO_PART && isKey(read(at)) && next(value),
    );
}

/** A variable of the scopes that a function sees, the innermost of that name; or of a scope itself. */
function variableStep(analyses: Analyses, name: string, next: Visitor): Visitor {
  const { nodeTypes } = analyses.graph.data;
  const variable = followNamed(analyses, name, CONTEXT, next);
  const scope = followNamed(analyses, "context", INTERNAL, NOTHING);
  const outer = followNamed(analyses, "previous", INTERNAL, NOTHING);
  const closure = followNamed(analyses, "__closure__", INTERNAL, NOTHING);
  const content = followNamed(
    analyses,
    "cell_contents",
    (type) => PROPERTY(type) || INTERNAL(type),
    next,
  );
  return (node) => {
    if (variable.first(node) !== NO_PART) return variable.search(node);
    const cells = closure.first(node);
    if (cells !== NO_PART) {
      const cell = variable.first(cells);
      return cell !== NO_PART && content.search(cell);
    }
    let at = nodeTypes[node] === NodeType.closure ? scope.first(node) : outer.first(node);
    for (let depth = 0; at !== NO_PART && depth < MAX_SCOPES; depth++) {
      if (variable.first(at) !== NO_PART) return variable.search(at);
      at = outer.first(at);
    }
    return false;
  };
}

import { indexLocations } from "../graph/class-keys.ts";
import { Detachedness } from "../graph/detachedness.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { NO_NODE } from "../graph/ids.ts";
import type { Analyses } from "./analyses.ts";
import type { FieldReader } from "./compile-predicate.ts";
import type { Predicate, Subject, Vocabulary } from "./predicate.ts";
import { parsePredicate } from "./predicate-parser.ts";
import { compilePath } from "./properties/follow-path.ts";
import { createValueReader } from "./properties/node-value.ts";
import type { PropertyPath } from "./properties/property-path.ts";
import { describeLocation, scriptNames } from "./script-names.ts";

/** What a predicate over nodes can ask for. */
export type NodeField =
  | "id"
  | "ordinal"
  | "type"
  | "name"
  | "class"
  | "shallowSize"
  | "retainedSize"
  | "distance"
  | "edges"
  | "retainers"
  | "detached"
  | "location"
  /** What a property path leads to. */
  | "property";

/** Fields that every node has. */
export type PlainField = Exclude<NodeField, "property">;

/** Spellings of node fields; the short ones of sizes first, as help texts show them. */
export const NODE_VOCABULARY: Vocabulary<NodeField> = {
  id: { field: "id", kind: "number" },
  ordinal: { field: "ordinal", kind: "number" },
  type: { field: "type", kind: "text" },
  name: { field: "name", kind: "text" },
  class: { field: "class", kind: "pattern" },
  shallow: { field: "shallowSize", kind: "bytes" },
  shallowSize: { field: "shallowSize", kind: "bytes" },
  retained: { field: "retainedSize", kind: "bytes" },
  retainedSize: { field: "retainedSize", kind: "bytes" },
  distance: { field: "distance", kind: "number" },
  edges: { field: "edges", kind: "number" },
  retainers: { field: "retainers", kind: "number" },
  detached: { field: "detached", kind: "flag" },
  location: { field: "location", kind: "text" },
  ".": { field: "property", kind: "value" },
};

/**
 * Reads a predicate over nodes.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE
 */
export function parseNodePredicate(text: string): Predicate<NodeField> {
  return parsePredicate(text, NODE_VOCABULARY);
}

/** A field of nodes; `read` takes an ordinal. */
export type NodeColumn =
  | { readonly kind: "number"; readonly read: (node: number) => number | null }
  | { readonly kind: "flag"; readonly read: (node: number) => boolean }
  | {
      readonly kind: "text";
      readonly read: (node: number) => string;
      /** Small integers, equal where texts are equal; null where there is nothing of the kind. */
      readonly keyOf: ((node: number) => number) | null;
    };

/**
 * How a predicate finds what it asks of nodes; the subject is an ordinal. Texts are tested once each where
 * nodes share them.
 */
export function nodeFieldReader(
  analyses: Analyses,
  { field, path }: Pick<Subject<NodeField>, "field" | "path">,
): FieldReader<number> {
  if (field === "property") return propertyReader(analyses, path ?? []);
  const column = nodeColumn(analyses, field);
  if (column.kind !== "text") return column;
  const { read, keyOf } = column;
  return {
    kind: "text",
    select(test) {
      if (keyOf === null) return (node) => test(read(node));
      const answers = new AnswerColumn();
      return (node) => {
        const key = keyOf(node);
        return answers.get(key) ?? answers.set(key, test(read(node)));
      };
    },
  };
}

function propertyReader(analyses: Analyses, path: PropertyPath): FieldReader<number> {
  const read = createValueReader(analyses);
  return {
    kind: "value",
    select(test) {
      let isThere = false;
      const search = compilePath(analyses, path, (target) => {
        isThere = true;
        return test(read(target));
      });
      return (node) => {
        isThere = false;
        return search(node) || (!isThere && test(null));
      };
    },
  };
}

/**
 * A field of all nodes. Columns are computed when a field is first asked for.
 *
 * `distance` is DevTools' number (100 000 000 and more counts from the root), none where never reached;
 * `retainers` counts every edge that leads to the node, weak ones included; `location` is `script:line:column`, 1-based, "" for none.
 */
export function nodeColumn(analyses: Analyses, field: PlainField): NodeColumn {
  const { graph } = analyses;
  const { data } = graph;
  switch (field) {
    case "id":
      return numbers(data.nodeIds);
    case "ordinal":
      return { kind: "number", read: (node) => node };
    case "shallowSize":
      return numbers(analyses.shallowSizes);
    case "retainedSize":
      return numbers(analyses.retainedSizes);
    case "distance": {
      const { distances } = analyses;
      const read = (node: number): number | null =>
        distances[node] === NO_DISTANCE ? null : distances[node];
      return { kind: "number", read };
    }
    case "edges": {
      const { firstEdges } = data;
      return { kind: "number", read: (node) => firstEdges[node + 1] - firstEdges[node] };
    }
    case "retainers":
      return numbers(countRetainers(analyses));
    case "detached": {
      const { states } = analyses.detached;
      return { kind: "flag", read: (node) => states[node] === Detachedness.detached };
    }
    case "type":
      return {
        kind: "text",
        read: (node) => graph.nodeTypeName(node),
        keyOf: (node) => data.nodeTypes[node],
      };
    case "class": {
      const { keyOf, keys } = analyses.classKeys;
      return {
        kind: "text",
        read: (node) => keys[keyOf[node]].className,
        keyOf: (node) => keyOf[node],
      };
    }
    case "name": {
      const { renamed } = analyses.detached;
      const { nodeNames } = data;
      const isRenamed = (node: number): number =>
        renamed === null ? 0 : (renamed[node >>> 5] >>> (node & 31)) & 1;
      return {
        kind: "text",
        read: (node) => analyses.nodeName(node),
        keyOf: (node) => nodeNames[node] * 2 + isRenamed(node),
      };
    }
    case "location":
      return { kind: "text", read: locations(analyses), keyOf: null };
  }
}

function numbers(column: ArrayLike<number>): NodeColumn {
  return { kind: "number", read: (node) => column[node] };
}

/** Remembers true or false for small integers, one byte each; grows with the largest. */
class AnswerColumn {
  /** 0 not known, 1 no, 2 yes. */
  #answers = new Uint8Array(1024);

  get(key: number): boolean | undefined {
    const answer = this.#answers[key] ?? 0;
    return answer === 0 ? undefined : answer === 2;
  }

  set(key: number, answer: boolean): boolean {
    if (key >= this.#answers.length) {
      const grown = new Uint8Array(Math.max(key + 1, this.#answers.length * 2));
      grown.set(this.#answers);
      this.#answers = grown;
    }
    this.#answers[key] = answer ? 2 : 1;
    return answer;
  }
}

function locations(analyses: Analyses): (node: number) => string {
  const { graph } = analyses;
  const rows = indexLocations(graph);
  const scripts = scriptNames(graph);
  const { scriptIds, lines, columns } = graph.data.locations;
  return (node) => {
    const row = rows === null ? NO_NODE : rows[node];
    if (row === NO_NODE) return "";
    return describeLocation(
      { scriptId: scriptIds[row], line: lines[row], column: columns[row] },
      scripts,
    );
  };
}

/** Edges by target, counted without an index of them. Length nodeCount. */
function countRetainers(analyses: Analyses): Uint32Array {
  const counts = new Uint32Array(analyses.graph.nodeCount);
  for (const target of analyses.graph.data.edgeTargets) counts[target]++;
  return counts;
}

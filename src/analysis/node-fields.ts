import { indexLocations } from "../graph/class-keys.ts";
import { Detachedness } from "../graph/detachedness.ts";
import { NO_DISTANCE } from "../graph/distances.ts";
import { NO_NODE } from "../graph/ids.ts";
import type { Analyses } from "./analyses.ts";
import type { FieldReader } from "./compile-predicate.ts";
import type { Predicate, Vocabulary } from "./predicate.ts";
import { parsePredicate } from "./predicate-parser.ts";
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
  | "location";

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
};

/**
 * Reads a predicate over nodes.
 * @throws {TextSyntaxError} SYNTAX_PREDICATE
 */
export function parseNodePredicate(text: string): Predicate<NodeField> {
  return parsePredicate(text, NODE_VOCABULARY);
}

/**
 * How the fields of nodes are found; the subject is an ordinal. Columns are computed when a field is first
 * asked for. Texts are tested once each where nodes share them.
 *
 * `distance` is DevTools' number (100 000 000 and more counts from the root), none where never reached;
 * `retainers` counts every edge that leads to the node, weak ones included; `location` is `script:line:column`, 1-based, "" for none.
 */
export function nodeFieldReader(analyses: Analyses, field: NodeField): FieldReader<number> {
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
      return textsOf(
        (node) => data.nodeTypes[node],
        (node) => graph.nodeTypeName(node),
      );
    case "class": {
      const { keyOf, keys } = analyses.classKeys;
      return textsOf(
        (node) => keyOf[node],
        (node) => keys[keyOf[node]].className,
      );
    }
    case "name": {
      const { renamed } = analyses.detached;
      const { nodeNames } = data;
      const isRenamed = (node: number): number =>
        renamed === null ? 0 : (renamed[node >>> 5] >>> (node & 31)) & 1;
      return textsOf(
        (node) => nodeNames[node] * 2 + isRenamed(node),
        (node) => analyses.nodeName(node),
      );
    }
    case "location":
      return locations(analyses);
  }
}

function numbers(column: ArrayLike<number>): FieldReader<number> {
  return { kind: "number", read: (node) => column[node] };
}

/** Texts that many nodes share: equal keys mean equal texts, so each is tested once. */
function textsOf(
  keyOf: (node: number) => number,
  textOf: (node: number) => string,
): FieldReader<number> {
  return {
    kind: "text",
    select(test) {
      const answers = new AnswerColumn();
      return (node) => {
        const key = keyOf(node);
        return answers.get(key) ?? answers.set(key, test(textOf(node)));
      };
    },
  };
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

function locations(analyses: Analyses): FieldReader<number> {
  const { graph } = analyses;
  const rows = indexLocations(graph);
  const scripts = scriptNames(graph);
  const { scriptIds, lines, columns } = graph.data.locations;
  const textOf = (node: number): string => {
    const row = rows === null ? NO_NODE : rows[node];
    if (row === NO_NODE) return "";
    return describeLocation(
      { scriptId: scriptIds[row], line: lines[row], column: columns[row] },
      scripts,
    );
  };
  return { kind: "text", select: (test) => (node) => test(textOf(node)) };
}

/** Edges by target, counted without an index of them. Length nodeCount. */
function countRetainers(analyses: Analyses): Uint32Array {
  const counts = new Uint32Array(analyses.graph.nodeCount);
  for (const target of analyses.graph.data.edgeTargets) counts[target]++;
  return counts;
}

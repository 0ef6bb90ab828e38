import { EdgeType } from "../../src/graph/edge-type.ts";
import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { NodeType } from "../../src/graph/node-type.ts";
import { buildGraph, type EdgeSpec, type NodeSpec } from "./build-graph.ts";

/** A graph with the labels its nodes were written by. */
export interface LabelledGraph {
  readonly graph: HeapGraph;
  readonly ordinalOf: Readonly<Record<string, number>>;
  /** A column as label to value. */
  byLabel(column: ArrayLike<number>): Record<string, number>;
  /** A column of ordinals as label to label. */
  labels(column: ArrayLike<number>): Record<string, string>;
  /** Labels of the nodes for which `holds` is true. */
  where(holds: (ordinal: number) => boolean): string[];
}

const ARROW = /^(?<from>\S+)\s+-(?:(?<type>\w+)(?::(?<name>.*\S)?)?-)?>\s*(?<targets>.*)$/;
const NODE = /^(?<label>\S+)\s+is\s+(?<facts>.*)$/;
const FACT = /"(?:[^"\\]|\\.)*"|\S+/g;

/**
 * Builds a graph from text. Labels become ordinals in order of first appearance, the first is the root.
 *
 *     graph(`
 *       root -> a b:32                   # property edges named like their target; b has 32 bytes
 *       a -weak-> b                      # an edge of another type
 *       a -element:3-> b                 # type and name; the name may hold blanks
 *       b is native "Detached <b>" 40 @7 detached at 1:2:3
 *     `)
 *
 * A node is an `object` of 1 byte named like its label, its id 2 * ordinal + 1; the root is `synthetic`,
 * has 0 bytes and no name. `is` takes in any order: a key of NodeType, a name in quotes, bytes, an id
 * behind `@`, `attached` or `detached`, and `at script:line:column`.
 */
export function graph(text: string): LabelledGraph {
  const ordinals = new Map<string, number>();
  const labels: string[] = [];
  const nodes: NodeSpec[] = [];
  const edges: EdgeSpec[] = [];

  const node = (written: string): number => {
    const [label, size] = written.split(":");
    let ordinal = ordinals.get(label);
    if (ordinal === undefined) {
      ordinal = labels.push(label) - 1;
      ordinals.set(label, ordinal);
      nodes.push(ordinal === 0 ? { type: NodeType.synthetic, size: 0 } : { name: label });
    }
    if (size !== undefined) nodes[ordinal] = { ...nodes[ordinal], size: Number(size) };
    return ordinal;
  };

  for (const raw of text.split("\n")) {
    const line = raw.replace(/(^|\s)#[^"]*$/, "").trim();
    if (line === "") continue;
    const arrow = ARROW.exec(line)?.groups;
    const facts = NODE.exec(line)?.groups;
    if (arrow !== undefined) {
      const from = node(arrow.from);
      const type = arrow.type === undefined ? EdgeType.property : edgeType(arrow.type);
      for (const target of arrow.targets.split(/\s+/).filter(Boolean)) {
        const to = node(target);
        edges.push({ from, to, type, name: arrow.name ?? labels[to] });
      }
    } else if (facts !== undefined) {
      const ordinal = node(facts.label);
      nodes[ordinal] = { ...nodes[ordinal], ...readFacts(facts.facts) };
    } else throw new SyntaxError(`neither edges nor a node: ${line}`);
  }

  const result = buildGraph({ nodes, edges });
  return {
    graph: result,
    ordinalOf: Object.fromEntries(ordinals),
    byLabel: (column) => Object.fromEntries(labels.map((label, i) => [label, column[i]])),
    labels: (column) => Object.fromEntries(labels.map((label, i) => [label, labels[column[i]]])),
    where: (holds) => labels.filter((_, ordinal) => holds(ordinal)),
  };
}

function edgeType(name: string): number {
  const type = (EdgeType as Record<string, number | undefined>)[name];
  if (type === undefined) throw new SyntaxError(`no edge type: ${name}`);
  return type;
}

function readFacts(text: string): NodeSpec {
  const spec: { -readonly [Key in keyof NodeSpec]: NodeSpec[Key] } = {};
  let expectsPlace = false;
  for (const [fact] of text.matchAll(FACT)) {
    const type = (NodeType as Record<string, number | undefined>)[fact];
    if (expectsPlace) {
      const [scriptId, line, column] = fact.split(":").map(Number);
      spec.location = { scriptId, line, column };
      expectsPlace = false;
    } else if (fact === "at") expectsPlace = true;
    else if (fact.startsWith('"')) spec.name = JSON.parse(fact) as string;
    else if (fact.startsWith("@")) spec.id = Number(fact.slice(1));
    else if (fact === "attached") spec.detachedness = 1;
    else if (fact === "detached") spec.detachedness = 2;
    else if (/^\d+$/.test(fact)) spec.size = Number(fact);
    else if (type === undefined) throw new SyntaxError(`not a fact of a node: ${fact}`);
    else spec.type = type;
  }
  return spec;
}

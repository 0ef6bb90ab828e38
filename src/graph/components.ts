import { IntStack } from "./arrays/int-stack.ts";
import { createBitSet, hasBit, setBit } from "./arrays/bit-set.ts";
import type { HeapGraph } from "./heap-graph.ts";

/** Whether an edge takes part. */
export type EdgeTest = (source: number, edge: number) => boolean;

/** Strongly connected components of more than one node: each node of one reaches all others of it. */
export interface Components {
  /** Length count + 1: the nodes of component c stand at [first[c], first[c + 1]) of `nodes`. */
  readonly first: Uint32Array;
  /** Ordinals, ascending within a component. */
  readonly nodes: Uint32Array;
  /** Length nodeCount; component of a node, NO_COMPONENT for those that are in none. */
  readonly componentOf: Uint32Array;
}

export const NO_COMPONENT = 0xffffffff;

/**
 * Finds the strongly connected components with an own stack instead of recursion. (R. Tarjan, "Depth-first
 * search and linear graph algorithms", 1972.) O(nodes + edges); 17 bytes a node.
 */
export function findComponents(graph: HeapGraph, follows: EdgeTest): Components {
  const { firstEdges, edgeTargets } = graph.data;
  const { nodeCount } = graph;
  /** Number of a node in the order of the search, from 1; 0 for not met. */
  const numbers = new Uint32Array(nodeCount);
  /** The smallest number that is known to be reachable. */
  const lows = new Uint32Array(nodeCount);
  const componentOf = new Uint32Array(nodeCount).fill(NO_COMPONENT);
  const isOpen = createBitSet(nodeCount);
  /** Nodes whose component is not complete. */
  const open = new IntStack();
  /** The way from the start of the search to the current node, with the next edge of each. */
  const way = new IntStack();
  const edges = new IntStack();
  let found = 0;
  let met = 0;
  const enter = (node: number): void => {
    numbers[node] = lows[node] = ++met;
    open.push(node);
    setBit(isOpen, node);
    way.push(node);
    edges.push(firstEdges[node]);
  };
  for (let start = 0; start < nodeCount; start++) {
    if (numbers[start] !== 0) continue;
    enter(start);
    while (way.size > 0) {
      const node = way.peek();
      let edge = edges.pop();
      const end = firstEdges[node + 1];
      let entered = false;
      for (; edge < end; edge++) {
        const target = edgeTargets[edge];
        const number = numbers[target];
        if (number !== 0 && !hasBit(isOpen, target)) continue;
        if (!follows(node, edge)) continue;
        if (number === 0) {
          edges.push(edge + 1);
          enter(target);
          entered = true;
          break;
        }
        if (number < lows[node]) lows[node] = number;
      }
      if (entered) continue;
      way.pop();
      if (lows[node] === numbers[node]) {
        if (close(node, open, isOpen, componentOf, found)) found++;
      }
      if (way.size > 0) {
        const parent = way.peek();
        if (lows[node] < lows[parent]) lows[parent] = lows[node];
      }
    }
  }
  return listMembers(componentOf, found);
}

/** Takes a complete component off the stack; one of a single node is none. */
function close(
  root: number,
  open: IntStack,
  isOpen: Uint32Array,
  componentOf: Uint32Array,
  number: number,
): boolean {
  if (open.peek() === root) {
    open.pop();
    isOpen[root >>> 5] &= ~(1 << (root & 31));
    return false;
  }
  for (;;) {
    const node = open.pop();
    isOpen[node >>> 5] &= ~(1 << (node & 31));
    componentOf[node] = number;
    if (node === root) return true;
  }
}

function listMembers(componentOf: Uint32Array, count: number): Components {
  const first = new Uint32Array(count + 1);
  for (const component of componentOf) if (component !== NO_COMPONENT) first[component + 1]++;
  for (let component = 0; component < count; component++) first[component + 1] += first[component];
  const nodes = new Uint32Array(first[count]);
  const next = first.slice(0, count);
  for (let node = 0; node < componentOf.length; node++) {
    const component = componentOf[node];
    if (component !== NO_COMPONENT) nodes[next[component]++] = node;
  }
  return { first, nodes, componentOf };
}

import { sumRetained } from "../../graph/dominance.ts";
import { IntStack } from "../../graph/arrays/int-stack.ts";
import { hasBit } from "../../graph/arrays/bit-set.ts";
import { NO_NODE } from "../../graph/ids.ts";
import type { Analyses } from "../analyses.ts";
import type { Kinship } from "./box-draft.ts";
import { Hold, type Reference } from "./holders.ts";
import { IntList } from "./int-list.ts";
import { groupNeighbours } from "./neighbour-groups.ts";
import type { PartOwner, Parts } from "./parts.ts";
import { NO_EDGE, type PathTree } from "./path-tree.ts";
import { rootCode } from "./path-steps.ts";
import type { Patterns } from "./patterns.ts";
import { ReferenceLevel } from "./reference-kinds.ts";

/** Objects that share a row, with what is reached through them. */
export interface TreeGroup {
  readonly members: IntList;
  readonly kinship: Kinship | null;
  /** The first reference that led here; null for roots. */
  readonly sample: Reference | null;
  /** References that led here. */
  references: number;
  repeat: number;
  reached: number;
  /** Members of the first level, above those of equal steps. */
  readonly top: number;
  /** Steps on from its members, where they are known already. */
  onward: readonly Reference[] | null;
  /** Found when asked for. */
  children: readonly TreeGroup[] | null;
}

/** The tree of ways to some objects, grouped level by level when it is looked at. */
export class MergedTree {
  readonly #analyses: Analyses;
  readonly #patterns: Patterns;
  readonly #parts: Parts;
  readonly #tree: PathTree;
  /** By ordinal: objects meant that are reached through it, itself included. */
  readonly #reached: Uint32Array;
  readonly #isChosen: Uint32Array;
  readonly #firstChild: Uint32Array;
  readonly #nextSibling: Uint32Array;
  readonly #roots: TreeGroup[];

  /**
   * @param isChosen - bits per node: the objects that are meant.
   */
  constructor(
    analyses: Analyses,
    tree: PathTree,
    isChosen: Uint32Array,
    { patterns, parts }: { readonly patterns: Patterns; readonly parts: Parts },
  ) {
    this.#analyses = analyses;
    this.#patterns = patterns;
    this.#parts = parts;
    this.#tree = tree;
    this.#isChosen = isChosen;
    const { nodeCount } = analyses.graph;
    const { order, parents } = tree;
    const reached = new Uint32Array(nodeCount);
    const firstChild = new Uint32Array(nodeCount).fill(NO_NODE);
    const nextSibling = new Uint32Array(nodeCount).fill(NO_NODE);
    const roots: number[] = [];
    // From the far ends to the roots: what is below a node is summed up before the node.
    for (let at = order.length - 1; at >= 0; at--) {
      const node = order[at];
      if (hasBit(isChosen, node)) reached[node]++;
      if (reached[node] === 0) continue;
      const parent = parents[node];
      if (parent === NO_NODE) {
        roots.push(node);
        continue;
      }
      reached[parent] += reached[node];
      nextSibling[node] = firstChild[parent];
      firstChild[parent] = node;
    }
    this.#reached = reached;
    this.#firstChild = firstChild;
    this.#nextSibling = nextSibling;
    this.#roots = roots
      .map((node) => this.#group(null, null, [node]))
      .toSorted((a, b) => b.reached - a.reached || a.members.at(0) - b.members.at(0));
  }

  /** Where ways begin, those that reach most first. */
  roots(): readonly TreeGroup[] {
    return this.#roots;
  }

  /** What comes next on the ways through a group, what reaches most first. */
  childrenOf(group: TreeGroup): readonly TreeGroup[] {
    if (group.children !== null) return group.children;
    const onward = group.onward ?? [...this.#references(group.members.values)];
    const { any } = this.#patterns;
    group.children = groupNeighbours(this.#analyses, onward, ({ to }) => to, any)
      .map(({ kinship, references }) =>
        this.#extend(
          this.#group(
            kinship,
            references[0],
            references.map(({ to }) => to),
          ),
        ),
      )
      .toSorted((a, b) => b.reached - a.reached || a.members.at(0) - b.members.at(0));
    return group.children;
  }

  /** What the objects meant that are reached through a group retain together, bytes. O(nodes below it). */
  retainedSizeOf({ members, top }: TreeGroup): number {
    const { dominance, retainedSizes } = this.#analyses;
    const found = new IntList();
    const pending = new IntStack();
    for (const member of members.values.subarray(0, top)) pending.push(member);
    while (pending.size > 0) {
      const node = pending.pop();
      if (hasBit(this.#isChosen, node)) found.push(node);
      for (let child = this.#firstChild[node]; child !== NO_NODE; child = this.#nextSibling[child])
        pending.push(child);
    }
    return sumRetained(dominance, found.values, retainedSizes);
  }

  /** The reference that leads to a group, as code. */
  codeOf({ sample, references, repeat }: TreeGroup): string {
    if (sample === null) return "";
    if (references > 1 || repeat > 1) return this.#patterns.text(sample.pattern);
    return sample.owner === null
      ? this.#patterns.exact(sample.from, sample.edge)
      : this.#parts.exact(this.#analyses.graph.edgeSource(sample.edge), sample.edge, sample.owner);
  }

  rootCode(group: TreeGroup): string {
    return rootCode(this.#analyses, group.members.at(0));
  }

  /** Draws the rest of a row of equal steps into its first. */
  #extend(group: TreeGroup): TreeGroup {
    const { kinship } = group;
    if (kinship === null) return group;
    const { keyOf } = this.#analyses.classKeys;
    const beside: Reference[] = [];
    let level = group.members.values;
    let steps = 1;
    for (;;) {
      const next: number[] = [];
      for (const reference of this.#references(level)) {
        const isEqual =
          reference.pattern === kinship.pattern && keyOf[reference.to] === kinship.classKey;
        if (isEqual) next.push(reference.to);
        else beside.push(reference);
      }
      if (next.length === 0) break;
      for (const member of next) group.members.push(member);
      level = Uint32Array.from(next);
      steps++;
    }
    group.repeat = steps;
    group.onward = beside;
    return group;
  }

  #group(kinship: Kinship | null, sample: Reference | null, members: readonly number[]): TreeGroup {
    let reached = 0;
    for (const member of members) {
      reached += this.#reached[member];
    }
    return {
      members: new IntList(Uint32Array.from(members)),
      kinship,
      sample,
      references: members.length,
      repeat: 1,
      reached,
      top: members.length,
      onward: null,
      children: null,
    };
  }

  /** Steps of the tree from some nodes, parts folded into them. */
  *#references(nodes: Uint32Array): Generator<Reference> {
    for (const from of nodes) {
      const pending: {
        readonly node: number;
        readonly first: number;
        readonly owner: PartOwner | null;
      }[] = [{ node: from, first: NO_EDGE, owner: null }];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { node, first, owner } = next;
        for (let to = this.#firstChild[node]; to !== NO_NODE; to = this.#nextSibling[to]) {
          const edge = this.#tree.lastEdges[to];
          const begins = first === NO_EDGE ? edge : first;
          const part = this.#parts
            .ownersOf(to)
            ?.find((one) => one.owner === from && one.edge === begins);
          if (part === undefined || hasBit(this.#isChosen, to))
            yield this.#step(from, node, to, edge, owner);
          else pending.push({ node: to, first: begins, owner: part });
        }
      }
    }
  }

  #step(from: number, part: number, to: number, edge: number, owner: PartOwner | null): Reference {
    const pattern =
      owner === null ? this.#patterns.ofEdge(part, edge) : this.#parts.patternOf(part, edge, owner);
    return { from, to, pattern, hold: Hold.strong, edge, owner, level: ReferenceLevel.program };
  }
}

import { NO_NODE } from "../../graph/ids.ts";
import { IntList } from "./int-list.ts";
import type { Hold, Reference } from "./holders.ts";

/** Class and pattern by which objects came into a box. */
export interface Kinship {
  readonly classKey: number;
  readonly pattern: number;
}

/**
 * How far a walk looks round: `wide` draws all there is; `narrow`, once all that hangs on a box depends on it,
 * one way on until a single object is met; `spine` one way on, beyond a single object.
 */
export type Reach = "wide" | "narrow" | "spine";

/** A box while it is filled. */
export interface BoxDraft {
  readonly index: number;
  /** Ordinals; a box of steps or of what was cut off has none. */
  readonly members: IntList;
  /** How many of them have been looked at. */
  explored: number;
  readonly depth: number;
  readonly isStart: boolean;
  /** What its members share; null where they were chosen, not met. */
  readonly kinship: Kinship | null;
  /** How much of what lies beyond is drawn. */
  readonly reach: Reach;
  /** Whether all that came here through references depends on an object of this box. */
  readonly isDominating: boolean;
  isCut: boolean;
  /** Objects that were left out beside it, and the boxes they would have made. */
  readonly more: { readonly ordinals: IntList; boxes: number };
}

/** References between two boxes while they are counted. */
export interface EdgeDraft {
  readonly from: number;
  readonly to: number;
  readonly hold: Hold;
  count: number;
  /** References by number of their pattern. */
  readonly patterns: Map<number, number>;
  /** What they lead to, with repeats. */
  readonly targets: IntList;
  /** The first of them, to write it out where it stays the only one. */
  readonly sample: Reference;
}

/** Boxes, which object stands in which, and the references between them. */
export class BoxDrafts {
  readonly boxes: BoxDraft[] = [];
  readonly edges: EdgeDraft[] = [];
  /** By ordinal: position of its box, NO_NODE for none. */
  readonly #boxOf: Uint32Array;
  readonly #edgeAt = new Map<string, EdgeDraft>();

  constructor(nodeCount: number) {
    this.#boxOf = new Uint32Array(nodeCount).fill(NO_NODE);
  }

  /** The box an object stands in, null for none. */
  boxOf(ordinal: number): BoxDraft | null {
    const index = this.#boxOf[ordinal];
    return index === NO_NODE ? null : this.boxes[index];
  }

  open(
    depth: number,
    kinship: Kinship | null,
    reach: Reach = "wide",
    isDominating = false,
  ): BoxDraft {
    const box: BoxDraft = {
      index: this.boxes.length,
      members: new IntList(),
      explored: 0,
      depth,
      isStart: kinship === null,
      kinship,
      reach,
      isDominating,
      isCut: false,
      more: { ordinals: new IntList(), boxes: 0 },
    };
    this.boxes.push(box);
    return box;
  }

  /** Puts an object into a box; it must stand in none. */
  add(box: BoxDraft, ordinal: number): void {
    this.#boxOf[ordinal] = box.index;
    box.members.push(ordinal);
  }

  /** Counts a reference between the boxes that its ends stand in. */
  connect(reference: Reference): void {
    const { hold, pattern } = reference;
    const from = this.#boxOf[reference.from];
    const to = this.#boxOf[reference.to];
    const key = `${from},${to},${hold}`;
    let edge = this.#edgeAt.get(key);
    if (edge === undefined) {
      edge = {
        from,
        to,
        hold,
        count: 0,
        patterns: new Map(),
        targets: new IntList(),
        sample: reference,
      };
      this.#edgeAt.set(key, edge);
      this.edges.push(edge);
    }
    edge.count++;
    edge.patterns.set(pattern, (edge.patterns.get(pattern) ?? 0) + 1);
    edge.targets.push(reference.to);
  }
}

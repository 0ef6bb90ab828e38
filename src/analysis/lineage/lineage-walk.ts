import { type BitSet, createBitSet, hasBit } from "../../graph/arrays/bit-set.ts";
import { dominates } from "../../graph/dominance.ts";
import type { Analyses } from "../analyses.ts";
import { type BoxDraft, BoxDrafts, type Reach } from "./box-draft.ts";
import type { LineageResult } from "../lineage-picture.ts";
import type { Reference } from "./holders.ts";
import { groupNeighbours, type NeighbourGroup } from "./neighbour-groups.ts";

export interface WalkOptions {
  /** References of an object, in the direction that is walked. */
  readonly find: (ordinal: number) => readonly Reference[];
  /** Whether there are such references; what is folded is not counted. */
  readonly refersOn: (ordinal: number) => boolean;
  readonly direction: "up" | "down";
  /** Whether objects that are met alike share a box. */
  readonly isMerged: boolean;
  readonly maxDepth: number;
  readonly maxBoxes: number;
  readonly tooMany: number;
  /** Not followed further; a box is only drawn. */
  readonly isEnd: (ordinal: number) => boolean;
  /** Of those the ones whose class was named so. */
  readonly isCulled: (ordinal: number) => boolean;
  /** Left out, with all that lies behind. */
  readonly isIgnored: (ordinal: number) => boolean;
  /** Number of the pattern that stands for any. */
  readonly anyPattern: number;
  /** Objects on the ways that must be drawn to their end before anything else is. */
  readonly spine: BitSet | null;
  /** Whether beyond the first single object on each way only the shortest way on is drawn. */
  readonly isNarrowing: boolean;
  /** Smaller comes first among groups: how near to a root, or how little is kept alive. */
  readonly rank: (ordinal: number) => number;
}

/** What a walk met. */
export interface WalkResult {
  readonly drafts: BoxDrafts;
  readonly ignored: number;
  readonly omitted: LineageResult["omitted"];
}

/** Walks from some objects along references, box by box, within limits. */
export function walkLineage(
  analyses: Analyses,
  starts: Uint32Array,
  options: WalkOptions,
): WalkResult {
  return new LineageWalk(analyses, options).run(starts);
}

class LineageWalk {
  readonly #analyses: Analyses;
  readonly #options: WalkOptions;
  readonly #drafts: BoxDrafts;
  /** By box: groups found beside it that have no boxes yet, in order. */
  readonly #waiting = new Map<BoxDraft, NeighbourGroup[]>();
  /** By box: groups that got one. */
  readonly #opened = new Map<BoxDraft, number>();
  readonly #done = new Set<BoxDraft>();
  /** Groups without a box, with why. */
  readonly #left: {
    readonly box: BoxDraft;
    readonly group: NeighbourGroup;
    readonly reason: "tooMany" | "noRoom" | "besides";
  }[] = [];
  #ignored = 0;
  readonly #omitted = {
    starts: 0,
    tooMany: { boxes: 0, count: 0 },
    noRoom: { boxes: 0, count: 0 },
    besides: { boxes: 0, count: 0 },
    unexplored: 0,
    tooDeep: 0,
    culled: 0,
    shared: 0,
  };

  constructor(analyses: Analyses, options: WalkOptions) {
    this.#analyses = analyses;
    this.#options = options;
    this.#drafts = new BoxDrafts(analyses.graph.nodeCount);
  }

  run(starts: Uint32Array): WalkResult {
    this.#openStarts(starts);
    this.#drawSpines();
    for (let box = this.#next(); box !== null; box = this.#next()) this.#finish(box);
    this.#settleLeftOut();
    return { drafts: this.#drafts, ignored: this.#ignored, omitted: this.#omitted };
  }

  /** One box for each class, or for each object. */
  #openStarts(starts: Uint32Array): void {
    const { keyOf } = this.#analyses.classKeys;
    const { isMerged, maxBoxes, isEnd } = this.#options;
    const ofClass = new Map<number, BoxDraft>();
    for (const ordinal of starts) {
      if (this.#drafts.boxOf(ordinal) !== null) continue;
      // Roots are not followed: they must not stand for others of their class.
      const kind = keyOf[ordinal] * 2 + Number(isEnd(ordinal));
      let box = isMerged ? ofClass.get(kind) : undefined;
      if (box === undefined) {
        if (this.#drafts.boxes.length >= maxBoxes) {
          this.#omitted.starts++;
          continue;
        }
        box = this.#drafts.open(0, null);
        if (isMerged) ofClass.set(kind, box);
      }
      this.#drafts.add(box, ordinal);
    }
  }

  /** First the ways to the roots, so that no limit can cut them off. */
  #drawSpines(): void {
    const { spine, maxBoxes } = this.#options;
    if (spine === null) return;
    const pending = [...this.#drafts.boxes];
    // A part of the limit stays for what is beside the ways.
    const limit = Math.max(2, Math.ceil(maxBoxes * SPINE_SHARE));
    for (let box = pending.shift(); box !== undefined; box = pending.shift()) {
      if (this.#drafts.boxes.length >= limit) return;
      const groups = this.#explore(box);
      const onSpine = groups.filter((group) => this.#isOnSpine(group));
      for (const group of onSpine) {
        if (this.#drafts.boxes.length >= limit) break;
        groups.splice(groups.indexOf(group), 1);
        const opened = this.#open(box, group);
        if (opened !== null) pending.push(opened);
      }
    }
  }

  /** The box to work on next: the nearest to the start, or the one that keeps most alive. */
  #next(): BoxDraft | null {
    let best: BoxDraft | null = null;
    for (const box of this.#drafts.boxes) {
      if (this.#done.has(box)) continue;
      if (best === null || this.#isBefore(box, best)) best = box;
    }
    return best;
  }

  #isBefore(a: BoxDraft, b: BoxDraft): boolean {
    const { rank, direction } = this.#options;
    if (direction === "up") {
      // What is drawn wide grows evenly; a single way goes on to its root before the next, which may join it.
      const isWide = a.reach === "wide";
      if (isWide !== (b.reach === "wide")) return isWide;
      return isWide ? a.depth < b.depth : a.depth > b.depth;
    }
    return rank(a.members.at(0)) < rank(b.members.at(0));
  }

  /** Gives boxes to what waits beside a box, as far as the limits go. */
  #finish(box: BoxDraft): void {
    this.#done.add(box);
    const { tooMany, maxBoxes } = this.#options;
    const groups = this.#explore(box);
    for (const group of groups) {
      const opened = this.#opened.get(box) ?? 0;
      if (this.#isEnough(box, group)) this.#left.push({ box, group, reason: "besides" });
      else if (tooMany > 0 && opened >= tooMany) this.#left.push({ box, group, reason: "tooMany" });
      else if (this.#drafts.boxes.length >= maxBoxes)
        this.#left.push({ box, group, reason: "noRoom" });
      else this.#open(box, group);
    }
    this.#waiting.delete(box);
  }

  /** Whether what is drawn beside a box suffices, so that a group of further ways can stay away. */
  #isEnough(box: BoxDraft, group: NeighbourGroup): boolean {
    const isShort = box.reach === "spine" || (box.reach === "narrow" && box.members.length > 1);
    if (!isShort) return false;
    if ((this.#opened.get(box) ?? 0) === 0) return this.#isRooted(box);
    // One way is enough; but of the objects that make a box together each has its own.
    if (box.reach === "spine") return true;
    const covered = this.#coveredOf(box);
    return group.references.every(({ to }) => covered.has(to));
  }

  /** Whether what is drawn already leads from a root to the box. */
  #isRooted(box: BoxDraft): boolean {
    const { edges, boxes } = this.#drafts;
    const seen = new Set<number>();
    const pending = [box.index];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      if (this.#options.isEnd(boxes[at].members.at(0))) return true;
      for (const { from, to } of edges) if (to === at) pending.push(from);
    }
    return false;
  }

  /** Objects of a box that a drawn reference leads to from another box. */
  #coveredOf(box: BoxDraft): ReadonlySet<number> {
    const covered = new Set<number>();
    for (const { from, to, targets } of this.#drafts.edges) {
      if (to !== box.index || from === to) continue;
      for (const target of targets.values) covered.add(target);
    }
    return covered;
  }

  /** Counts what was left out, once all is drawn: some of it has got a box beside another. */
  #settleLeftOut(): void {
    for (const { box, group, reason } of this.#left) {
      const rest = new Set<number>();
      for (const reference of group.references) {
        const other = this.#otherEnd(reference);
        if (this.#drafts.boxOf(other) === null) rest.add(other);
        else this.#drafts.connect(reference);
      }
      if (rest.size === 0) continue;
      for (const ordinal of rest) box.more.ordinals.push(ordinal);
      box.more.boxes++;
      this.#omitted[reason].boxes++;
      this.#omitted[reason].count += rest.size;
      if (reason === "noRoom") box.isCut = true;
    }
  }

  /** References to what has no box yet, grouped, the most telling first; those between boxes are counted. */
  #explore(box: BoxDraft): NeighbourGroup[] {
    const known = this.#waiting.get(box);
    if (known !== undefined) return known;
    const { anyPattern, isMerged, isEnd, find } = this.#options;
    const open: Reference[] = [];
    if (this.#mayFollow(box)) {
      while (box.explored < box.members.length) {
        const member = box.members.at(box.explored++);
        if (isEnd(member)) continue;
        for (const reference of find(member))
          if (!this.#settle(box, reference)) open.push(reference);
      }
    }
    const groups = isMerged
      ? groupNeighbours(this.#analyses, open, this.#otherEnd, anyPattern, isEnd)
      : this.#groupEach(open);
    const order = groups.map((group) => ({ group, rank: this.#rankOf(group) }));
    // What leads to most comes first; of a single object the nearest or biggest.
    order.sort((a, b) => {
      const byCount = b.group.references.length - a.group.references.length;
      return box.members.length > 1 ? byCount || a.rank - b.rank : a.rank - b.rank || byCount;
    });
    const sorted = order.map(({ group }) => group);
    this.#waiting.set(box, sorted);
    return sorted;
  }

  #mayFollow(box: BoxDraft): boolean {
    const { maxDepth, maxBoxes, isEnd, isCulled, direction, refersOn } = this.#options;
    const first = box.members.at(0);
    if (isEnd(first)) {
      if (isCulled(first)) {
        this.#omitted.culled++;
        box.isCut = true;
      } else if (direction === "down" && refersOn(first)) {
        this.#omitted.shared++;
        box.isCut = true;
      }
      return false;
    }
    if (box.depth >= maxDepth) {
      this.#omitted.tooDeep++;
      box.isCut = true;
      return false;
    }
    if (this.#drafts.boxes.length >= maxBoxes) {
      this.#omitted.unexplored++;
      box.isCut = true;
      return false;
    }
    return true;
  }

  /** Counts a reference whose other end has a box, or gets this one as the next of a row. */
  #settle(box: BoxDraft, reference: Reference): boolean {
    const { isIgnored, isMerged, isEnd, maxDepth } = this.#options;
    const other = this.#otherEnd(reference);
    if (this.#drafts.boxOf(other) === null) {
      if (isIgnored(other)) {
        this.#ignored++;
        return true;
      }
      const { kinship } = box;
      const isNextOfRow =
        isMerged &&
        maxDepth === Infinity &&
        kinship !== null &&
        !isEnd(other) &&
        kinship.pattern === reference.pattern &&
        kinship.classKey === this.#analyses.classKeys.keyOf[other];
      if (!isNextOfRow) return false;
      this.#drafts.add(box, other);
    }
    this.#drafts.connect(reference);
    return true;
  }

  /** A box for a group; null when all of it has found a place meanwhile. */
  #open(beside: BoxDraft, group: NeighbourGroup): BoxDraft | null {
    const { dominance } = this.#analyses;
    let box: BoxDraft | null = null;
    for (const reference of group.references) {
      const other = this.#otherEnd(reference);
      if (this.#drafts.boxOf(other) === null) {
        box ??= this.#drafts.open(
          beside.depth + 1,
          group.kinship,
          this.#reachBeyond(beside),
          group.references.every(({ from, to }) => dominates(dominance, from, to)),
        );
        this.#drafts.add(box, other);
      }
      this.#drafts.connect(reference);
    }
    if (box !== null) this.#opened.set(beside, (this.#opened.get(beside) ?? 0) + 1);
    return box;
  }

  /** How far to look beyond the neighbours of a box. */
  #reachBeyond(box: BoxDraft): Reach {
    if (!this.#options.isNarrowing || box.isStart) return "wide";
    if (box.reach === "spine" || box.members.length === 1) return "spine";
    return box.reach === "narrow" || box.isDominating ? "narrow" : "wide";
  }

  #groupEach(references: readonly Reference[]): NeighbourGroup[] {
    const { keyOf } = this.#analyses.classKeys;
    const groups = new Map<number, NeighbourGroup>();
    for (const reference of references) {
      const other = this.#otherEnd(reference);
      const kinship = { classKey: keyOf[other], pattern: reference.pattern };
      const group = groups.get(other) ?? { kinship, references: [] };
      group.references.push(reference);
      groups.set(other, group);
    }
    return [...groups.values()];
  }

  #isOnSpine(group: NeighbourGroup): boolean {
    const spine = this.#options.spine ?? createBitSet(0);
    return group.references.some((reference) => hasBit(spine, this.#otherEnd(reference)));
  }

  #rankOf(group: NeighbourGroup): number {
    let best = Infinity;
    for (const reference of group.references)
      best = Math.min(best, this.#options.rank(this.#otherEnd(reference)));
    return best;
  }

  readonly #otherEnd = (reference: Reference): number =>
    this.#options.direction === "up" ? reference.from : reference.to;
}

/** Part of the boxes that ways to the roots may take. */
const SPINE_SHARE = 0.9;

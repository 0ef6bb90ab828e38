/** Objects of a row of equal steps, `.next × 1,199,998`, are one step. */
export interface PathStep {
  /** The reference that leads here from the step before, as code; "" for the first. */
  readonly code: string;
  readonly id: number;
  readonly ordinal: number;
  readonly type: string;
  readonly name: string;
  readonly class: string;
  readonly shallowSize: number;
  readonly retainedSize: number;
  /** Equal steps that this one stands for; the fields are those of the last. */
  readonly repeat: number;
}

/** One way from a root to an object. */
export interface HeapPath {
  /** What keeps its first object alive: `global`, `Stack roots`, `Handle scope`, `document` … */
  readonly root: string;
  /** The whole way as code: `global.cache.get("u17").user`; a variable of a function's scope as `→ name`. */
  readonly code: string;
  /** References on the way, repeats counted. */
  readonly length: number;
  /** Root's object first, the object asked for last. */
  readonly steps: readonly PathStep[];
}

/** Ways from the roots to each of some objects, or between two objects. */
export interface PathResult {
  readonly kind: "path";
  /** Id of the object that the ways begin at; null where they begin at roots. */
  readonly from: number | null;
  /** Objects it was asked for, with their ways: the shortest first. */
  readonly objects: readonly {
    readonly id: number;
    readonly class: string;
    readonly name: string;
    readonly type: string;
    readonly retainedSize: number;
    /** Empty when nothing leads to it. */
    readonly paths: readonly HeapPath[];
  }[];
  /** Objects that were meant but are not in `objects`. */
  readonly omitted: { readonly count: number };
}

/** One row of a tree of merged ways, in preorder. */
export interface MergedPathRow {
  /** Level, 0 for roots. */
  readonly depth: number;
  /** The reference that leads here, as code; `root` names the category on level 0. */
  readonly code: string;
  readonly root: string | null;
  readonly class: string;
  readonly type: string;
  /** Name that all objects of the row share, else null. */
  readonly name: string | null;
  /** Objects of the way in this row. */
  readonly count: number;
  /** Sum over those, bytes. */
  readonly shallowSize: number;
  /** Equal steps that the row stands for. */
  readonly repeat: number;
  /** Objects asked for that are reached through here, those of the row included. */
  readonly reachedCount: number;
  /** What those retain together, bytes; nothing counted twice. */
  readonly retainedSize: number;
  /** Ids of the row's biggest objects, at most three. */
  readonly ids: readonly number[];
  /** Objects of the row that were asked for. */
  readonly endCount: number;
  /** Children that are not in the tree. */
  readonly omitted: { readonly count: number; readonly reachedCount: number };
}

/** The shortest ways to many objects as one tree: equal beginnings are one row. */
export interface MergedPathResult {
  readonly kind: "merged-path";
  /** Objects it was asked for. */
  readonly count: number;
  readonly retainedSize: number;
  readonly rows: readonly MergedPathRow[];
  /** Roots that are not in the tree, with the objects that ways from them lead to. */
  readonly omittedRoots: { readonly count: number; readonly reachedCount: number };
  /** Objects that nothing leads to. */
  readonly unreachable: { readonly count: number };
  readonly omitted: { readonly count: number };
}

/** Why a box is more than an object on the way. */
export interface BoxRoles {
  /** Holds objects that were asked for. */
  readonly isStart: boolean;
  /** A global, a category of GC roots, a document: what the runtime keeps alive by itself. */
  readonly isRoot: boolean;
  /** A module of a Python process, or a script's own namespace. */
  readonly isModule: boolean;
  /** Matches a pattern of `highlight`. */
  readonly isHighlighted: boolean;
  /** Not followed further: a pattern of `cull`, the depth or the number of boxes ended here. */
  readonly isCut: boolean;
}

/** One object, or the objects of one class that are reached by the same reference. */
export interface ObjectsBox extends BoxRoles {
  readonly kind: "objects";
  /** Class of all of them. */
  readonly class: string;
  /** Node type of the file, e.g. `closure`. */
  readonly type: string;
  /** Node name that all of them share, `Detached ` in front where that is so; null when they differ. */
  readonly name: string | null;
  readonly count: number;
  /** Objects among them that an earlier snapshot has not; null where nothing was compared. */
  readonly newCount: number | null;
  /** Sum, bytes. */
  readonly shallowSize: number;
  /** What they keep alive together, bytes; nothing counted twice. */
  readonly retainedSize: number;
  /** Ids of the biggest, at most {@link SAMPLE_IDS}. */
  readonly ids: readonly number[];
  /** The smallest of them, DevTools' number; null where none is reached. */
  readonly distance: number | null;
  /** `script:line:column`, 1-based, where the file has one for the first of `ids`. */
  readonly location: string | null;
  /** Steps from the objects that were asked for; 0 for those. */
  readonly depth: number;
}

/** Stands for what a limit cut off beside one box. */
export interface MoreBox {
  readonly kind: "more";
  /** Objects that are not drawn. */
  readonly count: number;
  /** Boxes that they would have made. */
  readonly boxes: number;
  readonly depth: number;
}

/** Steps of a long way that are drawn as one box. */
export interface StepsBox {
  readonly kind: "steps";
  /** Objects on that part of the way. */
  readonly count: number;
  readonly depth: number;
}

export type LineageBox = ObjectsBox | MoreBox | StepsBox;

/**
 * How a reference holds: `strong` retains; `together` is one half of a WeakMap entry, whose key and table
 * hold the value only both; `loose` is strong for the collector but not counted for retained sizes; `weak`
 * does not hold.
 */
export type HoldKind = "strong" | "together" | "loose" | "weak";

/** References from the objects of one box to those of another (or of the same). */
export interface LineageEdge {
  /** Position of the holder's box. */
  readonly from: number;
  /** Position of the box of what is held. */
  readonly to: number;
  /** The references as code, `.cache`, `.get("u17")`, `[*]`; most frequent first, at most three. */
  readonly labels: readonly string[];
  /** Further labels that are not in `labels`. */
  readonly omittedLabels: number;
  /** References drawn as this one; 0 at what a limit cut off, whose references were not counted. */
  readonly count: number;
  /** Objects they lead to. */
  readonly targetCount: number;
  /** What those retain together, bytes; nothing counted twice. */
  readonly retainedSize: number;
  readonly hold: HoldKind;
  /** Set on the reference whose removal would free most of what was asked for. */
  readonly cut: EdgeCut | null;
}

/** What goes when a reference is removed; sizes in bytes. */
export interface EdgeCut {
  /** Of the objects asked for. */
  readonly freedCount: number;
  readonly freedSize: number;
}

/** Boxes and the references between them, ready to be drawn; positions in `boxes` name boxes. */
export interface LineagePicture {
  readonly boxes: readonly LineageBox[];
  readonly edges: readonly LineageEdge[];
}

/** Ids that a box of many objects names. */
export const SAMPLE_IDS = 3;

/** References that were looked at and are not drawn, by reason. */
export interface FoldedReferences {
  /** Through tables and backing stores that are drawn as part of their owner. */
  readonly internals: number;
  /** Maps, prototypes, descriptors, code: V8's own plumbing. */
  readonly plumbing: number;
  /** From objects that live only thanks to what they refer to. */
  readonly backReferences: number;
  readonly weak: number;
  /** Strong for the collector, but not counted for retained sizes. */
  readonly loose: number;
  /** From classes that `ignore` names. */
  readonly ignored: number;
}

/** Boxes that were left out, and the objects in them. */
export interface OmittedBoxes {
  readonly boxes: number;
  readonly count: number;
}

/** The lineage of some objects: who holds them (`backrefs`), or what they keep alive (`refs`). */
export interface LineageResult extends LineagePicture {
  readonly kind: "backrefs" | "refs";
  /** The objects it was asked for. */
  readonly objects: {
    readonly count: number;
    readonly shallowSize: number;
    readonly retainedSize: number;
    /** Share of all memory in the file, 0 to 1. */
    readonly retainedShare: number;
    /** Objects that were meant but are not among `count`, by `maxObjects` or `pick`. */
    readonly omitted: { readonly count: number };
    /** Prototypes of subclasses, which the file names like instances; left out where others were meant too. */
    readonly prototypes: { readonly count: number };
  };
  /** Whether objects that are reached alike share a box. */
  readonly isMerged: boolean;
  readonly folded: FoldedReferences;
  readonly omitted: {
    /** Objects asked for that have no box: the limit of boxes was reached. */
    readonly starts: number;
    /** Boxes not drawn for `tooMany`, with the objects in them. */
    readonly tooMany: OmittedBoxes;
    /** Boxes not drawn because the limit of boxes was reached. */
    readonly noRoom: OmittedBoxes;
    /** Boxes not drawn because a nearer way to a root is: other holders of what is far from the start. */
    readonly besides: OmittedBoxes;
    /** Boxes whose other side was not looked at: the limit of boxes was reached. */
    readonly unexplored: number;
    /** Boxes not followed because of the depth. */
    readonly tooDeep: number;
    /** Boxes not followed because `cull` names their class. */
    readonly culled: number;
    /** Downwards: boxes not followed because others hold their objects too. */
    readonly shared: number;
  };
}

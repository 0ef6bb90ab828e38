declare const brand: unique symbol;

/** Position of a node in one snapshot's node table, in [0, nodeCount). Means nothing in another snapshot. */
export type NodeOrdinal = number & { readonly [brand]: "NodeOrdinal" };

/** V8's id of a heap object, shown as `@id`; stable across snapshots of one process. At most 2^53. */
export type NodeId = number & { readonly [brand]: "NodeId" };

/** Position of an edge in one snapshot's edge table, in [0, edgeCount). */
export type EdgeIndex = number & { readonly [brand]: "EdgeIndex" };

/** Position of a string in one snapshot's string table. */
export type StringIndex = number & { readonly [brand]: "StringIndex" };

/** Marks "no node" in Uint32 columns of ordinals; no snapshot has so many nodes. */
export const NO_NODE = 0xffffffff;

export const asNodeOrdinal = (value: number): NodeOrdinal => value as NodeOrdinal;
export const asNodeId = (value: number): NodeId => value as NodeId;
export const asEdgeIndex = (value: number): EdgeIndex => value as EdgeIndex;
export const asStringIndex = (value: number): StringIndex => value as StringIndex;

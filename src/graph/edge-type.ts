/**
 * V8's edge types as small integers, in V8's order (`HeapGraphEdge::Type` in v8-profiler.h).
 * A file's own enumeration is mapped to these when it is read; types that only the file knows follow
 * behind the last one.
 */
export const EdgeType = {
  context: 0,
  element: 1,
  property: 2,
  internal: 3,
  hidden: 4,
  shortcut: 5,
  weak: 6,
  invisible: 7,
} as const;

/** The names as they stand in a snapshot's meta; the position is the value in {@link EdgeType}. */
export const EDGE_TYPE_NAMES: readonly string[] = [
  "context",
  "element",
  "property",
  "internal",
  "hidden",
  "shortcut",
  "weak",
  "invisible",
];

/** Whether the name column of such an edge holds an element index instead of a string index. */
export function hasElementIndex(edgeType: number): boolean {
  return edgeType === EdgeType.element || edgeType === EdgeType.hidden;
}

/** Whether a person would write the edge in code: `.name`, `[index]` or a variable. */
export function isNamedEdgeType(edgeType: number): boolean {
  return (
    edgeType === EdgeType.property || edgeType === EdgeType.element || edgeType === EdgeType.context
  );
}

/** Whether the edge is the engine's own and has no word in code. */
export function isInternalEdgeType(edgeType: number): boolean {
  return edgeType === EdgeType.internal || edgeType === EdgeType.hidden;
}

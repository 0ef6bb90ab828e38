export { openSnapshot, Snapshot } from "./snapshot.ts";
export {
  AbortedError,
  HeapgraphError,
  IntegrityError,
  NotFoundError,
  SnapshotFormatError,
  SourceError,
  TextSyntaxError,
  UnsupportedSnapshotError,
} from "./errors.ts";
export { readSnapshot } from "./parser/read-snapshot.ts";
export type { SnapshotSource } from "./parser/byte-source.ts";
export type { Progress, ReadOptions } from "./parser/read-options.ts";
export { Analyses } from "./analysis/analyses.ts";
export { HeapGraph } from "./graph/heap-graph.ts";
export type {
  HeapColumns,
  HeapGraphData,
  LocationColumns,
  SnapshotHeader,
} from "./graph/heap-graph.ts";
export { asEdgeIndex, asNodeId, asNodeOrdinal, asStringIndex, NO_NODE } from "./graph/ids.ts";
export type { EdgeIndex, NodeId, NodeOrdinal, StringIndex } from "./graph/ids.ts";
export { EdgeType } from "./graph/edge-type.ts";
export { NodeType } from "./graph/node-type.ts";
export { NO_DISTANCE, SYSTEM_DISTANCE } from "./graph/distances.ts";
export { DominatorTree } from "./graph/dominators.ts";
export type { CheckResult } from "./analysis/check-snapshot.ts";
export type {
  DominatorOptions,
  DominatorRow,
  DominatorsResult,
} from "./analysis/dominator-view.ts";
export type { CountResult, ListResult, ListSort } from "./analysis/list-nodes.ts";
export type { NodeRow } from "./analysis/node-rows.ts";
export type { RootRow, RootsOptions, RootsResult } from "./analysis/roots.ts";
export type { EdgeList, EdgeRow, ShowOptions, ShowResult } from "./analysis/show.ts";
export type { StatisticsResult } from "./analysis/statistics.ts";
export type {
  SummaryGrouping,
  SummaryOptions,
  SummaryResult,
  SummaryRow,
  SummarySort,
} from "./analysis/summary.ts";
export type { ObjectListOptions, ObjectSelection } from "./snapshot.ts";
export { VERSION } from "./version.ts";

export { openSnapshot, Snapshot } from "./snapshot.ts";
export {
  AbortedError,
  HeapgraphError,
  IdSpaceError,
  IntegrityError,
  NotFoundError,
  SettingsError,
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
export type { GraphViewOptions } from "./graph/graphology-edges.ts";
export type { GraphFacts } from "./graph/graphology-heap.ts";
export { viewAsGraphology } from "./graph/graphology-view.ts";
export type {
  HeapEdgeAttributes,
  HeapGraphAttributes,
  HeapGraphView,
  HeapNodeAttributes,
  PlainEdgeAttributes,
  PlainGraphView,
  PlainNodeAttributes,
} from "./graph/graphology-view.ts";
export { subgraph } from "./graph/subgraph.ts";
export type { CheckResult } from "./analysis/check-snapshot.ts";
export type { BufferRow, BufferSort, BuffersOptions, BuffersResult } from "./analysis/buffers.ts";
export type { CollectionType } from "./analysis/collections/collection.ts";
export type { CommonClass } from "./analysis/collections/collections.ts";
export type {
  CollectionRow,
  CollectionSort,
  CollectionsOptions,
  CollectionsResult,
} from "./analysis/collections/find-collections.ts";
export type { PastCollection, PastCollections } from "./analysis/collections/past-collections.ts";
export type {
  DetachedOptions,
  DetachedResult,
  DetachedRow,
  DetachedSort,
  DetachedTotals,
} from "./analysis/detached.ts";
export type { DetachedHold } from "./analysis/detached-holds.ts";
export type { DetachedKind } from "./analysis/detached-kinds.ts";
export type {
  DominatorOptions,
  DominatorRow,
  DominatorsResult,
} from "./analysis/dominator-view.ts";
export type { HeapSubgraph } from "./analysis/graphology-graph.ts";
export type {
  ClosuresOptions,
  ClosuresResult,
  ScopeFunction,
  ScopeRow,
  ScopeVariable,
} from "./analysis/closures/find-closures.ts";
export type { CountResult, ListResult, ListSort } from "./analysis/list-nodes.ts";
export type { NodeRow } from "./analysis/node-rows.ts";
export type { RootRow, RootsOptions, RootsResult } from "./analysis/roots.ts";
export type {
  QueryHeading,
  QueryList,
  QueryObject,
  QueryResult,
  QueryRow,
  QueryUnit,
  QueryValue,
} from "./analysis/query/query.ts";
export type { EdgeList, EdgeRow, ShowOptions, ShowResult } from "./analysis/show.ts";
export type { StatisticsResult } from "./analysis/statistics.ts";
export type { StringRow, StringSort, StringsOptions, StringsResult } from "./analysis/strings.ts";
export type {
  SummaryGrouping,
  SummaryOptions,
  SummaryResult,
  SummaryRow,
  SummarySort,
} from "./analysis/summary.ts";
export { assertNoLeaks, LeakError } from "./assert-no-leaks.ts";
export type { LeakOptions } from "./assert-no-leaks.ts";
export { leakMatchers } from "./leak-matchers.ts";
export type { MatcherResult } from "./leak-matchers.ts";
export type { GateCheck, GateMeasure, GateReport, SeverityCheck } from "./gates/gate-report.ts";
export type { BaselineEntry, BaselineReport } from "./gates/baseline.ts";
export type { GateSubject, Measurement, Quantity, QuantityUnit } from "./gates/condition.ts";
export type { TimelineGrouping } from "./analysis/timeline/allocation-sites.ts";
export type {
  LiveObjects,
  TimelineInterval,
  TimelineOptions,
  TimelineResult,
  TimelineRow,
} from "./analysis/timeline/read-timeline.ts";
export { triageSnapshots } from "./triage.ts";
export type { TriageOptions } from "./triage.ts";
export type { Suspects } from "./analysis/suspects/find-suspects.ts";
export type { Budget, ClassLimits } from "./gates/budget.ts";
export type { Fingerprint } from "./analysis/suspects/fingerprint.ts";
export type {
  Evidence,
  Score,
  Severity,
  Suspect,
  TriageResult,
} from "./analysis/suspects/suspect.ts";
export type { ClassGrowth, SuspectKind } from "./analysis/suspects/detector.ts";
export { measureGrowth } from "./growth.ts";
export type { MeasureOptions, SeriesProgress } from "./growth.ts";
export type {
  GrowthMeasure,
  GrowthOptions,
  GrowthResult,
  GrowthRow,
  GrowthSort,
  SeriesIdSpace,
  SeriesIdSpaces,
  SeriesSnapshot,
} from "./analysis/change/growth-result.ts";
export type { LeakRow, LeakSet } from "./analysis/change/leak-set.ts";
export { triageFleet } from "./triage-fleet.ts";
export type { TriageFleetOptions } from "./triage-fleet.ts";
export type { FleetLeak, FleetResult } from "./fleet/join-reports.ts";
export type { FleetOptions, FleetProgress } from "./fleet/run-fleet.ts";
export { diffSnapshots } from "./diff.ts";
export type { SnapshotDiff } from "./diff.ts";
export type { DiffOptions, DiffResult, DiffRow } from "./analysis/change/diff.ts";
export type { ChangedObject, DiffObjectsResult } from "./analysis/change/diff-objects.ts";
export type { HeldBy } from "./analysis/change/held-by.ts";
export type { IdSpace, IdSpaceVerdict } from "./analysis/change/id-space.ts";
export type { CutReference, CutResult, CutRow } from "./analysis/cut/find-cuts.ts";
export type { Removal, RemovalResult } from "./analysis/cut/remove-references.ts";
export type { CycleGroup, CyclesOptions, CyclesResult } from "./analysis/cycles/find-cycles.ts";
export { drawLineage, writeLineageDot } from "./draw-lineage.ts";
export type { DrawOptions } from "./draw-lineage.ts";
export { LayoutError } from "./layout/lay-out.ts";
export { picturePaths, pictureMergedPaths } from "./analysis/path-picture.ts";
export type { PathOptions } from "./analysis/find-paths.ts";
export type {
  HoldKind,
  LineageBox,
  LineageEdge,
  LineagePicture,
  LineageResult,
  MoreBox,
  ObjectsBox,
  StepsBox,
} from "./analysis/lineage-picture.ts";
export type { MergedPathOptions } from "./analysis/merge-paths.ts";
export type {
  HeapPath,
  MergedPathResult,
  MergedPathRow,
  PathResult,
  PathStep,
} from "./analysis/path-result.ts";
export type { ObjectPick } from "./analysis/select-objects.ts";
export type { LineageOptions } from "./analysis/trace-lineage.ts";
export type { ObjectChoice, ObjectListOptions, ObjectSelection } from "./snapshot.ts";
export { plotRecordings } from "./plot-recordings.ts";
export type { PlotRecordingsOptions } from "./plot-recordings.ts";
export { readRecording } from "./recording/read-recording.ts";
export type {
  RecordedExit,
  RecordedHeap,
  RecordedMark,
  RecordedProcess,
  RecordedSpan,
  Recording,
  SampleColumns,
} from "./recording/recording.ts";
export { findPeaks } from "./analysis/recording/find-peaks.ts";
export type { PeakOptions } from "./analysis/recording/find-peaks.ts";
export type { PeakResult, PeakRow, ProcessPeaks } from "./analysis/recording/peak-result.ts";
export type {
  PlottedMark,
  PlottedProcess,
  PlottedRecording,
  PlottedSpan,
  PlotResult,
} from "./analysis/recording/plot-result.ts";
export { renderRecordingSvg } from "./render/recording-svg.ts";
export type { RecordingSvgOptions } from "./render/recording-svg.ts";
export { VERSION } from "./version.ts";

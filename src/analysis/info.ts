import { firstTextsOf, numberOf, recordOf, textOf } from "./json-values.ts";
import { guessProducer, type Producer, type ProducerEvidence } from "./producer.ts";

/** One top-level value of a file, by the file's own account. */
export interface InfoSection {
  readonly name: string;
  /** Place of its first byte in the decompressed file. */
  readonly offset: number;
  /** Its brackets included. */
  readonly bytes: number;
  /** Records of as many values as the header lists fields; null for what has none. */
  readonly recordCount: number | null;
  /** What the header says the count is; null where it says nothing. */
  readonly statedCount: number | null;
  /** False for the section a cut file ends in. */
  readonly isComplete: boolean;
}

/** What the header of a file written by the Python exporter adds; null where it does not say. */
export interface PythonProcess {
  readonly pid: number | null;
  readonly argv: readonly string[];
  /** As the exporter wrote it, ISO 8601. */
  readonly time: string | null;
  readonly tag: string | null;
  /** Resident memory of the process, bytes. */
  readonly rss: number | null;
  /** Sum of all objects' own sizes, bytes. */
  readonly selfSize: number | null;
  readonly threadCount: number | null;
  readonly unreachableCycleCount: number | null;
  /** Objects that nothing but C code holds. */
  readonly nativeRootCount: number | null;
  /** Objects that the collection before the dump freed; negative where none was run. */
  readonly collectedCount: number | null;
  /** Texts are not in the file, only their lengths. */
  readonly isRedacted: boolean;
  /** A forked child wrote it. */
  readonly isForked: boolean;
  /** Types whose objects have ids of their own, which no later object gets. */
  readonly trackedTypes: readonly string[];
}

/** How a snapshot was taken; null where what was read does not tell. */
export interface SnapshotOptions {
  /** Objects know the stack they were allocated by. */
  readonly allocationStacks: boolean | null;
  /** Numbers have nodes of their own. */
  readonly numericValues: boolean | null;
  /** Objects can be dated by samples. */
  readonly timeline: boolean | null;
}

/** What can be said of a file without loading it. */
export interface InfoResult {
  readonly kind: "info";
  readonly file: {
    readonly path: string;
    /** As stored; null for a stream. */
    readonly bytes: number | null;
    /** Decompressed; null where only reading all would tell. */
    readonly plainBytes: number | null;
    readonly compression: string;
  };
  readonly producer: Producer;
  readonly python: PythonProcess | null;
  /** What the header says, which may be wrong. */
  readonly statedNodeCount: number;
  readonly statedEdgeCount: number;
  /** What is there; null unless the whole file was read. */
  readonly nodeCount: number | null;
  readonly edgeCount: number | null;
  readonly stringCount: number | null;
  readonly nodeFields: readonly string[];
  readonly edgeFields: readonly string[];
  readonly locationFields: readonly string[];
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly options: SnapshotOptions;
  /** Peak of a full analysis, bytes. */
  readonly expectedMemory: number;
  /** Whether the file goes on to its end; null where that was not looked at. */
  readonly isWhole: boolean | null;
  /** In the order of the file; null unless the whole file was read. */
  readonly sections: readonly InfoSection[] | null;
}

/** What {@link describeFile} is given: the outcome of looking at a file's bytes. */
export interface InspectedFile extends ProducerEvidence {
  readonly storedBytes: number | null;
  readonly plainBytes: number | null;
  readonly compression: string;
  readonly markers: ProducerEvidence["markers"] & {
    readonly isComplete: boolean;
    readonly hasNumericValues: boolean;
  };
  readonly sections: readonly Omit<InfoSection, "statedCount">[] | null;
  readonly isWhole: boolean | null;
}

/**
 * Puts together what a file's head, or its survey, says.
 * @param path - as the user wrote it.
 * @param estimateMemory - peak memory for so many nodes, edges and bytes of file.
 */
export function describeFile(
  path: string,
  file: InspectedFile,
  estimateMemory: (nodeCount: number, edgeCount: number, fileBytes: number) => number,
): InfoResult {
  const { header, storedBytes, plainBytes, compression, sections } = file;
  const countOf = (name: string): number | null =>
    sections === null ? null : (sections.find((each) => each.name === name)?.recordCount ?? 0);
  const nodeCount = countOf("nodes");
  const edgeCount = countOf("edges");
  const stated: Readonly<Record<string, unknown>> = {
    nodes: header.raw["node_count"],
    edges: header.raw["edge_count"],
    trace_function_infos: header.raw["trace_function_count"],
  };
  const meta = recordOf(header.raw["meta"]) ?? {};
  return {
    kind: "info",
    file: { path, bytes: storedBytes, plainBytes, compression },
    producer: guessProducer(file),
    python: describePython(header.raw["heapgraph"]),
    statedNodeCount: header.statedNodeCount,
    statedEdgeCount: header.statedEdgeCount,
    nodeCount,
    edgeCount,
    stringCount: countOf("strings"),
    nodeFields: header.nodeFields,
    edgeFields: header.edgeFields,
    locationFields: header.locationFields,
    nodeTypes: firstTextsOf(meta["node_types"]),
    edgeTypes: firstTextsOf(meta["edge_types"]),
    options: describeOptions(file),
    expectedMemory: estimateMemory(
      Math.max(nodeCount ?? 0, header.statedNodeCount),
      Math.max(edgeCount ?? 0, header.statedEdgeCount),
      // Compressed snapshots are about a sixth of their size.
      plainBytes ?? (storedBytes ?? 0) * 6,
    ),
    isWhole: file.isWhole,
    sections:
      sections?.map(({ name, offset, bytes, recordCount, isComplete }) => ({
        name,
        offset,
        bytes,
        recordCount,
        statedCount: numberOf(stated[name]),
        isComplete,
      })) ?? null,
  };
}

function describeOptions({ header, sections, markers }: InspectedFile): SnapshotOptions {
  const has = (name: string): boolean | null => {
    const section = sections?.find((each) => each.name === name);
    return section === undefined ? null : section.bytes > 2;
  };
  return {
    allocationStacks: has("trace_tree") ?? headTellsStacks(header),
    numericValues: markers.hasNumericValues ? true : markers.isComplete ? false : null,
    timeline: has("samples"),
  };
}

/** From V8 13.6 on the field is there only when allocations were tracked; before, the count tells. */
function headTellsStacks(header: InspectedFile["header"]): boolean | null {
  const python = recordOf(header.raw["heapgraph"]);
  if (python !== null) return python["alloc_stacks"] === true;
  if (!header.nodeFields.includes("trace_node_id")) return false;
  if (header.statedNodeCount === 0) return null;
  return "extra_native_bytes" in header.raw || Number(header.raw["trace_function_count"] ?? 0) > 0;
}

function describePython(value: unknown): PythonProcess | null {
  const about = recordOf(value);
  if (about === null) return null;
  const { argv, tracked } = about;
  return {
    pid: numberOf(about["pid"]),
    argv: Array.isArray(argv) ? argv.map(String) : [],
    time: textOf(about["time"]),
    tag: textOf(about["tag"]),
    rss: numberOf(about["rss"]),
    selfSize: numberOf(about["self_size"]),
    threadCount: numberOf(about["threads"]),
    unreachableCycleCount: numberOf(about["unreachable_cycles"]),
    nativeRootCount: numberOf(about["native_roots"]),
    collectedCount: numberOf(about["collected"]),
    isRedacted: about["redacted"] === true,
    isForked: about["forked"] === true,
    trackedTypes: Array.isArray(tracked) ? tracked.map(String) : [],
  };
}

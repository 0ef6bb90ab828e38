import type { SnapshotHeader } from "../graph/heap-graph.ts";
import { firstTextsOf, recordOf, textOf } from "./json-values.ts";
import { recognizeGeneration } from "./v8-generations.ts";

/** How sure a guess is: `certain` when only that program writes so. */
export type Confidence = "certain" | "likely" | "guess";

/** The program that wrote a snapshot, as far as the file tells. */
export interface Producer {
  /** `Node.js`, `Chrome`, `Deno`, `Bun`, `Hermes`, `workerd`, `Julia`, `CPython`, `V8` … */
  readonly name: string;
  /** As exact as it is known: `22`, `22.23.3`; null when nothing tells. */
  readonly version: string | null;
  /** V8's version where V8 wrote it: `12.4`, `7.8 to 8.4`, or the exact one. */
  readonly v8Version: string | null;
  readonly confidence: Confidence;
  /** Why, each a short clause. */
  readonly reasons: readonly string[];
}

/** What of a file the guess is made from. */
export interface ProducerEvidence {
  readonly header: SnapshotHeader;
  readonly text: {
    readonly recordSeparator: string | null;
    readonly headerLineBreaks: number;
    readonly rootNameIndex: number | null;
  };
  readonly markers: {
    readonly v8Version: string | null;
    readonly versions: readonly string[];
    readonly hasNodeEnvironment: boolean;
    readonly hasBlink: boolean;
    readonly hasWorkerd: boolean;
  };
}

/** Guesses from fields, vocabulary, text layout and telling strings who wrote a snapshot. */
export function guessProducer(evidence: ProducerEvidence): Producer {
  return (
    guessPython(evidence) ??
    guessJulia(evidence) ??
    guessHermes(evidence) ??
    guessBun(evidence) ??
    guessV8(evidence)
  );
}

function guessPython({ header }: ProducerEvidence): Producer | null {
  const about = recordOf(header.raw["heapgraph"]);
  if (about === null) return null;
  const runtime = textOf(about["runtime"]) ?? "unknown";
  const tool = textOf(about["tool"]) ?? "an exporter";
  return {
    name: runtime === "cpython" ? "CPython" : runtime,
    version: textOf(about["version"]),
    v8Version: null,
    confidence: "certain",
    reasons: [`its header says it was written by ${tool}`],
  };
}

function guessJulia({ header, text }: ProducerEvidence): Producer | null {
  const types = nodeTypesOf(header);
  const isV8Vocabulary = types.includes("hidden") && types.includes("synthetic");
  if (types.length === 0 || isV8Vocabulary) return null;
  const reasons = ["its node types are not V8's"];
  if (text.headerLineBreaks > 4) reasons.push("its header is indented");
  const confidence =
    reasons.length > 1 || types.some((type) => type.includes("jl_")) ? "likely" : "guess";
  return { name: "Julia", version: null, v8Version: null, confidence, reasons };
}

function guessHermes({ header, text }: ProducerEvidence): Producer | null {
  const isSilent = header.raw["node_count"] === 0 && header.raw["edge_count"] === 0;
  if (!isSilent || text.headerLineBreaks > 0) return null;
  const meta = recordOf(header.raw["meta"]) ?? {};
  const isEmptyList = (key: string): boolean => Array.isArray(meta[key]) && meta[key].length === 0;
  const version = header.nodeFields.includes("detachedness")
    ? "0.9 or newer"
    : isEmptyList("trace_function_info_fields")
      ? "0.4"
      : isEmptyList("sample_fields")
        ? "0.5"
        : "0.7";
  return {
    name: "Hermes",
    version,
    v8Version: null,
    confidence: "certain",
    reasons: ["its counts are stated as 0", "the whole file is one line"],
  };
}

function guessBun({ header, text }: ProducerEvidence): Producer | null {
  const isCompact = text.recordSeparator === ",";
  const hasModernTypes = nodeTypesOf(header).includes("object shape");
  if (!isCompact || !hasModernTypes || "extra_native_bytes" in header.raw) return null;
  const isRootFirst = text.rootNameIndex === 0;
  return {
    name: "Bun",
    version: null,
    v8Version: null,
    confidence: isRootFirst ? "certain" : "likely",
    reasons: [
      "records stand on one line as in V8 13 and later, but there is no extra_native_bytes",
      ...(isRootFirst ? ["the root's name is the first string"] : []),
    ],
  };
}

function guessV8(evidence: ProducerEvidence): Producer {
  const { markers, text } = evidence;
  const generation = recognizeGeneration(evidence.header, text.recordSeparator);
  const v8Version = markers.v8Version ?? generation?.v8 ?? null;
  const reasons = generation === null ? [] : [generation.reason];
  const program = (name: string, version: string | null, reason: string): Producer => ({
    name,
    version,
    v8Version,
    confidence: "certain",
    reasons: [...reasons, reason],
  });
  if (markers.v8Version !== null) {
    const version = exactNodeVersion(markers.v8Version, markers.versions);
    return program("Node.js", version, `it holds the string ${markers.v8Version}`);
  }
  if (markers.hasNodeEnvironment) {
    const version = generation?.program === "Node.js" ? generation.version : null;
    return program("Node.js", version, 'it holds the string "Node / Environment"');
  }
  if (markers.hasWorkerd) return program("workerd", null, "it holds names of workerd's objects");
  if (markers.hasBlink) {
    return program("Chrome", chromeVersion(v8Version), "it holds names of Blink's objects");
  }
  if (generation === null) {
    const isV8 = text.rootNameIndex === 1;
    return {
      name: isV8 ? "V8" : "unknown",
      version: null,
      v8Version: null,
      confidence: "guess",
      reasons: ["no producer known to heapgraph writes such fields"],
    };
  }
  return {
    name: generation.program,
    version: generation.version,
    v8Version,
    confidence: "likely",
    reasons: [...reasons, "any other program with that V8 writes the same head"],
  };
}

/** Majors of Node.js by the V8 they came with. */
const NODE_BY_V8: Readonly<Record<string, string>> = {
  "7.8": "12",
  "8.4": "14",
  "8.6": "15",
  "9.4": "16",
  "10.2": "18",
  "11.3": "20",
  "12.4": "22",
  "12.9": "23",
  "13.6": "24",
  "14.1": "25",
  "14.6": "26",
};

/** The version among some strings that goes with Node's V8; its major when there is none. */
function exactNodeVersion(v8Version: string, versions: readonly string[]): string | null {
  const major = NODE_BY_V8[v8Version.split(".").slice(0, 2).join(".")];
  if (major === undefined) return null;
  return versions.find((version) => version.startsWith(`${major}.`)) ?? major;
}

/** Chrome's major is that of its V8 without the dot. */
function chromeVersion(v8Version: string | null): string | null {
  const match = /^(\d+)\.(\d+)$/.exec(v8Version ?? "");
  return match === null ? null : `${match[1]}${match[2]}`;
}

function nodeTypesOf(header: SnapshotHeader): readonly string[] {
  return firstTextsOf(recordOf(header.raw["meta"])?.["node_types"]);
}

import type { InfoResult, InfoSection, PythonProcess, SnapshotOptions } from "../analysis/info.ts";
import type { Producer } from "../analysis/producer.ts";
import { escapeText, formatBytes, formatCount, formatPercent, formatQuantity } from "./format.ts";
import { type Column, renderTextTable } from "./table.ts";

type Fact = readonly [label: string, text: string];

/** What a file is, one fact a line, and its sections when they were counted. */
export function renderInfoText(result: InfoResult, width: number): string {
  const facts: readonly Fact[] = [
    ["Producer", describeProducer(result.producer)],
    ["because", result.producer.reasons.join("; ")],
    ...(result.python === null ? [] : pythonFacts(result.python)),
    ["Nodes", describeCount(result.nodeCount, result.statedNodeCount)],
    ["Edges", describeCount(result.edgeCount, result.statedEdgeCount)],
    ...optionFacts(result.options),
    ["Memory needed", `about ${formatBytes(result.expectedMemory)} for a full analysis`],
    ["Node fields", result.nodeFields.join(", ")],
    ["Edge fields", result.edgeFields.join(", ")],
    ["Location fields", result.locationFields.join(", ")],
    ["Node types", result.nodeTypes.join(", ")],
    ["Edge types", result.edgeTypes.join(", ")],
  ];
  const blocks = [`${describeFile(result)}\n`, renderFacts(facts, width)];
  if (result.sections !== null) {
    blocks.push(renderTextTable(sectionColumns(result), result.sections, width));
  }
  const end = describeEnd(result);
  if (end !== null) blocks.push(`${end}\n`);
  return blocks.join("\n");
}

function describeFile({ file }: InfoResult): string {
  const { path, bytes, plainBytes, compression } = file;
  const sizes: string[] = [];
  if (bytes !== null) sizes.push(formatBytes(bytes));
  if (compression !== "none") sizes.push(compression);
  if (plainBytes !== null && (bytes === null || compression !== "none")) {
    sizes.push(`${formatBytes(plainBytes)} decompressed`);
  }
  return `${path === "-" ? "standard input" : escapeText(path)}${sizes.length > 0 ? `: ${sizes.join(", ")}` : ""}`;
}

const SURENESS = { certain: "certain", likely: "likely", guess: "a guess" } as const;

function describeProducer({ name, version, v8Version, confidence }: Producer): string {
  const engine = v8Version === null ? "" : ` (V8 ${v8Version})`;
  return `${name}${version === null ? "" : ` ${version}`}${engine}, ${SURENESS[confidence]}`;
}

function describeCount(found: number | null, stated: number): string {
  if (found === null) return stated > 0 ? `${formatCount(stated)} by the header` : "not stated";
  return found === stated
    ? formatCount(found)
    : `${formatCount(found)}, the header says ${formatCount(stated)}`;
}

function answer(value: boolean | null): string {
  return value === null ? "not known from the head" : value ? "yes" : "no";
}

function optionFacts({ allocationStacks, numericValues, timeline }: SnapshotOptions): Fact[] {
  return [
    [
      "Allocation stacks",
      `${answer(allocationStacks)}${allocationStacks === true ? ": `summary --by stack`" : ""}`,
    ],
    [
      "Timeline",
      `${answer(timeline)}${timeline === true ? ": `summary --allocated-between`" : ""}`,
    ],
    ["Numeric values", answer(numericValues)],
  ];
}

function pythonFacts(python: PythonProcess): Fact[] {
  const { pid, argv, time, tag, threadCount, isForked, isRedacted, trackedTypes } = python;
  const process = [
    ...(pid === null ? [] : [`pid ${pid}`]),
    ...(argv.length > 0 ? [argv.join(" ")] : []),
  ];
  const ids = `are addresses${trackedTypes.length > 0 ? `, but exact of ${trackedTypes.join(", ")}` : ""}`;
  return [
    ["Process", process.join(", ")],
    [
      "Taken",
      [time ?? "", isForked ? "by a forked child" : ""].filter((part) => part !== "").join(", "),
    ],
    ["Tag", tag ?? ""],
    ...residentFacts(python),
    ["Threads", threadCount === null ? "" : formatCount(threadCount)],
    ["Object ids", ids],
    ["Texts", isRedacted ? "redacted: only their lengths are in the file" : ""],
    ...garbageFacts(python),
  ];
}

/** How much of the process's memory is in the file, and where the rest may be. */
function residentFacts({ rss, selfSize }: PythonProcess): Fact[] {
  if (rss === null || rss <= 0) return [];
  if (selfSize === null) return [["Resident memory", formatBytes(rss)]];
  const rest = Math.max(0, rss - selfSize);
  return [
    [
      "Resident memory",
      `${formatBytes(rss)}, of which objects explain ${formatBytes(selfSize)} (${formatPercent(selfSize / rss)})`,
    ],
    [
      "not explained",
      `${formatBytes(rest)}: the interpreter and libraries themselves, buffers that C code keeps for itself, freed memory that the allocator has not given back`,
    ],
  ];
}

function garbageFacts(python: PythonProcess): Fact[] {
  const { unreachableCycleCount: cycles, nativeRootCount, collectedCount } = python;
  const facts: Fact[] = [];
  if (collectedCount !== null)
    facts.push([
      "Collection before",
      collectedCount < 0 ? "none" : `freed ${formatQuantity(collectedCount, "object")}`,
    ]);
  if (nativeRootCount !== null && nativeRootCount > 0)
    facts.push(["Held by C alone", formatQuantity(nativeRootCount, "object")]);
  if (cycles !== null && cycles > 0)
    facts.push([
      "Unreachable cycles",
      `${formatQuantity(cycles, "object")} that only a collection would free`,
    ]);
  return facts;
}

const LABEL_WIDTH = 19;

/** Labels to the left, texts wrapped to the right of them. */
function renderFacts(facts: readonly Fact[], width: number): string {
  return facts
    .filter(([, text]) => text !== "")
    .map(([label, text]) => {
      const lines = wrap(escapeText(text), Math.max(24, width - LABEL_WIDTH));
      const indent = label === "because" || label === "not explained" ? `  ${label}` : label;
      return `${indent.padEnd(LABEL_WIDTH)}${lines.join(`\n${" ".repeat(LABEL_WIDTH)}`)}\n`;
    })
    .join("");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function countText(count: number | null): string {
  return count === null ? "" : formatCount(count);
}

function sectionColumns({ file }: InfoResult): Column<InfoSection>[] {
  const total = file.plainBytes ?? 0;
  return [
    {
      field: "name",
      title: "Section",
      shrinks: true,
      text: ({ name, isComplete }) => (isComplete ? name : `${name} (cut)`),
      value: ({ name }) => name,
    },
    {
      field: "bytes",
      title: "Size",
      align: "right",
      text: ({ bytes }) => formatBytes(bytes),
      value: ({ bytes }) => bytes,
    },
    {
      field: "share",
      title: "of file",
      align: "right",
      text: ({ bytes }) => (total > 0 ? formatPercent(bytes / total) : ""),
      value: ({ bytes }) => (total > 0 ? bytes / total : null),
    },
    {
      field: "recordCount",
      title: "Records",
      align: "right",
      text: ({ recordCount }) => countText(recordCount),
      value: ({ recordCount }) => recordCount,
    },
    {
      field: "statedCount",
      title: "Header says",
      align: "right",
      text: ({ statedCount }) => countText(statedCount),
      value: ({ statedCount }) => statedCount,
    },
  ];
}

function describeEnd({ isWhole, sections, file }: InfoResult): string | null {
  if (sections === null) {
    return isWhole === false
      ? "The file is cut short: it does not end in a brace; `--sections` tells where it ends"
      : "`--sections` reads on: sizes and true counts of all sections, timeline, numeric values";
  }
  if (isWhole !== false) return null;
  const last = sections.at(-1);
  const place =
    last === undefined || last.isComplete
      ? `behind section ${last?.name ?? "snapshot"}`
      : `in section ${last.name}`;
  return `The file is cut short: it ends ${place} at byte ${formatCount(file.plainBytes ?? 0)}`;
}

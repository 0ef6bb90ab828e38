// Measures reading and answering on large heaps: `npm run bench [-- HEAP ...]`. Prints the README's table.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { HEAPS, heapFile, laterFile } from "./heaps.mjs";

const ROUNDS = 3;
const CASES = [
  { phase: "read", threads: 1 },
  { phase: "read", threads: 2 },
  { phase: "summary", threads: 1 },
  { phase: "summary", threads: 2 },
  { phase: "list", threads: 2 },
  { phase: "backrefs", threads: 2 },
  { phase: "cycles", threads: 2 },
  { phase: "triage", threads: 2 },
  { phase: "info", threads: 2 },
];
/** For heaps that have a later snapshot. */
const LATER_CASES = [
  { phase: "diff", threads: 2 },
  { phase: "triage", threads: 2 },
];
const program = fileURLToPath(new URL("case.mjs", import.meta.url));

function measure(phase, file, threads, later) {
  const runs = [];
  for (let round = 0; round < ROUNDS; round++) {
    runs.push(
      JSON.parse(
        execFileSync(process.execPath, [program, phase, file, String(threads), later], {
          encoding: "utf8",
        }),
      ),
    );
  }
  // The median: one slow round says more of the machine than of the program.
  runs.sort((a, b) => a.seconds - b.seconds);
  return {
    seconds: runs[Math.floor(ROUNDS / 2)].seconds,
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
  };
}

const wanted = process.argv.slice(2);
const lines = [
  `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), page cache warm, median of ${ROUNDS}, whole process`,
  "",
  "| heap | file | phase | threads | seconds | MB/s | peak RSS | RSS per byte |",
  "| --- | --: | --- | --: | --: | --: | --: | --: |",
];
process.stdout.write(`${lines.join("\n")}\n`);
for (const heap of HEAPS) {
  if (wanted.length > 0 && !wanted.includes(heap.name)) continue;
  const file = heapFile(heap);
  const later = heap.hasLater === true ? laterFile(heap) : "";
  const bytes = statSync(file).size + (later === "" ? 0 : statSync(later).size);
  for (const { phase, threads } of heap.hasLater === true ? LATER_CASES : CASES) {
    const { seconds, peakBytes } = measure(phase, file, threads, later);
    const cells = [
      later === "" ? heap.name : `${heap.name} and later`,
      `${(bytes / 1e6).toFixed(0)} MB`,
      phase,
      threads,
      seconds.toFixed(2),
      (bytes / 1e6 / seconds).toFixed(0),
      `${(peakBytes / 1e6).toFixed(0)} MB`,
      (peakBytes / bytes).toFixed(2),
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
}

// What `heapgraph record` costs: the share of a core that the recorder takes while it records process trees.
//   npm run build && node bench/record-cost.mjs [seconds]
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = new URL("../dist/cli/main.js", import.meta.url).pathname;
const SECONDS = Number(process.argv[2] ?? 20);
/** Start-up, and fast first samples, are left out. */
const SETTLE = 3;
const TICKS_PER_SECOND = 100;

/** A Node program that holds so many MB and starts so many others that hold as much. */
function program(children, megabytes) {
  return [
    `globalThis.kept = Buffer.alloc(${megabytes}e6, 1)`,
    `const c = ${children} > 0 ? Array.from({ length: ${children} }, () => require('child_process').spawn(process.execPath, ['-e', 'globalThis.kept = Buffer.alloc(${megabytes}e6, 1); setTimeout(() => {}, 1e6)'])) : []`,
    `setTimeout(() => { for (const each of c) each.kill(); process.exit() }, ${(SECONDS + SETTLE + 2) * 1000})`,
  ].join("; ");
}

const CASES = [
  { name: "1 process of 200 MB", command: [process.execPath, "-e", program(0, 200)] },
  { name: "7 processes of 100 MB", command: [process.execPath, "-e", program(6, 100)] },
  {
    name: "100 small processes",
    command: [
      "sh",
      "-c",
      `for i in $(seq 99); do sleep ${SECONDS + SETTLE + 4} & done; sleep ${SECONDS + SETTLE + 2}`,
    ],
  },
];

const pause = (seconds) => new Promise((resolve) => void setTimeout(resolve, seconds * 1000));

/** Seconds of a core that a process has taken. */
function coreSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const folder = mkdtempSync(join(tmpdir(), "heapgraph-bench-"));
console.log(`Node ${process.versions.node}, ${cpus().length} cores, ${SECONDS} s each\n`);
console.log("| tree | of a core | ms between samples | ms between PSS | bytes/s |");
console.log("| --- | --: | --: | --: | --: |");
for (const { name, command } of CASES) {
  const file = join(folder, `${name}.dat`);
  const recorder = spawn(process.execPath, [
    MAIN,
    "record",
    "--quiet",
    "--output",
    file,
    "--",
    ...command,
  ]);
  const ended = new Promise((resolve) => void recorder.once("exit", resolve));
  await pause(SETTLE);
  const [core, lines, bytes, start] = [
    coreSeconds(recorder.pid),
    samples(file),
    size(file),
    performance.now(),
  ];
  await pause(SECONDS);
  const elapsed = (performance.now() - start) / 1000;
  const taken = coreSeconds(recorder.pid) - core;
  const now = samples(file);
  const each = (count) => (count > 0 ? Math.round((elapsed * 1000) / count) : "–");
  console.log(
    `| ${name} | ${((taken / elapsed) * 100).toFixed(2)} % | ${each(now.all - lines.all)} | ${each(now.pss - lines.pss)} | ${Math.round((size(file) - bytes) / elapsed)} |`,
  );
  await ended;
}
rmSync(folder, { recursive: true });

function samples(file) {
  const lines = readFileSync(file, "utf8").match(/^MEM .*$/gm) ?? [];
  return { all: lines.length, pss: lines.filter((line) => !line.includes(" - ")).length };
}

function size(file) {
  return readFileSync(file).length;
}

// One measurement in a process of its own: node case.mjs PHASE FILE THREADS [LATER]. Prints one line of JSON.
import { resourceUsage } from "node:process";
import { openSnapshot } from "../dist/index.js";
import { readSnapshot } from "../dist/parser/read-snapshot.js";
import { run } from "../dist/cli/run.js";

const [phase, file, threads, later] = process.argv.slice(2);

const quiet = { write: () => true, drained: async () => {}, isClosed: false, isTTY: false };
const io = {
  stdin: process.stdin,
  stdout: quiet,
  stderr: quiet,
  width: 100,
  color: false,
  cwd: process.cwd(),
  env: { HEAPGRAPH_THREADS: threads },
};

const PHASES = {
  read: () => readSnapshot(file, { threads: Number(threads) }),
  open: () => openSnapshot(file, { threads: Number(threads) }),
  summary: () => run(["summary", file], io),
  info: () => run(["info", file], io),
  backrefs: () => run(["backrefs", file, "--type", "Array", "--max-objects", "1000"], io),
  cycles: () => run(["cycles", file], io),
  triage: () =>
    run(
      ["triage", file, later].filter((each) => each !== undefined && each !== ""),
      io,
    ),
  diff: () => run(["diff", file, later], io),
  list: () => run(["list", file, "--type", "Array", "--limit", "10"], io),
};

await PHASES[phase]();
// performance.now() counts from the start of the process, so what Node itself takes is in it.
process.stdout.write(
  `${JSON.stringify({ seconds: performance.now() / 1000, peakBytes: resourceUsage().maxRSS * 1024 })}\n`,
);

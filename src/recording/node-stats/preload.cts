// Loaded into Node programs by `--require` when their heap statistics are wanted: writes them into a file now and
// then. CommonJS, so that Node 12 takes it; does nothing that a program could notice.
import type * as fs from "node:fs";
import type * as threads from "node:worker_threads";

const { closeSync, openSync, unlinkSync, writeSync } = require("fs") as typeof fs;
const { isMainThread } = require("worker_threads") as typeof threads;

/** Bytes of a record: always as many, so that whoever reads has a whole one. */
const RECORD_BYTES = 128;

const PERIOD_MS = 500;

const folder = process.env["HEAPGRAPH_NODE_STATS"];
if (folder !== undefined && isMainThread) reportTo(`${folder}/${process.pid}`);

function reportTo(path: string): void {
  let file: number;
  try {
    file = openSync(path, "w", 0o600);
  } catch {
    // The recording has ended, and its folder with it.
    return;
  }
  const report = (): void => {
    // Nodes before 13.9 have no arrayBuffers.
    const usage: Partial<NodeJS.MemoryUsage> = process.memoryUsage();
    const { heapUsed, heapTotal, external, arrayBuffers = 0 } = usage;
    const record = [Date.now(), heapUsed, heapTotal, external, arrayBuffers].join(" ");
    try {
      writeSync(file, record.padEnd(RECORD_BYTES), 0);
    } catch {
      clearInterval(timer);
    }
  };
  const timer = setInterval(report, PERIOD_MS);
  timer.unref();
  report();
  process.once("exit", () => {
    try {
      closeSync(file);
      unlinkSync(path);
    } catch {
      // Removed already.
    }
  });
}

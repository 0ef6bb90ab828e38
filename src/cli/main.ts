#!/usr/bin/env node
import { createProcessIo } from "./process-io.ts";
import { run } from "./run.ts";

const interrupt = new AbortController();
process.once("SIGINT", () => {
  // A second Ctrl-C, or work that does not look up, ends the process the hard way.
  process.once("SIGINT", () => process.kill(process.pid, "SIGKILL"));
  interrupt.abort();
});
const argv = process.argv.slice(2);
process.exitCode = await run(argv, createProcessIo(argv, interrupt.signal));

#!/usr/bin/env node
import { ExitCode } from "./command.ts";
import { createProcessIo } from "./process-io.ts";
import { run } from "./run.ts";

const argv = process.argv.slice(2);
if (hasFolder()) {
  const code = await run(argv, createProcessIo(argv));
  // An answer that could not be written has set a code of its own.
  process.exitCode = code === 0 ? (process.exitCode ?? 0) : code;
} else {
  process.stderr.write("heapgraph: the current folder does not exist any more\n");
  process.exitCode = ExitCode.failed;
}

/** Whether the folder that the process was started in is still there. */
function hasFolder(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

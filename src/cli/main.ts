#!/usr/bin/env node
import { createProcessIo } from "./process-io.ts";
import { run } from "./run.ts";

const argv = process.argv.slice(2);
const code = await run(argv, createProcessIo(argv));
// An answer that could not be written has set a code of its own.
process.exitCode = code === 0 ? (process.exitCode ?? 0) : code;

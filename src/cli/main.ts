#!/usr/bin/env node
import { createProcessIo } from "./process-io.ts";
import { run } from "./run.ts";

const argv = process.argv.slice(2);
process.exitCode = await run(argv, createProcessIo(argv));

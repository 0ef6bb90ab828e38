import { existsSync } from "node:fs";
import { HeapgraphError } from "../../errors.ts";
import { type Clock, PROCESS_CLOCK, WALL_CLOCK } from "../cadence.ts";
import { ProcTable } from "./proc-table.ts";
import type { ProcessTable } from "./process-table.ts";
import { PsTable } from "./ps-table.ts";

/** Where processes are read from, and what measures the cost of it. */
export interface LocalProcesses {
  readonly table: ProcessTable;
  readonly clock: Clock;
}

/**
 * The processes of this machine: from /proc on Linux, by `ps` on macOS.
 * @throws {HeapgraphError} RECORD_PLATFORM elsewhere.
 */
export function localProcesses(platform: string = process.platform): LocalProcesses {
  switch (platform) {
    case "linux":
    case "android":
      if (existsSync("/proc/self/stat")) return { table: new ProcTable(), clock: PROCESS_CLOCK };
      throw new HeapgraphError("RECORD_PLATFORM", "there is no /proc to read memory from");
    case "darwin":
      return { table: new PsTable(), clock: WALL_CLOCK };
    default:
      throw new HeapgraphError(
        "RECORD_PLATFORM",
        `memory of processes can be recorded on Linux and macOS; this is ${platform}`,
      );
  }
}

import { preloadEnvironment } from "../../python/preload.ts";
import type { ProcessHandle } from "../processes/process-table.ts";

/** How a process can be asked for a snapshot. */
export interface SnapshotRequest {
  /** Name of the signal, such as SIGUSR2. */
  readonly signal: NodeJS.Signals;
  /** Absolute folder that snapshots are written to. */
  readonly folder: string;
}

/**
 * Environment variables with which Node programs (12 and later) and Python programs write a snapshot when they
 * get the signal; to be added to `environment`.
 */
export function snapshotEnvironment(
  { signal, folder }: SnapshotRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    NODE_OPTIONS: addNodeOptions(environment["NODE_OPTIONS"], [
      `--heapsnapshot-signal=${signal}`,
      `--diagnostic-dir=${folder}`,
    ]),
    ...preloadEnvironment(
      { signal: signal.replace(/^SIG/, ""), folder },
      environment["PYTHONPATH"] ?? "",
    ),
  };
}

/** What stands in NODE_OPTIONS already comes last, so that it wins. */
export function addNodeOptions(given: string | undefined, options: readonly string[]): string {
  const quoted = options.map((option) =>
    /[\s"\\]/.test(option) ? `"${option.replaceAll(/["\\]/g, String.raw`\$&`)}"` : option,
  );
  return [...quoted, ...(given === undefined || given === "" ? [] : [given])].join(" ");
}

/**
 * Whether a process writes a snapshot when it gets the signal: it was told so at its start, by its environment or
 * its command line, and has a handler for it now. To any other the signal may be the end.
 */
export function takesSnapshotAt(
  handle: ProcessHandle,
  signal: NodeJS.Signals,
  signalNumber: number,
): boolean {
  const told = `--heapsnapshot-signal=${signal}`;
  const environment = `\0${handle.environment()}`;
  const isTold =
    handle.command().includes(told) ||
    new RegExp(`\\0NODE_OPTIONS=[^\\0]*${told}`).test(environment) ||
    environment.includes(`\0HEAPGRAPH_SIGNAL=${signal.replace(/^SIG/, "")}\0`);
  return isTold && handle.catches(signalNumber) === true;
}

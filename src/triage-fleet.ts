import { resolve } from "node:path";
import { SEVERITIES, type Severity } from "./analysis/suspects/suspect.ts";
import { type FleetResult, joinReports } from "./fleet/join-reports.ts";
import { type FleetOptions, runFleet } from "./fleet/run-fleet.ts";

export interface TriageFleetOptions extends FleetOptions {
  /** Suspects of a lower severity are no leaks here. Default `medium`. */
  readonly minSeverity?: Severity;
  /** Leaks to return, 0 (the default) for all. */
  readonly limit?: number;
  /** Hashes of fingerprints that are accepted. */
  readonly accepted?: Iterable<string>;
}

/**
 * Triages snapshots that have nothing to do with each other, each in a process of its own, and joins their leaks by
 * fingerprint. A file that cannot be read is told among the results and does not stop the others.
 * @param paths - each once.
 * @throws {RangeError} for no path, or a severity that is none.
 * @throws {FleetStateError} the state file cannot be used.
 * @throws {AbortedError} the signal fired; the state has what was done.
 */
export async function triageFleet(
  paths: readonly string[],
  options: TriageFleetOptions = {},
): Promise<FleetResult> {
  const { minSeverity = "medium", limit = 0, accepted, ...running } = options;
  if (paths.length === 0) throw new RangeError("a fleet needs a snapshot");
  if (!SEVERITIES.includes(minSeverity))
    throw new RangeError(`expected a severity of ${SEVERITIES.join(", ")}, got ${minSeverity}`);
  const reports = await runFleet(
    paths.map((path) => resolve(path)),
    running,
  );
  const names = new Map(paths.map((path) => [resolve(path), path]));
  return joinReports(reports, {
    minSeverity,
    limit,
    accepted: accepted === undefined ? null : new Set(accepted),
    nameOf: (path) => names.get(path) ?? path,
  });
}

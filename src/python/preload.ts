import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

/** The exporter: one Python file without dependencies, shipped with the package. */
export const EXPORTER_PATH: string = fileURLToPath(
  new URL("../../python/heapgraph_dump.py", import.meta.url),
);

/** Folder whose `sitecustomize.py` loads the exporter at the start of any Python program. */
const PRELOAD_FOLDER = fileURLToPath(new URL("../../python/preload", import.meta.url));

/** When and where a preloaded program writes snapshots; with none of the first three it never does. */
export interface PreloadOptions {
  /** Number or name without SIG: 12, `USR2`, `RTMIN+3`. */
  readonly signal?: string | number | undefined;
  /** Resident bytes of a process at which the first snapshot is written; then at every half more. */
  readonly rssBytes?: number | undefined;
  /** Write when the program ends. */
  readonly atExit?: boolean | undefined;
  /** Absolute folder for files named `Heap.DATE.TIME.PID.0.NNN.heapsnapshot`. Default: the program's own. */
  readonly folder?: string | undefined;
  /** Absolute path of the file instead; further ones get a number before the ending. */
  readonly file?: string | undefined;
  /** Walk in a forked child, so that the program pauses for milliseconds only. Default true. */
  readonly fork?: boolean | undefined;
  /** Collect garbage before. Default true. */
  readonly collect?: boolean | undefined;
  /** Write lengths of texts, no contents. Default false. */
  readonly redact?: boolean | undefined;
  /** Types whose objects get an identity that address reuse cannot blur. */
  readonly track?: readonly string[] | undefined;
}

/**
 * Environment variables that make a Python program (CPython 3.8 and later, no `-I`, `-E` or `-S`) and those it
 * starts write snapshots; to be added to the others.
 *
 * @param options - when and where.
 * @param pythonPath - PYTHONPATH as it is; the folder of the preload comes before.
 */
export function preloadEnvironment(
  options: PreloadOptions,
  pythonPath: string | undefined = process.env["PYTHONPATH"],
): Record<string, string> {
  const { signal, rssBytes, atExit, folder, file, fork, collect, redact, track } = options;
  const given: Record<string, string | undefined> = {
    PYTHONPATH: [PRELOAD_FOLDER, ...(pythonPath ? [pythonPath] : [])].join(delimiter),
    HEAPGRAPH_SIGNAL: signal === undefined ? undefined : String(signal),
    HEAPGRAPH_RSS: rssBytes === undefined ? undefined : String(rssBytes),
    HEAPGRAPH_AT_EXIT: atExit === true ? "1" : undefined,
    HEAPGRAPH_DIR: folder,
    HEAPGRAPH_OUTPUT: file,
    HEAPGRAPH_FORK: fork === false ? "0" : undefined,
    HEAPGRAPH_COLLECT: collect === false ? "0" : undefined,
    HEAPGRAPH_REDACT: redact === true ? "1" : undefined,
    HEAPGRAPH_TRACK: track === undefined || track.length === 0 ? undefined : track.join(","),
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

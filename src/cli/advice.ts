import stringWidth from "string-width";
import {
  NotFoundError,
  SnapshotFormatError,
  SourceError,
  TextSyntaxError,
  UnsupportedSnapshotError,
  type HeapgraphError,
} from "../errors.ts";
import { escapeText } from "../render/format.ts";

/** What the user can do about an error, by its code; the error itself states only the fact. */
const ADVICE: Readonly<Record<string, string>> = {
  FORMAT_TRUNCATED: "the process probably ended while writing it; take the snapshot again",
  FORMAT_EMPTY: "the process probably ended before it wrote anything; take the snapshot again",
  FORMAT_COMPRESSED_TRUNCATED: "copy or compress the file again",
  FORMAT_COMPRESSED: "copy or compress the file again",
  STATE_FOREIGN: "name a file that is not there yet; heapgraph makes it",
  SOURCE_DIRECTORY: "name a file in it",
  SOURCE_PERMISSION: "Node writes snapshots readable by their owner only (mode 0600)",
  OUTPUT_EXISTS: "--force replaces it",
  PYTHON_MISSING: "--python names another interpreter",
  PYTHON_VERSION: "--python names another interpreter",
  PYTHON_PERMISSION:
    "ask as root or as the owner of the process; gdb also needs kernel.yama.ptrace_scope 0, in a container CAP_SYS_PTRACE",
  PYTHON_NO_GDB: "install gdb, or start the program by `heapgraph python run`",
  PYTHON_NO_SYMBOLS: "start the program by `heapgraph python run`",
  PYTHON_NO_SIGNAL: "without --method signal another way is found",
  PYTHON_TIMEOUT:
    "its main thread may be waiting in C code, where it runs no Python; --timeout waits longer",
  PROCESS_NOT_FOUND: "pids are those that `ps` shows here: a container has its own",
  NO_MEMORY_LIMIT: "--memory-limit SIZE says one",
  CLASS_NOT_FOUND: "`summary --limit 0` lists all classes",
  OBJECTS_NOT_FOUND: "`list --type CLASS` shows objects with their sizes and distances",
  AGES_NOT_FOUND: "--pick largest and --pick random:SEED need no ages",
  EDGE_NOT_FOUND: "`refs @id --json` lists an object's references as code",
  IDS_DIFFER: "take both snapshots in one process, without a debugger session ending in between",
  LAYOUT_TIMEOUT:
    "draw less: --merge, --max-nodes N, --max-depth N; --dot takes any number of boxes",
  PATH_NOT_FOUND: "`path @id` shows what holds an object; `refs @id` what it leads to",
  STACKS_NOT_FOUND:
    "record a timeline with stacks: HeapProfiler.startTrackingHeapObjects {trackAllocations: true}",
  SAMPLES_NOT_FOUND:
    "record a timeline: HeapProfiler.startTrackingHeapObjects, or DevTools' Memory",
  ALLOCATIONS_NOT_FOUND:
    "record a timeline: DevTools' Memory, or HeapProfiler.startTrackingHeapObjects {trackAllocations: true}",
  USES_NOT_FOUND:
    "only V8 15.6 and later writes that (Chrome 156, workerd); without --unused, scopes are listed all the same",
  MOMENTS_NOT_FOUND: "`plot` without --window and --metric shows what there is",
  RECORDING_NONE: "`heapgraph record` and `mprof run` write recordings",
  NODE_NOT_FOUND: "`list --type CLASS` shows ids; ids of another snapshot mean nothing here",
};

const FORMAT_ADVICE = "`heapgraph check` lists what is wrong with it";

/** The message for stderr, without a stack: the fact, near names, what to do. One or two lines. */
export function explain(error: HeapgraphError): string {
  const path = "path" in error && !(error instanceof SourceError) ? error.path : undefined;
  let text =
    typeof path === "string" && !error.message.includes(path)
      ? `${path}: ${error.message}`
      : error.message;
  if (error instanceof NotFoundError && error.suggestions.length > 0) {
    text += `; nearest: ${error.suggestions.join(", ")}`;
  }
  const advice = ADVICE[error.code] ?? adviceForKind(error);
  return advice === undefined ? text : `${text}\n  ${advice}`;
}

function adviceForKind(error: HeapgraphError): string | undefined {
  if (error instanceof UnsupportedSnapshotError) {
    return error.formatName.startsWith("JavaScriptCore")
      ? 'in Bun, write it with v8.writeHeapSnapshot() or generateHeapSnapshot("v8")'
      : undefined;
  }
  if (error instanceof SnapshotFormatError && error.code !== "FORMAT_NOT_JSON")
    return FORMAT_ADVICE;
  if (error instanceof TextSyntaxError) return undefined;
  return undefined;
}

/** What a user wrote and, below it, a caret where it stops making sense; two more lines for stderr. */
export function pointAtColumn({ text, column }: TextSyntaxError): string {
  const before = escapeText(text.slice(0, column));
  return `\n  ${escapeText(text)}\n  ${" ".repeat(stringWidth(before))}^`;
}

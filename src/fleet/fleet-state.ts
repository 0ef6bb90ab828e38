import { type FileHandle, open } from "node:fs/promises";
import { HeapgraphError } from "../errors.ts";
import { VERSION } from "../version.ts";
import type { FileKey, FileReport } from "./file-report.ts";

/** A state file is none, or cannot be used; code `STATE_*`. */
export class FleetStateError extends HeapgraphError {
  override name = "FleetStateError";
  readonly path: string;

  constructor(code: string, path: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.path = path;
  }
}

/** Failures that another try may not have. */
const PASSING = new Set(["READER_ENDED", "MEMORY"]);

/**
 * What is done of a fleet: a line of JSON for the file's kind, then one for each report, appended as soon as it is
 * there. A line that was cut off when a run was ended is ignored. Reports of another version of heapgraph are
 * not used, for fingerprints may differ.
 */
export class FleetState {
  readonly #file: FileHandle;
  readonly #reports: ReadonlyMap<string, FileReport>;

  private constructor(file: FileHandle, reports: ReadonlyMap<string, FileReport>) {
    this.#file = file;
    this.#reports = reports;
  }

  /**
   * Opens a state, or begins one, readable by its owner only.
   * @throws {FleetStateError} STATE_FOREIGN for a file of another kind, STATE_OPEN when it cannot be opened.
   */
  static async open(path: string): Promise<FleetState> {
    const file = await open(path, "a+", 0o600).catch((error: NodeJS.ErrnoException) => {
      throw new FleetStateError(
        "STATE_OPEN",
        path,
        `${path} cannot be opened: ${error.code ?? error.message}`,
        { cause: error },
      );
    });
    try {
      const text = await file.readFile("utf8");
      if (text === "") await file.appendFile(`${JSON.stringify(headOf())}\n`);
      else if (!isHead(text.slice(0, text.indexOf("\n"))))
        throw new FleetStateError("STATE_FOREIGN", path, `${path} is not the state of a fleet`);
      // What comes next must not be glued to a line that was cut off.
      else if (!text.endsWith("\n")) await file.appendFile("\n");
      return new FleetState(file, readReports(text));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The report of a file that has not changed since; null when it is to be read. */
  find({ path, size, changed }: FileKey): FileReport | null {
    const known = this.#reports.get(path);
    if (known === undefined || known.size !== size || known.changed !== changed) return null;
    return known.status === "failed" && PASSING.has(known.code) ? null : known;
  }

  async add(report: FileReport): Promise<void> {
    await this.#file.appendFile(`${JSON.stringify({ version: VERSION, ...report })}\n`);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function headOf(): { heapgraph: string; kind: "fleet-state"; schema: 1 } {
  return { heapgraph: VERSION, kind: "fleet-state", schema: 1 };
}

function isHead(line: string): boolean {
  const head = parse(line);
  return head?.["kind"] === "fleet-state" && head["schema"] === 1;
}

/** By path; of several reports of a file the last. */
function readReports(text: string): ReadonlyMap<string, FileReport> {
  const reports = new Map<string, FileReport>();
  for (const line of text.split("\n").slice(1)) {
    const { version, ...report } = parse(line) ?? {};
    const { path, status } = report;
    if (version !== VERSION || typeof path !== "string") continue;
    if (status === "read" || status === "failed")
      reports.set(path, report as unknown as FileReport);
  }
  return reports;
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

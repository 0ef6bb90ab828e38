import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { awaitFile } from "./await-file.ts";
import { PythonError } from "./python-error.ts";
import { type PythonProcess, signalNumber } from "./python-process.ts";

/** The number of the signal at which a process writes a snapshot; undefined when it was not started so. */
export function dumpSignal({ environment, caught }: PythonProcess): number | undefined {
  const name = environment.get("HEAPGRAPH_SIGNAL");
  const number = name === undefined ? undefined : signalNumber(name);
  // Without a handler the signal would end the process.
  return number !== undefined && caught.has(number) ? number : undefined;
}

/**
 * Asks a process with the exporter preloaded for a snapshot.
 * @returns path of the file that it wrote, where it writes them.
 * @throws {PythonError} PYTHON_PERMISSION, PYTHON_ENDED, PYTHON_TIMEOUT
 */
export async function dumpBySignal(
  process_: PythonProcess,
  signal: number,
  options: { readonly timeout: number; readonly signal: AbortSignal | undefined },
): Promise<string> {
  const { folder, isSnapshot } = whereItWrites(process_);
  const list = (): string[] => readdirSync(folder).filter((name) => isSnapshot(name));
  const before = new Set(list());
  try {
    process.kill(process_.pid, signal);
  } catch (error) {
    throw new PythonError("PYTHON_PERMISSION", `no permission to signal process ${process_.pid}`, {
      cause: error,
    });
  }
  const name = await awaitFile(
    process_.pid,
    options.timeout,
    () => list().find((file) => !before.has(file)),
    options.signal,
  );
  return join(folder, name);
}

/** The folder of a preloaded process' snapshots, as we see it, and which names they have. */
function whereItWrites({ environment, folder, root, innerPid }: PythonProcess): {
  folder: string;
  isSnapshot: (name: string) => boolean;
} {
  const file = environment.get("HEAPGRAPH_OUTPUT");
  if (file !== undefined && file !== "") {
    const path = resolve(folder, file);
    const stem = basename(path).replace(/\.heapsnapshot$/, "");
    return {
      folder: root + dirname(path),
      isSnapshot: (name) => name.startsWith(stem) && !name.endsWith(".tmp"),
    };
  }
  return {
    folder: root + resolve(folder, environment.get("HEAPGRAPH_DIR") ?? "."),
    isSnapshot: (name) =>
      name.startsWith("Heap.") &&
      name.includes(`.${innerPid}.0.`) &&
      name.endsWith(".heapsnapshot"),
  };
}

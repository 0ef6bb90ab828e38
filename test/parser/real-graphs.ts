import type { HeapGraph } from "../../src/graph/heap-graph.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import {
  fixturePath,
  readFixture,
  REAL_FILE_NAMES,
  type RealFileName,
} from "../support/real-files.ts";
import type { SnapshotFile } from "../support/snapshot-builder.ts";

/** Every real file, read by us and by JSON.parse. */
export class RealGraphs {
  readonly #graphs: ReadonlyMap<RealFileName, HeapGraph>;
  readonly #files: ReadonlyMap<RealFileName, SnapshotFile>;

  private constructor(
    graphs: ReadonlyMap<RealFileName, HeapGraph>,
    files: ReadonlyMap<RealFileName, SnapshotFile>,
  ) {
    this.#graphs = graphs;
    this.#files = files;
  }

  static async load(): Promise<RealGraphs> {
    const graphs = new Map<RealFileName, HeapGraph>();
    const files = new Map<RealFileName, SnapshotFile>();
    for (const name of REAL_FILE_NAMES) {
      // One after the other: together they would take all memory at once.
      // oxlint-disable-next-line no-await-in-loop
      graphs.set(name, await readSnapshot(fixturePath(name)));
      files.set(name, JSON.parse(readFixture(name).toString()) as SnapshotFile);
    }
    return new RealGraphs(graphs, files);
  }

  graph(name: RealFileName): HeapGraph {
    return known(this.#graphs.get(name), name);
  }

  file(name: RealFileName): SnapshotFile {
    return known(this.#files.get(name), name);
  }
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`no real file ${name}`);
  return value;
}

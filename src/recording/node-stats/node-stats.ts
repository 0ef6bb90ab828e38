import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { heapLine, type HeapNumbers } from "../recording-lines.ts";
import type { Member } from "../processes/process-tree.ts";
import { addNodeOptions } from "../triggers/snapshot-environment.ts";

const PRELOAD = fileURLToPath(new URL("preload.cjs", import.meta.url));

/** ms between two looks at what programs report. */
const PERIOD_MS = 500;

interface Reported extends HeapNumbers {
  /** ms since 1970. */
  readonly time: number;
}

/** V8's own numbers of Node programs, which a small preload reports from inside. */
export class NodeStats {
  /** Where programs write; a file each, named by pid. */
  readonly #folder = mkdtempSync(join(tmpdir(), "heapgraph-stats-"));
  readonly #reported = new Map<number, Reported>();
  #next = 0;

  /** Variables that make Node programs report; to be added to `environment`. */
  environment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
    return {
      NODE_OPTIONS: addNodeOptions(environment["NODE_OPTIONS"], [`--require=${PRELOAD}`]),
      HEAPGRAPH_NODE_STATS: this.#folder,
    };
  }

  /** @returns lines of what is new. */
  lines(members: readonly Member[], time: number): string {
    if (time < this.#next) return "";
    this.#next = time + PERIOD_MS;
    let text = "";
    const alive = new Set(members.map(({ handle }) => handle.pid));
    for (const pid of this.#reported.keys()) if (!alive.has(pid)) this.#reported.delete(pid);
    for (const pid of alive) {
      const found = this.#read(pid);
      if (found === null || found.time === this.#reported.get(pid)?.time) continue;
      this.#reported.set(pid, found);
      text += heapLine(pid, found, found.time);
    }
    return text;
  }

  /** All programs together; null as long as none has reported. */
  get total(): { readonly heapUsed: number; readonly external: number } | null {
    if (this.#reported.size === 0) return null;
    let [heapUsed, external] = [0, 0];
    for (const reported of this.#reported.values()) {
      heapUsed += reported.heapUsed;
      external += reported.external;
    }
    return { heapUsed, external };
  }

  /** Removes the folder. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #read(pid: number): Reported | null {
    let text: string;
    try {
      text = readFileSync(join(this.#folder, String(pid)), "latin1");
    } catch {
      return null;
    }
    const [time, heapUsed, heapTotal, external, arrayBuffers, ...rest] = text
      .trim()
      .split(" ")
      .map(Number);
    const isWhole = rest.length === 0 && arrayBuffers >= 0;
    return isWhole ? { time, heapUsed, heapTotal, external, arrayBuffers } : null;
  }
}

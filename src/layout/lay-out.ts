import { Worker } from "node:worker_threads";
import { AbortedError, HeapgraphError } from "../errors.ts";
import { findWorkerProgram } from "../worker-program.ts";

/** What the thread sends back: an SVG, or what Graphviz says against the DOT text. */
export type LayoutReply = { readonly svg: string } | { readonly faults: readonly string[] };

/** A graph cannot be laid out, or not in time. Code `LAYOUT_TIMEOUT` or `LAYOUT_FAILED`. */
export class LayoutError extends HeapgraphError {
  override name = "LayoutError";
}

/** Milliseconds a layout may take unless its caller says otherwise. */
export const LAYOUT_TIME_LIMIT = 10_000;

export interface LayoutOptions {
  /** Milliseconds, the start of the thread included; default {@link LAYOUT_TIME_LIMIT}. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lays out DOT text in a thread of its own, which is gone when this settles.
 * @returns SVG text as Graphviz writes it.
 * @throws {LayoutError} LAYOUT_TIMEOUT, LAYOUT_FAILED
 * @throws {AbortedError} the signal fired.
 */
export async function layOut(dot: string, options: LayoutOptions = {}): Promise<string> {
  const { timeLimit = LAYOUT_TIME_LIMIT, signal } = options;
  if (signal?.aborted === true) throw new AbortedError({ cause: signal.reason });
  const worker = new Worker(workerPath(), { workerData: dot, execArgv: [] });
  const waiting = new AbortController();
  try {
    const reply = await Promise.race([
      firstReply(worker),
      timeUp(timeLimit, waiting.signal),
      ...(signal === undefined ? [] : [aborted(signal, waiting.signal)]),
    ]);
    if ("svg" in reply) return reply.svg;
    const what = reply.faults.join("; ") || "no reason given";
    throw new LayoutError("LAYOUT_FAILED", `Graphviz cannot read the graph: ${what}`);
  } finally {
    waiting.abort();
    await worker.terminate();
  }
}

function firstReply(worker: Worker): Promise<LayoutReply> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, options?: ErrorOptions): void =>
      reject(new LayoutError("LAYOUT_FAILED", message, options));
    worker.once("message", (reply: LayoutReply) => resolve(reply));
    worker.once("error", (cause) => fail(`Graphviz broke down: ${cause.message}`, { cause }));
    worker.once("exit", (code) => fail(`the layout's thread ended with code ${code}`));
  });
}

/** Rejects when the time is up, unless `settled` fires before. */
function timeUp(milliseconds: number, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      const seconds = milliseconds / 1000;
      reject(new LayoutError("LAYOUT_TIMEOUT", `the layout took longer than ${seconds} s`));
    }, milliseconds);
    settled.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}

/** Rejects when the signal fires, unless `settled` fires before. */
function aborted(signal: AbortSignal, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(new AbortedError({ cause: signal.reason }));
    signal.addEventListener("abort", abort, { once: true, signal: settled });
  });
}

function workerPath(): string {
  const path = findWorkerProgram("layout/layout-worker");
  if (path !== null) return path;
  throw new LayoutError("LAYOUT_FAILED", "the program that lays out graphs is not built");
}

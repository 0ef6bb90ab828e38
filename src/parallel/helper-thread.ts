import { Worker } from "node:worker_threads";
import type { HelperTasks } from "./helper-worker.ts";
import { findWorkerProgram } from "../worker-program.ts";

/** What is sent to the helper. */
export interface HelperRequest {
  readonly id: number;
  readonly task: keyof HelperTasks;
  readonly input: unknown;
}

/** What comes back. */
export type HelperReply =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: unknown };

/**
 * A second thread that runs the tasks of {@link HelperTasks}. Columns in shared memory are passed
 * without a copy. It does not keep the process alive.
 */
export class HelperThread {
  readonly #worker: Worker;
  readonly #pending = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: unknown) => void }
  >();
  #lastId = 0;

  constructor() {
    const path = findWorkerProgram("parallel/helper-worker");
    if (path === null) throw new RangeError("the helper thread's program is not built");
    this.#worker = new Worker(path, { execArgv: [] });
    this.#worker.unref();
    this.#worker.on("message", (reply: HelperReply) => this.#settle(reply));
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", (code) =>
      this.#fail(new Error(`the helper thread ended with code ${code}`)),
    );
  }

  /** Whether this installation has the helper's program: sources that run unbuilt have not. */
  static isAvailable(): boolean {
    return findWorkerProgram("parallel/helper-worker") !== null;
  }

  /** Runs one task; tasks run one after the other. */
  run<T extends keyof HelperTasks>(
    task: T,
    input: Parameters<HelperTasks[T]>[0],
  ): Promise<ReturnType<HelperTasks[T]>> {
    const id = ++this.#lastId;
    const request: HelperRequest = { id, task, input };
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      // While something is awaited the process must not end.
      this.#worker.ref();
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread; what is still running is given up. */
  async close(): Promise<void> {
    this.#pending.clear();
    await this.#worker.terminate();
  }

  #settle(reply: HelperReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#worker.unref();
    if ("error" in reply) pending?.reject(reply.error);
    else pending?.resolve(reply.output);
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/**
 * A helper thread that starts when it is first asked for, so that one thread serves the reading of a file
 * and the questions behind it, and small files start none.
 */
export class LazyHelper {
  #helper: HelperThread | undefined;

  get(): HelperThread {
    return (this.#helper ??= new HelperThread());
  }

  async close(): Promise<void> {
    await this.#helper?.close();
    this.#helper = undefined;
  }
}

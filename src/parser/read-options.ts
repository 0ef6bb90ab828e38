import { AbortedError } from "../errors.ts";

/** How far the work is. */
export interface Progress {
  /** What is being done, in words of the user: `reading`, `dominators` … */
  readonly phase: string;
  /** 0 to 1. */
  readonly fraction: number;
  /** Bytes done of the phase; 0 where bytes are not what it counts. */
  readonly bytes: number;
}

export interface ReadOptions {
  /** Called some ten times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops the reading with an {@link AbortedError}. */
  readonly signal?: AbortSignal | undefined;
  /** 1 keeps everything in this thread; the result is the same. Default 2. */
  readonly threads?: number | undefined;
}

/** Time between two looks at the outside world, in ms. */
const TURN_MS = 80;

/** Lets timers and signals run now and then; reports progress, honours the signal. */
export function createTurn(
  options: ReadOptions,
  position: () => number,
  total: number,
): () => Promise<void> {
  let next = performance.now() + TURN_MS;
  throwIfAborted(options.signal);
  return async () => {
    if (performance.now() < next) return;
    const bytes = position();
    options.onProgress?.({
      phase: "reading",
      fraction: total > 0 ? Math.min(1, bytes / total) : 0,
      bytes,
    });
    await new Promise((resolve) => void setImmediate(resolve));
    throwIfAborted(options.signal);
    next = performance.now() + TURN_MS;
  };
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortedError({ cause: signal.reason });
}

import { throwIfAborted } from "../parser/read-options.ts";

/** Time between two looks at the outside world, in ms. */
const TURN_MS = 50;

/**
 * Passes pieces on and lets signals and closed pipes be noticed now and then, which writing alone does not.
 * @throws {AbortedError} the signal fired.
 */
export async function* pace(
  pieces: Iterable<string> | AsyncIterable<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  throwIfAborted(signal);
  let next = performance.now() + TURN_MS;
  for await (const piece of pieces) {
    yield piece;
    if (performance.now() < next) continue;
    await new Promise((resolve) => void setImmediate(resolve));
    throwIfAborted(signal);
    next = performance.now() + TURN_MS;
  }
}

import { closest, distance } from "fastest-levenshtein";

/** The known name a mistyped one most likely means, undefined when none is near. */
export function nearName(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word, [...known]);
  const limit = Math.max(1, Math.floor(word.length / 3));
  return distance(word, best) <= limit || best.startsWith(word) ? best : undefined;
}

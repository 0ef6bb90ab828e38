import { compileClassPattern } from "./class-pattern.ts";

/** Whether a text is meant. */
export type TextTest = (text: string) => boolean;

/**
 * Compiles what stands behind `~`: `/…/flags` is a regular expression that may match anywhere, a word with
 * `*` or `?` a glob over the whole text, any other word matches texts that contain it. Case counts, but for
 * the flag `i`.
 * @throws {TextSyntaxError} SYNTAX_PATTERN when the regular expression is none.
 */
export function compileTextMatch(pattern: string): TextTest {
  // A path such as /app/lib is no regular expression.
  const isPlain = !/[*?]/.test(pattern) && !/^\/.+\/[dgimsuvy]*$/s.test(pattern);
  return isPlain ? (text) => text.includes(pattern) : compileClassPattern(pattern);
}

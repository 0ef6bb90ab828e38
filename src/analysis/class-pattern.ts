import { distance as editDistance } from "fastest-levenshtein";
import { NotFoundError, TextSyntaxError } from "../errors.ts";

/** Whether a class name is meant. */
export type ClassTest = (className: string) => boolean;

/**
 * Compiles a pattern, the one language for naming classes: a bare word matches the class exactly, its last
 * dotted part (`DataFrame` for `pandas.core.frame.DataFrame`), or the word inside `<function …>`; `*` and
 * `?` make it a glob over the whole name; `/…/flags` is a regular expression.
 * @throws {TextSyntaxError} SYNTAX_PATTERN when the regular expression is none.
 */
export function compileClassPattern(pattern: string): ClassTest {
  if (pattern === "")
    throw new TextSyntaxError("SYNTAX_PATTERN", pattern, 0, "an empty pattern names no class");
  const regex = /^\/(?<source>.+)\/(?<flags>[a-z]*)$/s.exec(pattern)?.groups;
  if (regex !== undefined)
    return matcher(compileRegex(pattern, regex["source"] ?? "", regex["flags"] ?? ""));
  if (/[*?]/.test(pattern)) {
    const source = pattern.replaceAll(/[.*+?^${}()|[\]\\/]/g, (character) =>
      character === "*" ? ".*" : character === "?" ? "." : `\\${character}`,
    );
    return matcher(new RegExp(`^${source}$`, "su"));
  }
  return (className) =>
    className === pattern ||
    className.endsWith(`.${pattern}`) ||
    wordInMarkup(className) === pattern;
}

/** Whether any of the patterns matches; repeating an option means "any of". */
export function compileClassPatterns(patterns: readonly string[]): ClassTest {
  const tests = patterns.map((pattern) => compileClassPattern(pattern));
  return (className) => tests.some((test) => test(className));
}

/**
 * The error for patterns that match nothing, with the five nearest names.
 * @param names - every class name there is.
 */
export function noSuchClass(patterns: readonly string[], names: Iterable<string>): NotFoundError {
  const wanted = patterns.map((pattern) => pattern.replaceAll(/[*?/]/g, "").toLowerCase());
  const near = [...new Set(names)]
    .map((name) => ({
      name,
      score: Math.min(...wanted.map((word) => nearness(word, name.toLowerCase()))),
    }))
    .toSorted((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name);
  const what = patterns.join(", ");
  return new NotFoundError("CLASS_NOT_FOUND", what, `no class matches ${what}`, near);
}

function nearness(word: string, name: string): number {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const edits = Math.min(editDistance(word, name), editDistance(word, last));
  // A name that contains the word is nearer than one that is merely as short.
  return name.includes(word) ? Math.min(edits, 1 + (name.length - word.length) / 100) : edits;
}

/** `function` of `<function>` and `<function f>`. */
function wordInMarkup(className: string): string | undefined {
  return /^<(?<word>[^\s>]+)[^>]*>$/.exec(className)?.groups?.["word"];
}

function matcher(regex: RegExp): ClassTest {
  return (className) => regex.test(className);
}

function compileRegex(pattern: string, source: string, flags: string): RegExp {
  try {
    // The flags g and y would make the test remember where it was.
    return new RegExp(source, flags.replaceAll(/[gy]/g, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TextSyntaxError(
      "SYNTAX_PATTERN",
      pattern,
      0,
      `${pattern} is no regular expression: ${reason}`,
    );
  }
}

import type { Analyses } from "./analyses.ts";
import { isPythonHeap } from "./edge-code.ts";

/** A dotted name of a Python class: its module, the classes and functions it stands in, its own name. */
const DOTTED = /^[\p{L}\p{N}_<>.]+\.(?<last>[^.<>]+)$/u;

/**
 * Last parts of dotted class names, by full name: those that no other class of the file shares. Labels such as
 * `<function app.load>` have none. O(names).
 * @param names - every class name there is, each once or more.
 */
export function shortClassNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const shortOf = new Map<string, string>();
  /** Null where several classes have that last part. */
  const fullOf = new Map<string, string | null>();
  for (const name of new Set(names)) {
    if (name.startsWith("<")) continue;
    const last = DOTTED.exec(name)?.groups?.["last"] ?? name;
    fullOf.set(last, fullOf.has(last) ? null : name);
  }
  for (const [last, name] of fullOf) if (name !== null && name !== last) shortOf.set(name, last);
  return shortOf;
}

/** {@link shortClassNames} of a Python heap; none of any other, whose names have no modules in front. */
export function shortNamesOf(analyses: Analyses): ReadonlyMap<string, string> {
  return isPythonHeap(analyses.graph)
    ? shortClassNames(analyses.classKeys.keys.map(({ className }) => className))
    : new Map();
}

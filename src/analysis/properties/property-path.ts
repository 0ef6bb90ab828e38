import { type ComparisonValue, readLiteral } from "../field-kinds.ts";
import type { TextCursor } from "../text-cursor.ts";

/** One step from an object to what it refers to. */
export type PropertyStep =
  /** `.user`, `["k y"]`: a property; of a Python object an attribute or a dictionary's item. */
  | { readonly kind: "property"; readonly name: string }
  /** `[0]`: an element; `[*]`, with null: any. */
  | { readonly kind: "element"; readonly index: number | null }
  /** `.get("key")`, `.get(@17)`: the value of an entry of a map; `.get(*)`, with null: of any. */
  | { readonly kind: "entry"; readonly key: { readonly value: ComparisonValue } | null }
  /** `.keys()`, `.values()` of a map or set. */
  | { readonly kind: "keys" | "values" }
  /** `(count)`: a variable of a function's scopes. */
  | { readonly kind: "variable"; readonly name: string }
  /** `<map>`: a reference of the runtime's own. */
  | { readonly kind: "internal"; readonly name: string };

/** Steps from an object on, at least one. */
export type PropertyPath = readonly PropertyStep[];

/** More steps than anybody writes; each is a call when the path is followed. */
const MAX_STEPS = 100;

const PROPERTY_NAME = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const INDEX = /\d{1,10}/y;

/** Whether a property path begins here. */
export function isAtPath(cursor: TextCursor): boolean {
  return (
    cursor.next === "." ||
    cursor.next === "[" ||
    /^<[A-Za-z_]/.test(cursor.text.slice(cursor.at, cursor.at + 2))
  );
}

/**
 * Takes a property path, written as `heapgraph path` writes ways: `.user.name`, `[0]`, `["k y"]`, `.map.get(*)`,
 * `.cache.get("u17")`, `.seen.values()`, `.handler(count)`, `<map>`. There are no blanks between steps.
 * @param options.startsAtFunction - whether the first step may be a variable.
 * @throws {TextSyntaxError} with the column where it stops making sense.
 */
export function takePropertyPath(
  cursor: TextCursor,
  { startsAtFunction = false }: { readonly startsAtFunction?: boolean } = {},
): PropertyPath {
  const steps: PropertyStep[] = [];
  for (;;) {
    const step = takeStep(cursor, startsAtFunction || steps.length > 0);
    if (step === null) break;
    if (steps.push(step) > MAX_STEPS) throw cursor.fault(cursor.at, `more than ${MAX_STEPS} steps`);
  }
  cursor.skipBlanks();
  return steps;
}

function takeStep(cursor: TextCursor, mayBeVariable: boolean): PropertyStep | null {
  if (cursor.next === "[") return takeBracket(cursor);
  // `.size<5` is a comparison: it has no name in angle brackets.
  const internal = cursor.matchTight(/<[A-Za-z_][\w -]*>/y);
  if (internal !== null) return { kind: "internal", name: internal.slice(1, -1) };
  if (mayBeVariable && cursor.next === "(") {
    const name = cursor.matchTight(/\([\p{ID_Start}$_][\p{ID_Continue}$]*\)/uy);
    return name === null ? null : { kind: "variable", name: name.slice(1, -1) };
  }
  if (cursor.next !== ".") return null;
  const start = cursor.at;
  cursor.at++;
  const name = cursor.matchTight(PROPERTY_NAME);
  if (name === null)
    throw cursor.fault(
      cursor.at,
      `expected the name of a property after ".", got ${cursor.found()}; write ["k y"] for other names`,
    );
  if (cursor.text[cursor.at] !== "(") return { kind: "property", name };
  if (name === "get") return takeEntry(cursor);
  if (name === "keys" || name === "values") {
    if (cursor.matchTight(/\(\s*\)/y) === null)
      throw cursor.fault(cursor.at + 1, `.${name}() takes nothing, got ${foundInside(cursor)}`);
    return { kind: name };
  }
  // A variable of the function that the property holds is the next step.
  if (/^\([\p{ID_Start}$_][\p{ID_Continue}$]*\)/u.test(cursor.text.slice(cursor.at)))
    return { kind: "property", name };
  throw cursor.fault(
    start,
    `.${name}() cannot be called: of methods there are .get(KEY), .keys() and .values()`,
  );
}

function foundInside(cursor: TextCursor): string {
  return `"${cursor.text
    .slice(cursor.at + 1)
    .trimStart()
    .slice(0, 1)}"`;
}

function takeEntry(cursor: TextCursor): PropertyStep {
  const open = cursor.at;
  cursor.take("(");
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "(" is never closed');
  if (cursor.next === ")")
    throw cursor.fault(cursor.at, 'expected a key, as in .get("u17"), or .get(*) for any');
  const { text, isQuoted } = cursor.takeValue();
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "(" is never closed');
  // No blanks are taken behind it: the next step follows at once.
  if (cursor.matchTight(/\)/y) === null)
    throw cursor.fault(cursor.at, `expected ")", got ${cursor.found()}`);
  if (text === "*" && !isQuoted) return { kind: "entry", key: null };
  return { kind: "entry", key: { value: isQuoted ? text : readLiteral(text) } };
}

function takeBracket(cursor: TextCursor): PropertyStep {
  const open = cursor.at;
  cursor.at++;
  cursor.skipBlanks();
  const step = takeBracketed(cursor);
  cursor.skipBlanks();
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "[" is never closed');
  if (cursor.next !== "]") throw cursor.fault(cursor.at, `expected "]", got ${cursor.found()}`);
  cursor.at++;
  return step;
}

function takeBracketed(cursor: TextCursor): PropertyStep {
  if (cursor.next === '"' || cursor.next === "'")
    return { kind: "property", name: cursor.takeQuoted() };
  if (cursor.next === "*") {
    cursor.at++;
    return { kind: "element", index: null };
  }
  const symbol = cursor.matchTight(/Symbol\([^)\]]*\)/y);
  // As V8 writes a property whose key is a symbol.
  if (symbol !== null) return { kind: "property", name: `<symbol ${symbol.slice(7, -1)}>` };
  const index = cursor.matchTight(INDEX);
  if (index !== null) return { kind: "element", index: Number(index) };
  throw cursor.fault(
    cursor.at,
    `expected an index, * for any, or a name in quotes, got ${cursor.found()}`,
  );
}

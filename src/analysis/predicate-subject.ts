import { closest, distance as editDistance } from "fastest-levenshtein";
import { compileClassPattern } from "./class-pattern.ts";
import { FIELD_KINDS } from "./field-kinds.ts";
import type { Subject, Vocabulary, VocabularyEntry } from "./predicate.ts";
import { isAtPath, takePropertyPath } from "./properties/property-path.ts";
import type { TextCursor } from "./text-cursor.ts";

const NAME = /[\p{L}_][\p{L}\p{N}_.-]*/uy;

/**
 * Takes a field, a call or a property path, whichever the vocabulary has.
 * @throws {TextSyntaxError} with the column of what is no subject.
 */
export function takeSubject<Field extends string>(
  cursor: TextCursor,
  vocabulary: Vocabulary<Field>,
): Subject<Field> {
  const start = cursor.at;
  const ofPaths = (vocabulary as Readonly<Record<string, VocabularyEntry<Field> | undefined>>)["."];
  if (ofPaths !== undefined && isAtPath(cursor)) {
    const path = takePropertyPath(cursor);
    return { field: ofPaths.field, fieldKind: ofPaths.kind, path };
  }
  const name = cursor.match(NAME);
  if (name === null || /^(and|or)$/i.test(name))
    throw cursor.fault(
      start,
      `expected a field, got ${name === null ? cursor.found() : `"${name}"`}`,
    );
  const entry = lookUp(cursor, vocabulary, name, start);
  const { field, kind: fieldKind } = entry;
  const pattern = takePattern(cursor, entry, name, start);
  return pattern === null ? { field, fieldKind } : { field, fieldKind, pattern };
}

function lookUp<Field extends string>(
  cursor: TextCursor,
  vocabulary: Vocabulary<Field>,
  name: string,
  column: number,
): VocabularyEntry<Field> {
  const known = Object.keys(vocabulary).filter((each) => each !== ".");
  const spelling = known.find((each) => each.toLowerCase() === name.toLowerCase());
  if (spelling !== undefined) return vocabulary[spelling];
  const near = closest(name.toLowerCase(), known);
  const hint =
    editDistance(name.toLowerCase(), near.toLowerCase()) <= Math.max(2, name.length / 3)
      ? `did you mean ${near}?`
      : `fields are ${known.join(", ")}`;
  throw cursor.fault(column, `unknown field "${name}"; ${hint}`);
}

/** The class pattern in parentheses behind a field; null for none. */
function takePattern(
  cursor: TextCursor,
  { call = "none", kind }: VocabularyEntry,
  name: string,
  nameAt: number,
): string | null {
  const open = cursor.at;
  if (!cursor.take("(")) {
    if (call !== "required") return null;
    throw cursor.fault(
      nameAt,
      `${name} is asked of a class: write ${name}(Session) ${FIELD_KINDS[kind].example}`,
    );
  }
  if (call === "none") throw cursor.fault(open, `${name} takes nothing in parentheses`);
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "(" is never closed');
  const start = cursor.at;
  if (cursor.next === ")")
    throw cursor.fault(start, `expected a class pattern, as in ${name}(Session), got ")"`);
  const { text } = cursor.takeValue();
  cursor.locating(start, () => compileClassPattern(text));
  if (cursor.take(")")) return text;
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "(" is never closed');
  throw cursor.fault(cursor.at, 'expected ")"; a pattern with blanks needs quotes');
}

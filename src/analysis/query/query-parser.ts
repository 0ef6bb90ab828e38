import { FIELD_KINDS } from "../field-kinds.ts";
import { NODE_VOCABULARY, type NodeField } from "../node-fields.ts";
import type { Subject } from "../predicate.ts";
import { cannotGoOn, takePredicate } from "../predicate-parser.ts";
import { takeSubject } from "../predicate-subject.ts";
import { takePropertyPath } from "../properties/property-path.ts";
import { TextCursor } from "../text-cursor.ts";
import { finishQuery } from "./finish-query.ts";
import {
  type Aggregate,
  AGGREGATES,
  type Clauses,
  type Query,
  type QueryColumn,
  type QueryOrder,
} from "./query.ts";

/** First words of clauses, with how they are written in messages. */
const CLAUSES = {
  group: '"group by"',
  order: '"order by"',
  limit: '"limit"',
  show: '"show"',
} as const;
type ClauseWord = keyof typeof CLAUSES;
const CLAUSE_WORDS = Object.keys(CLAUSES) as ClauseWord[];
const CLAUSE_NAMES = Object.values(CLAUSES);

/**
 * Reads a query: a predicate as `--where` takes it, then in any order
 * `group by KEY, …`, `order by COLUMN [asc|desc], …`, `limit N`, `show COLUMN [as NAME], …`. Each may be left
 * out, the predicate too. docs/query.md has the whole grammar.
 * @throws {TextSyntaxError} SYNTAX_QUERY with the column where it stops making sense.
 */
export function parseQuery(text: string): Query {
  const cursor = new TextCursor(text, "SYNTAX_QUERY");
  if (cursor.isAtEnd)
    throw cursor.fault(
      cursor.at,
      "nothing to look for: expected a predicate such as class = Session, or show, group by, order by, limit",
    );
  const clauses: Clauses = {};
  const hasWhere = cursor.takeWord("where");
  if (hasWhere || clauseAt(cursor) === undefined)
    clauses.where = takePredicate(cursor, NODE_VOCABULARY, CLAUSE_WORDS);
  const isPredicateLast = (): boolean => Object.keys(clauses).join(",") === "where";
  while (!cursor.isAtEnd) {
    const word = clauseAt(cursor);
    if (word === undefined) {
      if (isPredicateLast()) throw cannotGoOn(cursor, [...CLAUSE_NAMES, "the end"]);
      throw cursor.fault(
        cursor.at,
        `expected a comma, ${CLAUSE_NAMES.join(", ")} or the end, got ${cursor.found()}`,
      );
    }
    takeClause(cursor, word, clauses);
  }
  return finishQuery(cursor, clauses);
}

function clauseAt(cursor: TextCursor): ClauseWord | undefined {
  return CLAUSE_WORDS.find((word) => cursor.isAtWord(word));
}

function takeClause(cursor: TextCursor, word: ClauseWord, clauses: Clauses): void {
  if (clauses[word] !== undefined) throw cursor.fault(cursor.at, `a second ${CLAUSES[word]}`);
  cursor.takeWord(word);
  if ((word === "group" || word === "order") && !cursor.takeWord("by"))
    throw cursor.fault(cursor.at, `expected "by" after "${word}", got ${cursor.found()}`);
  switch (word) {
    case "group":
      clauses.group = takeList(cursor, () => takeKey(cursor));
      break;
    case "order":
      clauses.order = takeList(cursor, () => takeOrder(cursor));
      break;
    case "limit":
      clauses.limit = takeLimit(cursor);
      break;
    case "show":
      clauses.show = takeList(cursor, () => takeColumn(cursor));
      break;
  }
}

function takeList<T>(cursor: TextCursor, takeOne: () => T): T[] {
  const items = [takeOne()];
  while (cursor.take(",")) items.push(takeOne());
  return items;
}

function takeLimit(cursor: TextCursor): number {
  const at = cursor.at;
  const digits = cursor.match(/\d{1,15}(?![\w.])/y);
  if (digits === null)
    throw cursor.fault(at, `expected a whole number after "limit", got ${cursor.found()}`);
  return Number(digits);
}

function takeOrder(cursor: TextCursor): QueryOrder {
  const column = takeNamed(cursor) ?? takeColumn(cursor, false);
  if (cursor.takeWord("desc")) return { column, isDescending: true };
  cursor.takeWord("asc");
  return { column, isDescending: false };
}

/** A word that is no field may be a name that `show … as` gives, perhaps further on. */
function takeNamed(cursor: TextCursor): QueryColumn | null {
  const column = cursor.at;
  const word = /^[\p{L}_][\p{L}\p{N}_.-]*/u.exec(cursor.text.slice(column))?.[0] ?? "";
  const isKnown = [...AGGREGATES, ...Object.keys(NODE_VOCABULARY)].some(
    (name) => name.toLowerCase() === word.toLowerCase(),
  );
  if (word === "" || isKnown) return null;
  cursor.at += word.length;
  cursor.skipBlanks();
  return { name: word, title: word, aggregate: null, subject: null, column };
}

function takeKey(cursor: TextCursor): QueryColumn {
  const at = cursor.at;
  const key = takeColumn(cursor);
  if (key.aggregate !== null)
    throw cursor.fault(at, `${key.title} is made of a group: it cannot make groups`);
  if (isMany(key.subject))
    throw cursor.fault(
      at,
      "a group needs one value of each object: no [*], .get(*), .keys() or .values()",
    );
  return key;
}

/** Whether a path can lead to several things. */
export function isMany(subject: Subject | null): boolean {
  return (
    subject?.path?.some(
      (step) =>
        step.kind === "keys" ||
        step.kind === "values" ||
        (step.kind === "element" && step.index === null) ||
        (step.kind === "entry" && step.key === null),
    ) === true
  );
}

function takeColumn(cursor: TextCursor, mayBeNamed = true): QueryColumn {
  const column = cursor.at;
  const aggregate = AGGREGATES.find((word) => cursor.isAtWord(word)) ?? null;
  const subject = aggregate === null ? takeValueSubject(cursor) : takeArgument(cursor, aggregate);
  const title = cursor.text.slice(column, cursor.endOfTaken);
  const isField = aggregate === null && subject !== null && subject.field !== "property";
  const name = mayBeNamed ? takeName(cursor) : null;
  return {
    name: name ?? (isField ? subject.field : title),
    title: name ?? title,
    aggregate,
    subject,
    column,
  };
}

/** A subject; where no predicate is, a bracket opens nothing and may be a variable: `(payload).rows`. */
function takeValueSubject(cursor: TextCursor): Subject<NodeField> {
  if (cursor.next !== "(") return takeSubject(cursor, NODE_VOCABULARY);
  const path = takePropertyPath(cursor, { startsAtFunction: true });
  if (path.length > 0) return { field: "property", fieldKind: "value", path };
  throw cursor.fault(cursor.at, `expected a field, got ${cursor.found()}`);
}

/** What stands in the parentheses of an aggregate; null for `count`, which needs none. */
function takeArgument(cursor: TextCursor, aggregate: Aggregate): Subject<NodeField> | null {
  cursor.takeWord(aggregate);
  const open = cursor.at;
  const isOpen = cursor.take("(");
  if (aggregate === "count") {
    if (!isOpen) return null;
    cursor.take("*");
    if (!cursor.take(")"))
      throw cursor.fault(cursor.at, `count counts objects: write count, got ${cursor.found()}`);
    return null;
  }
  if (!isOpen)
    throw cursor.fault(open, `expected "(" as in ${aggregate}(retained), got ${cursor.found()}`);
  const at = cursor.at;
  const subject = takeValueSubject(cursor);
  if (!FIELD_KINDS[subject.fieldKind].operators.includes("<"))
    throw cursor.fault(
      at,
      `${aggregate} takes numbers: ${cursor.text.slice(at, cursor.endOfTaken)} is ${FIELD_KINDS[subject.fieldKind].words}`,
    );
  if (cursor.take(")")) return subject;
  if (cursor.isAtEnd) throw cursor.fault(open, 'this "(" is never closed');
  throw cursor.fault(cursor.at, `expected ")", got ${cursor.found()}`);
}

function takeName(cursor: TextCursor): string | null {
  if (!cursor.takeWord("as")) return null;
  const at = cursor.at;
  if (cursor.next === '"' || cursor.next === "'") return cursor.takeQuoted();
  const name = cursor.match(/[\p{L}_][\p{L}\p{N}_]*/uy);
  if (name === null) throw cursor.fault(at, `expected a name after "as", got ${cursor.found()}`);
  return name;
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePredicate, type FieldReader } from "../../src/analysis/compile-predicate.ts";
import { allOf, fieldsOf, type Predicate, type Vocabulary } from "../../src/analysis/predicate.ts";
import { parsePredicate } from "../../src/analysis/predicate-parser.ts";
import { TextSyntaxError } from "../../src/errors.ts";

interface Thing {
  readonly count: number | null;
  readonly size: number;
  readonly age: number;
  readonly name: string;
  readonly class: string;
  readonly old: boolean;
}
type ThingField = keyof Thing;

const VOCABULARY: Vocabulary<ThingField> = {
  count: { field: "count", kind: "number" },
  size: { field: "size", kind: "bytes" },
  byteSize: { field: "size", kind: "bytes" },
  age: { field: "age", kind: "duration" },
  name: { field: "name", kind: "text" },
  class: { field: "class", kind: "pattern" },
  old: { field: "old", kind: "flag" },
};

const THING: Thing = {
  count: 3,
  size: 2000,
  age: 10_000,
  name: "system / Map",
  class: "pkg.Frame",
  old: true,
};

const parse = (text: string): Predicate<ThingField> => parsePredicate(text, VOCABULARY);

function readerOf(field: ThingField): FieldReader<Thing> {
  switch (field) {
    case "count":
    case "size":
    case "age":
      return { kind: "number", read: (thing) => thing[field] };
    case "name":
    case "class":
      return { kind: "text", select: (test) => (thing) => test(thing[field]) };
    case "old":
      return { kind: "flag", read: (thing) => thing.old };
  }
}

const holds = (text: string, thing: Partial<Thing> = {}): boolean =>
  compilePredicate(parse(text), readerOf)({ ...THING, ...thing });

function faultOf(text: string): { column: number; message: string } {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    expect(error).toMatchObject({ code: "SYNTAX_PREDICATE", text });
    return { column: error.column, message: error.message };
  }
  throw new Error(`${text} is no error`);
}

describe("parsePredicate", () => {
  it.each([
    ["size > 1kB"],
    ["size>1kB"],
    ["SIZE >= 1.9 kB AND count<4"],
    ["size < 2KiB"],
    ["byteSize = 2000"],
    ["size == 2kb"],
    ["age > 9s and age <= 10 s and age < 1m"],
    ["count != 4"],
    ["count = @3"],
    ["count = 0x3"],
    ["count > -1"],
    ["old"],
    ["old = true"],
    ["not old = false"],
    ["old != false and old"],
    ["(old)"],
    ["class = Frame"],
    ["class = pkg.*"],
    ["class = /^PKG/i"],
    ["class != Other"],
    ["name = 'system / Map'"],
    ['name = "system / Map"'],
    ["name ~ Map"],
    ["name ~ sys*p"],
    ["name ~ /map$/i"],
    ["name ~ '/ M/'"],
    ["name != Map"],
    ["not (name ~ Nothing or count > 3)"],
    ["count = 9 or count = 3 and old"],
    ["not not old"],
  ])("%s holds", (text) => {
    expect(holds(text)).toBe(true);
  });

  it("binds and closer than or, not closest", () => {
    expect(parse("old or old and not old or old")).toMatchObject({
      kind: "any",
      terms: [{}, { kind: "all", terms: [{}, { kind: "not" }] }, {}],
    });
    expect(holds("old or old and not old")).toBe(true);
    expect(holds("(old or old) and not old")).toBe(false);
  });

  it.each([
    ["(string)", "class = (string)"],
    ["(compiled code)", "old and class = (compiled code) and old"],
    ["{a, b}", "(class = {a, b})"],
    ["<div>", "class = <div>"],
    ["Detached <div>", "class='Detached <div>'"],
    ['a "b" \\c', String.raw`class = "a \"b\" \\c"`],
    ["it's", String.raw`class = 'it\'s'`],
    ["f(x)", "class = f(x) or class = none"],
  ])("reads the value %s", (name, text) => {
    expect(holds(text, { class: name })).toBe(true);
    expect(holds(text, { class: "another" })).toBe(false);
  });

  it("takes a number that is not there for unequal, neither smaller nor larger", () => {
    const absent = { count: null };
    expect(holds("count = 0", absent)).toBe(false);
    expect(holds("count != 0", absent)).toBe(true);
    expect(holds("count < 9 or count >= 9", absent)).toBe(false);
  });

  it("tells which fields are asked for", () => {
    const text = "size > 1 and (byteSize < 9 or not old) and name ~ x";
    expect(fieldsOf(parse(text))).toEqual(["size", "old", "name"]);
    expect(fieldsOf(allOf([parse("old"), parse("count = 1")]))).toEqual(["old", "count"]);
  });

  it.each([
    ["", 0, "nothing to test"],
    ["   ", 3, "nothing to test"],
    ["size", 4, 'nothing after "size", expected a comparison such as size > 1MB; quote the'],
    ["size ", 5, "quote the expression, or the shell takes > and < for redirections"],
    ["name", 4, "expected a comparison such as name = word; quote the expression"],
    ["size >", 6, 'nothing after "size >", expected a value such as size > 1MB'],
    ["old and size", 12, 'nothing after "size"'],
    ["szie > 1", 0, 'unknown field "szie"; did you mean size?'],
    ["old and xyzzy > 1", 8, 'unknown field "xyzzy"; fields are count, size'],
    ["> 1", 0, 'expected a field, got ">"'],
    ["old and", 7, "expected a field, got the end"],
    ["old or or", 7, 'expected a field, got "or"'],
    ["size 5", 5, 'expected one of = != < <= > >= ~ after "size", got "5"'],
    ["size => 5", 6, 'expected a size such as 500, 64kB, 1.5MB or 2GiB, got ">"'],
    ["size ~ 5", 5, "size is a size: ~ does not go with it, = != < <= > >= do"],
    ["name < 5", 5, "name is text: < does not go with it, = != ~ do"],
    ["old > true", 4, "old is true or false"],
    ["size > big", 7, 'got "big"'],
    ["size > 5 parsecs", 9, 'expected "and", "or" or the end; a value with blanks needs quotes'],
    ["count = many", 8, 'expected a number, got "many"'],
    ["age > 5 weeks", 6, "expected a duration"],
    ["old = maybe", 6, 'expected true or false, got "maybe"'],
    ["name = system / Map", 14, "a value with blanks needs quotes"],
    ["name = 'never", 7, "this ' is never closed"],
    ["(old", 0, 'this "(" is never closed'],
    ["(old and (old)", 0, 'this "(" is never closed'],
    ["(name = a b)", 10, 'expected "and", "or" or ")"'],
    ["old)", 3, 'nothing is open for this ")"'],
    ["class = (string", 8, 'this "(" is never closed'],
    ["class = )", 8, 'expected a value, got ")"'],
    ["class = /(/", 8, "is no regular expression"],
    ["name ~ /[/", 7, "is no regular expression"],
    [`${"(".repeat(300)}old`, 200, "more than 200 levels"],
  ])("points into %j at column %i", (text, column, message) => {
    const fault = faultOf(text);
    expect(fault.message).toContain(message);
    expect(fault.column).toBe(column);
  });

  it("gives every random text a tree or a column inside of it", () => {
    const word = fc.constantFrom(
      "size",
      "name",
      "old",
      "and",
      "or",
      "not",
      "(",
      ")",
      "=",
      "~",
      ">",
      "'",
      "1kB",
      "/x/",
      "{",
      " ",
      "@1",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = words.join(" ");
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof TextSyntaxError)) throw error;
          expect(error.column).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe("compilePredicate", () => {
  /** A predicate's text and, beside it, the plain meaning of it. */
  interface Sample {
    readonly text: string;
    readonly holds: (thing: Thing) => boolean;
  }
  const compare = {
    "=": (a: number, b: number) => a === b,
    "!=": (a: number, b: number) => a !== b,
    "<": (a: number, b: number) => a < b,
    "<=": (a: number, b: number) => a <= b,
    ">": (a: number, b: number) => a > b,
    ">=": (a: number, b: number) => a >= b,
  };
  type Operator = keyof typeof compare;
  const leaf: fc.Arbitrary<Sample> = fc.oneof(
    fc
      .record({
        operator: fc.constantFrom(...(Object.keys(compare) as Operator[])),
        value: fc.nat(4),
      })
      .map(({ operator, value }) => ({
        text: `size ${operator} ${value}`,
        holds: (thing: Thing) => compare[operator](thing.size, value),
      })),
    fc.constantFrom("a", "b", "ab").map((value) => ({
      text: `name ~ ${value}`,
      holds: (thing: Thing) => thing.name.includes(value),
    })),
    fc.boolean().map((value) => ({
      text: value ? "old" : "old = false",
      holds: (thing: Thing) => thing.old === value,
    })),
  );
  const { tree } = fc.letrec<{ tree: Sample }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      tie("tree").map(({ text, holds: inner }) => ({
        text: `not (${text})`,
        holds: (thing: Thing) => !inner(thing),
      })),
      fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((terms) => ({
        text: `(${terms.map(({ text }) => text).join(" and ")})`,
        holds: (thing: Thing) => terms.every((term) => term.holds(thing)),
      })),
      fc.array(tie("tree"), { minLength: 2, maxLength: 3 }).map((terms) => ({
        text: `(${terms.map(({ text }) => text).join(" or ")})`,
        holds: (thing: Thing) => terms.some((term) => term.holds(thing)),
      })),
    ),
  }));
  const thing = fc.record({
    size: fc.nat(4),
    name: fc.constantFrom("", "a", "b", "ab"),
    old: fc.boolean(),
  });

  it("agrees with the plain meaning", () => {
    fc.assert(
      fc.property(tree, fc.array(thing), (sample, things) => {
        const test = compilePredicate(parse(sample.text), readerOf);
        for (const each of things) {
          const full = { ...THING, ...each };
          expect(test(full)).toBe(sample.holds(full));
        }
      }),
    );
  });

  it("asks for the columns of fields that are named, no others", () => {
    const asked: string[] = [];
    compilePredicate(parse("old and size > 3"), (field) => {
      asked.push(field);
      return readerOf(field);
    });
    expect(asked).toEqual(["old", "size"]);
  });
});

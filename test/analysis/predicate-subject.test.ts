import { describe, expect, it } from "vitest";
import { compilePredicate } from "../../src/analysis/compile-predicate.ts";
import { comparisonsOf, type Vocabulary } from "../../src/analysis/predicate.ts";
import { parsePredicate } from "../../src/analysis/predicate-parser.ts";
import { NO_VALUE, type PropertyValue } from "../../src/analysis/properties/property-value.ts";
import { TextSyntaxError } from "../../src/errors.ts";

const VOCABULARY: Vocabulary = {
  growth: { field: "growth", kind: "number", call: "required" },
  retained: { field: "retained", kind: "bytes", call: "optional" },
  count: { field: "count", kind: "number", call: "optional" },
  class: { field: "class", kind: "pattern" },
  ".": { field: "property", kind: "value" },
};

const parse = (text: string): ReturnType<typeof parsePredicate> => parsePredicate(text, VOCABULARY);

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

const found = (value: PropertyValue["value"]): PropertyValue => ({ value, id: 17 });
const holds = (text: string, value: PropertyValue | null): boolean =>
  compilePredicate<PropertyValue | null, string>(parse(text), () => ({
    kind: "value",
    select: (test) => test,
  }))(value);

describe("a call", () => {
  it.each([
    ["growth(Session)>1000", "growth", "Session", ">", 1000],
    ["growth ( Session ) > 1000", "growth", "Session", ">", 1000],
    ["count(/Detached (<div>|x)/i) > 0", "count", "/Detached (<div>|x)/i", ">", 0],
    ["retained('foo bar') <= 1.5 MB", "retained", "foo bar", "<=", 1_500_000],
    ['retained("it\'s") = 1', "retained", "it's", "=", 1],
    ["count((compiled code)) = 3", "count", "(compiled code)", "=", 3],
    ["count(<function f>) = 3", "count", "<function", null, null],
    ["count(f(x)) = 3", "count", "f(x)", "=", 3],
    ["count(Lru*) != 0", "count", "Lru*", "!=", 0],
  ] as const)("%s names its classes", (text, field, pattern, operator, value) => {
    if (operator === null) {
      expect(faultOf(text).message).toContain("a pattern with blanks needs quotes");
      return;
    }
    expect(parse(text)).toEqual({
      kind: "comparison",
      field,
      fieldKind: field === "retained" ? "bytes" : "number",
      pattern,
      operator,
      value,
      text,
    });
  });

  it("may be left out where the vocabulary says so", () => {
    const [plain, call] = comparisonsOf(parse("retained > 1MB or not (retained(Buffer) > 1kB)"));
    expect(plain).toMatchObject({ field: "retained", text: "retained > 1MB" });
    expect(plain).not.toHaveProperty("pattern");
    expect(call).toMatchObject({ pattern: "Buffer", value: 1000, text: "retained(Buffer) > 1kB" });
  });

  it.each([
    ["growth > 1000", 0, "growth is asked of a class: write growth(Session) > 3"],
    ["growth", 0, "growth is asked of a class"],
    ["growth() > 1", 7, 'expected a class pattern, as in growth(Session), got ")"'],
    ["growth(", 6, 'this "(" is never closed'],
    ["growth(Session > 1", 15, 'expected ")"; a pattern with blanks needs quotes'],
    ["growth(Session", 6, 'this "(" is never closed'],
    ["growth(/(/) > 1", 7, "is no regular expression"],
    ["growth('a) > 1", 7, "this ' is never closed"],
    [
      "growth(Session)",
      15,
      'nothing after "growth(Session)", expected a comparison such as growth(S',
    ],
    [
      "growth(Session) >",
      17,
      "expected a value such as growth(Session) > 3; quote the expression, or",
    ],
    ["growth(Session) ~ 3", 16, "growth(Session) is a number: ~ does not go with it"],
    ["growth(Session) 3", 16, 'after "growth(Session)", got "3"'],
    ["class(Session) = 3", 5, "class takes nothing in parentheses"],
    ["grwoth(Session) > 1", 0, "did you mean growth?"],
    ["nothing > 1", 0, "fields are growth, retained, count, class"],
  ])("points into %j at column %i", (text, column, message) => {
    const fault = faultOf(text);
    expect(fault.message).toContain(message);
    expect(fault.column).toBe(column);
  });
});

describe("a property path", () => {
  it.each([
    [".name", [{ kind: "property", name: "name" }]],
    [".user.#key.$x", ["user", "#key", "$x"].map((name) => ({ kind: "property", name }))],
    ["[0]", [{ kind: "element", index: 0 }]],
    [
      ".a[ 12 ][*]",
      [
        { kind: "property", name: "a" },
        { kind: "element", index: 12 },
        { kind: "element", index: null },
      ],
    ],
    [
      `["k y"]['it\\'s'][Symbol(id)]`,
      ["k y", "it's", "<symbol id>"].map((name) => ({ kind: "property", name })),
    ],
    [
      `.map.get(*).get("u 17").get( @17 ).get('*')`,
      [
        { kind: "property", name: "map" },
        { kind: "entry", key: null },
        { kind: "entry", key: { value: "u 17" } },
        { kind: "entry", key: { value: { id: 17 } } },
        { kind: "entry", key: { value: "*" } },
      ],
    ],
    [
      ".seen.values().keys().get",
      [
        { kind: "property", name: "seen" },
        { kind: "values" },
        { kind: "keys" },
        { kind: "property", name: "get" },
      ],
    ],
    [
      ".handler(count)<map>",
      [
        { kind: "property", name: "handler" },
        { kind: "variable", name: "count" },
        { kind: "internal", name: "map" },
      ],
    ],
  ])("%s has its steps", (text, path) => {
    const expected = { kind: "comparison", field: "property", path, value: 5, text: `${text}<5` };
    expect(parse(`${text}<5`)).toMatchObject(expected);
    expect(parse(`  ${text}  < 5`)).toMatchObject({ path, value: 5 });
    expect(parse(`(not ${text})`)).toMatchObject({ term: { path, operator: "!=", text } });
  });

  it.each([
    [".x = 5", { value: 5 }],
    [".x = '5'", { value: "5" }],
    [".x = -1.5e3", { value: -1500 }],
    [".x > 1.5 kB", { value: 1500 }],
    [".x = true", { value: true }],
    [".x = None", { value: null }],
    [".x != undefined", { value: undefined }],
    [".x = NaN", { value: Number.NaN }],
    [".x = @17", { value: { id: 17 } }],
    [".x = word", { value: "word" }],
    [".x ~ '5'", { value: "5" }],
  ])("%s has its value", (text, expected) => {
    expect(parse(text)).toMatchObject(expected);
  });

  it.each([
    [".x", found(0), true],
    [".x", found(undefined), false],
    [".x", null, false],
    [".x = undefined", null, true],
    [".x = 5", found(5), true],
    [".x = 5", found("5"), false],
    [".x = 0", found(-0), true],
    [".x = NaN", found(Number.NaN), true],
    [".x != 5", found(NO_VALUE), true],
    [".x != 5", null, true],
    [".x < 5", found(4), true],
    [".x <= 5", found(5), true],
    [".x >= 5", found(4), false],
    [".x > 3", found("4"), false],
    [".x > 3", null, false],
    [".x ~ b", found("abc"), true],
    [".x ~ 5", found(5), false],
    [".x = @17", found(NO_VALUE), true],
    [".x = @18", found(17), false],
  ])("%s of %j is %j", (text, value, expected) => {
    expect(holds(text, value)).toBe(expected);
  });

  it.each([
    [".", 1, 'expected the name of a property after ".", got the end; write ["k y"] for other'],
    [". x = 1", 1, "expected the name of a property"],
    [".5 = 1", 1, 'got "5"'],
    ["[ = 1", 2, "expected an index, * for any, or a name in quotes"],
    ["[0 = 1", 3, 'expected "]", got "="'],
    ["[0", 0, 'this "[" is never closed'],
    ["['x", 1, "this ' is never closed"],
    [".get() = 1", 5, 'expected a key, as in .get("u17"), or .get(*) for any'],
    [".get(a b) = 1", 7, 'expected ")", got "b)"'],
    [".get(a", 4, 'this "(" is never closed'],
    [".get(", 4, 'this "(" is never closed'],
    [".keys(1) = 1", 6, '.keys() takes nothing, got "1"'],
    [
      ".has('x') = 1",
      0,
      ".has() cannot be called: of methods there are .get(KEY), .keys() and .values(",
    ],
    [".x < big", 5, 'expected a number, got "big"'],
    [".x ~ /[/", 5, "is no regular expression"],
    [".x 5", 3, 'after ".x", got "5"'],
    [".x =", 4, `nothing after ".x =", expected a value such as .x = 'text'; quote the`],
  ])("points into %j at column %i", (text, column, message) => {
    const fault = faultOf(text);
    expect(fault.message).toContain(message);
    expect(fault.column).toBe(column);
  });

  it("is no subject where the vocabulary has none", () => {
    expect(() => parsePredicate(".x = 1", { a: { field: "a", kind: "number" } })).toThrow(
      'expected a field, got ".x"',
    );
  });
});

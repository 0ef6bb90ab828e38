import { describe, expect, it } from "vitest";
import type { Vocabulary } from "../../src/analysis/predicate.ts";
import { parsePredicate } from "../../src/analysis/predicate-parser.ts";
import { TextSyntaxError } from "../../src/errors.ts";

const VOCABULARY: Vocabulary<"rss" | "slope"> = {
  rss: { field: "rss", kind: "memory" },
  slope: { field: "slope", kind: "rate" },
};

const parse = (text: string): unknown => parsePredicate(text, VOCABULARY);

describe("shares of a limit in predicates", () => {
  it.each([
    ["rss>500MB", 500e6],
    ["rss > 1.5 GiB", 1.5 * 2 ** 30],
    ["rss>80% of limit", { shareOfLimit: 0.8 }],
    ["rss > 99.5 % of limit", { shareOfLimit: 0.995 }],
  ])("reads the size or share of %j", (text, value) => {
    expect(parse(text)).toMatchObject({ field: "rss", value });
  });

  it("goes on behind both", () => {
    expect(parse("(rss>80% of limit) and slope>1MB/min or rss > 2 GB")).toMatchObject({
      kind: "any",
      terms: [{ kind: "all" }, { value: 2e9 }],
    });
  });

  it.each([
    ["rss>80%", 4, 'expected a share such as 80% of limit, got "80%"'],
    ["rss>10MB/min", 4, "expected a size"],
  ])("points into %j at column %i", (text, column, message) => {
    let fault: unknown;
    try {
      parse(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(TextSyntaxError);
    expect(fault).toMatchObject({
      code: "SYNTAX_PREDICATE",
      column,
      message: expect.stringContaining(message),
    });
  });
});

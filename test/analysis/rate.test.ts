import { expect, it } from "vitest";
import { parsePredicate } from "../../src/analysis/predicate-parser.ts";
import type { Vocabulary } from "../../src/analysis/predicate.ts";
import { parseRate } from "../../src/analysis/quantities.ts";
import { TextSyntaxError } from "../../src/errors.ts";

const VOCABULARY: Vocabulary<"slope"> = { slope: { field: "slope", kind: "rate" } };

it.each([
  ["60B/min", 1],
  ["500kB/s", 500_000],
  ["10MB/min", 10e6 / 60],
  ["1.5 MiB / h", (1.5 * 2 ** 20) / 3600],
  ["1GB/day", 1e9 / 86_400],
  ["5/s", 5],
])("reads the rate %s as bytes a second", (text, rate) => {
  expect(parseRate(text)).toBeCloseTo(rate, 0);
  for (const inBrackets of [`slope > ${text}`, `(slope > ${text}) and slope < 1TB/s`])
    expect(JSON.stringify(parsePredicate(inBrackets, VOCABULARY))).toContain(
      `"fieldKind":"rate","operator":">","value":${parseRate(text)}`,
    );
});

it.each([
  ["10MB", "10MB"],
  ["10MB/week", "10MB/week"],
  ["MB/s", "MB/s"],
  ["1MB/s/s", "1MB/s/s"],
])("refuses %j as a rate, with its column", (text, got) => {
  const fault = (() => {
    try {
      return parsePredicate(`slope > ${text}`, VOCABULARY);
    } catch (error) {
      return error;
    }
  })();
  expect(fault).toBeInstanceOf(TextSyntaxError);
  expect(fault).toMatchObject({
    code: "SYNTAX_PREDICATE",
    column: 8,
    message: `expected a rate such as 500kB/s, 10MB/min or 1.5MB/h, got "${got}"`,
  });
});

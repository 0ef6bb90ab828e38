import { expect, it } from "vitest";
import { cutShape, writeShape } from "./slow-shape-names.ts";

it("writes names that could be misread as JSON", () => {
  expect(writeShape(["a", "b-c", "d,e", 'f"', "{", "g'"])).toBe(
    String.raw`{a, b-c, "d,e", "f\"", "{", "g'"}`,
  );
});

it("keeps the names whose text stays within 120 characters, and always the first", () => {
  expect(cutShape(["a".repeat(60), "b".repeat(59), "c"])).toEqual(["a".repeat(60), "b".repeat(59)]);
  expect(cutShape(["a".repeat(60), "b".repeat(60), "c"])).toEqual(["a".repeat(60)]);
  expect(cutShape(["a".repeat(300), "b"])).toEqual(["a".repeat(300)]);
});

it("writes no comma behind an empty first name", () => {
  expect(writeShape(["", "a"])).toBe("{a}");
  expect(writeShape(["a", ""])).toBe("{a, }");
});

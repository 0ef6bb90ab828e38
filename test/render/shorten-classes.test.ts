import { describe, expect, it } from "vitest";
import { shortenClasses } from "../../src/render/shorten-classes.ts";

describe("shortenClasses", () => {
  const names = new Map([["app.Session", "Session"]]);

  it("replaces classes and names, on every level", () => {
    const sizes = new Float64Array([1]);
    const result = {
      kind: "show",
      class: "app.Session",
      code: "app.Session",
      rows: [{ name: "app.Session", type: "object", exactClasses: ["app.Session", "dict"] }],
      sizes,
      nothing: null,
    };
    expect(shortenClasses(result, names)).toEqual({
      ...result,
      class: "Session",
      rows: [{ name: "Session", type: "object", exactClasses: ["Session", "dict"] }],
    });
    expect(shortenClasses(result, names).sizes).toBe(sizes);
  });

  it("leaves what a string says", () => {
    const text = { class: "(string)", type: "string", name: "app.Session" };
    expect(shortenClasses(text, names)).toEqual(text);
  });

  it("copies nothing where there is nothing to shorten", () => {
    const result = { class: "app.Session" };
    expect(shortenClasses(result, new Map())).toBe(result);
  });
});

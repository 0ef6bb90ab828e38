import { describe, expect, it } from "vitest";
import { objectLabel, objectLabelWithId } from "../../src/render/object-label.ts";

describe("objectLabel", () => {
  it.each([
    ["object", "Session", "Session", "Session"],
    ["object", "Object", "{a, b}", "{a, b}"],
    ["string", "GET /\n", "(string)", String.raw`"GET /\n"`],
    ["closure", "onTick", "Function", "onTick()"],
    ["closure", "", "Function", "(anonymous)()"],
    ["hidden", "system / Context", "(system)", "system / Context"],
    ["array", "", "(array)", "(array)"],
    ["native", '<div id="x">', "<div>", '<div id="x">'],
    ["synthetic", "", "(synthetic)", "(root)"],
    ["synthetic", "(GC roots)", "(synthetic)", "(GC roots)"],
  ])("writes a %s named %j of class %s as %s", (type, name, className, label) => {
    expect(objectLabel({ id: 7, type, name, class: className })).toBe(label);
    expect(objectLabelWithId({ id: 7, type, name, class: className })).toBe(`${label} @7`);
  });

  it("writes merged objects by their class", () => {
    expect(objectLabelWithId({ id: null, type: null, name: null, class: "Map" })).toBe("Map");
  });

  it("cuts long names", () => {
    const label = objectLabel({ id: 1, type: "string", name: "x".repeat(1e6), class: "(string)" });
    expect(label).toBe(`"${"x".repeat(47)}…"`);
  });
});

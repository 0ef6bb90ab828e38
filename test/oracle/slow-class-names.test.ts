import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowClassNames } from "./slow-class-names.ts";

it("names classes by type, objects and natives by name", () => {
  const g = graph(`
    root -> h c f r o n d s w
    h is hidden "system / Map"
    c is code
    f is closure "run"
    r is regexp
    o is object "Point"
    n is native "<div id=x>"
    d is native "<div id=y>" detached
    s is concatenatedString
    w is wasmObject
  `);
  expect(slowClassNames(g.graph)).toEqual([
    "(synthetic)",
    "(system)",
    "(compiled code)",
    "Function",
    "RegExp",
    "Point",
    "<div>",
    "Detached <div>",
    "(concatenated string)",
    "(wasm object)",
  ]);
});

it("names plain objects by the largest frequent shape they contain", () => {
  const g = graph(`
    root -> p1 p2 q1 q2 q3 more rare
    p1 is object "Object"
    p2 is object "Object"
    q1 is object "Object"
    q2 is object "Object"
    q3 is object "Object"
    more is object "Object"
    rare is object "Object"
    p1 -> a b
    p2 -> a b __proto__
    q1 -> a
    q2 -> a
    q3 -> a
    more -> c b a
    rare -> c
  `);
  expect(slowClassNames(g.graph).slice(1, 8)).toEqual([
    "{a, b}",
    "{a, b}",
    "{a}",
    "{a}",
    "{a}",
    "{a, b}",
    "Object",
  ]);
});

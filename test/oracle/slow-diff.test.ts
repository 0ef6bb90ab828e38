import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowDiff } from "./slow-diff.ts";

it("compares sets of ids class by class", () => {
  const past = graph(`
    root -> kept:10 gone:20 turned:30 empty:0
    kept is "Point" @11
    gone is "Point" @13
    turned is "Point" @15
    empty is "Point" @17
  `).graph;
  const later = graph(`
    root -> kept:12 added:40 turned:30 empty:5
    kept is "Point" @11
    added is "Point" @21
    turned is "Line" @15
    empty is "Point" @17
    kept -> below:100
    below is "Point" @23
  `).graph;
  const changes = slowDiff(past, later);
  expect([...changes.keys()]).toEqual(["(synthetic)", "Point", "Line"]);
  expect(changes.get("Point")).toEqual({
    newIds: [17, 21, 23],
    newSize: 145,
    deletedIds: [13, 15],
    deletedSize: 50,
    count: 4,
    pastRetainedSize: 60,
    // What is below a Point counts once.
    retainedSize: 157,
  });
  expect(changes.get("Line")).toMatchObject({ newIds: [15], newSize: 30, deletedIds: [] });
});

it("names the earlier plain objects by the later shapes and keeps places apart", () => {
  const past = graph(`
    root -> a b c d
    a is "Object" @11
    a -property:x-> d
    b is "Point" at 1:2:3 @13
    c is "Point" at 1:2:4 @15
  `).graph;
  const later = graph(`
    root -> a e f d c
    a is "Object" @11
    e is "Object" @21
    f is "Object" @23
    a -property:x-> d
    e -property:x-> d
    f -property:y-> d
    c is "Point" at 1:2:4 @15
  `).graph;
  const changes = slowDiff(past, later);
  expect(changes.get("{x}")).toMatchObject({ newIds: [21], deletedIds: [] });
  expect(changes.get("Object")).toMatchObject({ newIds: [23] });
  expect(changes.get("Point at 1:2:3")).toMatchObject({ newIds: [], deletedIds: [13] });
  expect(changes.get("Point at 1:2:4")).toMatchObject({ newIds: [], deletedIds: [] });
});

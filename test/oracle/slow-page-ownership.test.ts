import { expect, it } from "vitest";
import { graph } from "../support/graph-dsl.ts";
import { slowPageOwned } from "./slow-page-ownership.ts";

it("follows the root's shortcuts and its documents over all edges but weak ones", () => {
  const g = graph(`
    root -shortcut:1-> window
    root -element:2-> documents
    root -property-> other
    documents is synthetic "(Document DOM trees)"
    window -hidden:1-> a
    window -weak-> b
    documents -> c
    other -shortcut-> d
  `);
  const owned = slowPageOwned(g.graph);
  expect(g.where((node) => owned.has(node))).toEqual(["window", "documents", "a", "c"]);
});

it("asks for an element edge to the documents", () => {
  const g = graph(`
    root -internal-> documents
    documents is synthetic "(Document DOM trees)"
  `);
  expect(slowPageOwned(g.graph).size).toBe(0);
});

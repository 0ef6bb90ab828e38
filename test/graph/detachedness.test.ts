import { expect, it } from "vitest";
import { propagateDetachedness } from "../../src/graph/detachedness.ts";
import { graph } from "../support/graph-dsl.ts";

const states = (text: string): Record<string, number> => {
  const g = graph(text);
  return g.byLabel(propagateDetachedness(g.graph).states);
};

it("gives a node that both reach to the attached", () => {
  const text = `
    d -> both
    a -> both
    d is native detached
    a is native attached
    both is native
  `;
  expect(states(text)).toMatchObject({ both: 1 });
});

it("does not run through a node of the other state", () => {
  const text = `
    a -> d
    d -> behind
    a is native attached
    d is native detached
    behind is native
  `;
  expect(states(text)).toEqual({ a: 1, d: 2, behind: 2 });
});

it("does not run through objects, nor over hidden, invisible or weak edges", () => {
  const text = `
    d -> script
    script -> one
    d -hidden:1-> two
    d -invisible-> three
    d -weak-> four
    d -internal-> five
    d is native detached
    one is native
    two is native
    three is native
    four is native
    five is native
  `;
  expect(states(text)).toMatchObject({ script: 0, one: 0, two: 0, three: 0, four: 0, five: 2 });
});

it("ignores the states of what is not native", () => {
  const text = `
    o -> n
    o is object detached
    n is native
  `;
  expect(states(text)).toEqual({ o: 0, n: 0 });
});

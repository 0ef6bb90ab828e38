import { describe, expect, it } from "vitest";
import { Analyses } from "../../../src/analysis/analyses.ts";
import { findPaths } from "../../../src/analysis/find-paths.ts";
import { joinCode, rootCode, rootName } from "../../../src/analysis/lineage/path-steps.ts";
import type { Runtime } from "../../../src/analysis/lineage/reference-kinds.ts";
import type { HeapPath } from "../../../src/analysis/path-result.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

/** Ways to the node called `x`. */
function paths(text: string, count = 1, runtime: Runtime = "javascript"): readonly HeapPath[] {
  const heap = graph(text);
  const analyses = new Analyses(asRuntime(heap.graph, runtime));
  const x = Uint32Array.of(heap.ordinalOf["x"]);
  return findPaths(analyses, x, { count: 0 }, { count }).objects[0].paths;
}

/** A list of objects behind each other, the last is `x`. */
const list = (count: number): string => `
  root -> g
  g -property:head-> n0
  n0 is "N"
  ${Array.from({ length: count }, (_, at) => {
    const to = at === count - 1 ? "x" : `n${at + 1}`;
    return `n${at} -property:next-> ${to}\n${to} is "N"`;
  }).join("\n")}
`;

describe("joinCode", () => {
  it.each([
    ["global", ".cache", "global.cache"],
    ["global.cache", '.get("u17")', 'global.cache.get("u17")'],
    ["f", "(sessions)", "f → sessions"],
    ["", "(sessions)", "sessions"],
    ["f", "(sessions).user", "f → sessions.user"],
    ["f", "(k y)", "f(k y)"],
    ["f", ".__closure__", "f"],
    ["f", ".cell_contents", "f"],
  ])("appends to %j the step %j", (code, step, expected) => {
    expect(joinCode(code, step)).toBe(expected);
  });

  it("sets rows of equal steps apart", () => {
    expect(joinCode("list", ".next × 5", true)).toBe("list .next × 5 ");
  });
});

describe("ways", () => {
  it("read as code, tables and stores folded", () => {
    const [path] = paths(`
      root -> global
      global is "global / x"
      global -> cache
      cache is "Map"
      cache -internal:table-> table
      table is array "" 152
      table -internal:5-> key
      table -internal:6-> session
      key is string "u17"
      session -> list
      list -internal:elements-> store
      store is array "(object elements)"
      store -internal:2-> x
    `);
    expect(path).toMatchObject({
      root: "global object",
      code: 'global.cache.get("u17").list[2]',
      length: 4,
    });
    expect(path.steps.map(({ code, class: name }) => `${code} ${name}`)).toEqual([
      " global / x",
      ".cache Map",
      '.get("u17") session',
      ".list list",
      "[2] x",
    ]);
  });

  it("show a table that is asked for as what it is", () => {
    const [path] = paths(
      'root -> g\ng -> list\nlist -internal:elements-> x\nx is array "(object elements)"',
    );
    expect(path.code).toBe("globalThis.list<elements>");
  });

  it("pass by scopes, and name their variables", () => {
    const [path] = paths(`
      root -> g
      g -> f
      f is closure "f"
      f -internal:context-> scope
      scope is object "system / Context / f"
      scope -context:sessions-> x
    `);
    expect(path.code).toBe("globalThis.f → sessions");
    expect(path.steps.map(({ code }) => code)).toEqual(["", ".f", "<context>", "(sessions)"]);
  });

  it("end in a scope where that is asked for", () => {
    const [path] = paths(`
      root -> f
      f -internal:context-> x
      x is object "system / Context / f"
    `);
    expect(path.code).toBe("globalThis<context>");
  });

  it("show four equal steps as one, three one by one", () => {
    expect(paths(list(3))[0].steps.map(({ repeat }) => repeat)).toEqual([1, 1, 1, 1, 1]);
    const [path] = paths(list(4));
    expect(path.steps.map(({ code, repeat }) => [code, repeat])).toEqual([
      ["", 1],
      [".head", 1],
      [".next", 4],
    ]);
    expect(path.length).toBe(5);
    expect(path.code.trimEnd()).toBe("globalThis.head .next × 4");
  });

  it("go through the cells of a Python function", () => {
    const [path] = paths(
      `
      root -property:sys.modules-> modules
      modules is "dict"
      modules -property:app-> f
      f -internal:__closure__-> cells
      cells is "tuple"
      cells -context:count-> cell
      cell is "cell"
      cell -internal:cell_contents-> x
    `,
      1,
      "python",
    );
    expect(path).toMatchObject({ root: "sys.modules", code: 'sys.modules["app"].<closure count>' });
  });

  it("are as many as wanted, if they differ in more than an index", () => {
    const heap = `
      root -> g
      g -> list a
      list -element:0-> x
      list -element:1-> x
      a -property:x-> x
    `;
    expect(paths(heap, 5).map(({ code }) => code)).toEqual([
      "globalThis.a.x",
      "globalThis.list[1]",
    ]);
    expect(paths(heap, 1).length).toBe(1);
  });

  it("are none where nothing leads", () => {
    expect(paths("root -> g\ng -weak:w-> x")).toEqual([]);
  });
});

describe("roots", () => {
  const heap = graph(`
    root -> a w g
    root -element:1-> gc
    root -property:sys.modules-> modules
    gc is synthetic "(Stack roots)"
    w is "Window / https://example.org"
    g is "global"
    a is "Thing" @7
    modules -> inner
    inner is "Thing" @9
  `);
  const { root, a, w, g, gc, inner, modules } = heap.ordinalOf;

  it("have names", () => {
    const analyses = new Analyses(heap.graph);
    expect([root, a, w, g, gc, inner].map((node) => rootName(analyses, node))).toEqual([
      "root",
      "global object",
      "global object",
      "global object",
      "Stack roots",
      "@9",
    ]);
    expect([root, a, w, g, gc, inner].map((node) => rootCode(analyses, node))).toEqual([
      "(root)",
      "globalThis",
      "window",
      "global",
      "(Stack roots)",
      "Thing @9",
    ]);
  });

  it("are called in Python as the root calls them", () => {
    const analyses = new Analyses(asRuntime(heap.graph, "python"));
    expect(rootName(analyses, modules)).toBe("sys.modules");
    expect(rootCode(analyses, modules)).toBe("sys.modules");
  });
});

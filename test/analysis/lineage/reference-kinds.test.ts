import { describe, expect, it } from "vitest";
import {
  findProgramRoots,
  ReferenceKinds,
  ReferenceLevel,
  type Runtime,
} from "../../../src/analysis/lineage/reference-kinds.ts";
import { findUserRoots } from "../../../src/graph/user-roots.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

const { program, prototype, plumbing } = ReferenceLevel;

/** Level of the one edge out of `y`. */
function levelOf(text: string, runtime: Runtime = "javascript"): ReferenceLevel {
  const heap = graph(text);
  const { y } = heap.ordinalOf;
  const { firstEdges } = heap.graph.data;
  return new ReferenceKinds(asRuntime(heap.graph, runtime)).levelOf(y, firstEdges[y]);
}

describe("levels of references", () => {
  it.each([
    ["property:cache", program],
    ["property:__proto__", prototype],
    ["property:constructor", prototype],
    ["context:__proto__", program],
    ["element:1", program],
    ["internal:map", plumbing],
    ["property:map", program],
    ["internal:prototype", program],
    ["internal:elements", program],
    ["weak:map", program],
  ])("in JavaScript: %s", (edge, level) => {
    expect(levelOf(`root -> y\ny -${edge}-> x`)).toBe(level);
  });

  it.each([
    ["internal:parent", prototype],
    ["property:parent", prototype],
    ["internal:class", plumbing],
    ["property:class", program],
  ])("in Hermes: %s", (edge, level) => {
    expect(levelOf(`root -> y\ny -${edge}-> x`, "hermes")).toBe(level);
  });

  it.each([
    ["internal:__class__", plumbing],
    ["property:__class__", program],
    ["internal:__dict__", program],
  ])("in Python: %s", (edge, level) => {
    expect(levelOf(`root -> y\ny -${edge}-> x`, "python")).toBe(level);
  });

  it("are the runtime's where the runtime holds", () => {
    expect(levelOf("root -> y\ny is code\ny -property:a-> x")).toBe(plumbing);
    expect(levelOf("root -> y\ny is objectShape\ny -property:a-> x")).toBe(plumbing);
    expect(levelOf('root -> y\ny is hidden "system / Map"\ny -element:0-> x')).toBe(plumbing);
    expect(levelOf('root -> y\ny is object "system / Map"\ny -element:0-> x')).toBe(program);
  });

  it("are the program's from a context to its global", () => {
    const context = 'root -> y\ny is hidden "system / NativeContext"';
    expect(levelOf(`${context}\ny -internal:global_object-> x`)).toBe(program);
    expect(levelOf(`${context}\ny -property:global_object-> x`)).toBe(plumbing);
    expect(levelOf(`${context}\ny -element:4294967290-> x`)).toBe(plumbing);
  });
});

describe("kinds of nodes", () => {
  it("are told by type and name", () => {
    const heap = graph(`
      root -> list cell namesake shape code scope modern
      list is array "(object elements)"
      cell is hidden "system / PropertyCell"
      namesake is object "system / PropertyCell"
      shape is hidden "system / Map"
      code is code "f"
      scope is object "system / Context / f"
      modern is hidden "system / JSLexicalEnvironment"
    `);
    const kinds = new ReferenceKinds(heap.graph);
    expect(heap.where((node) => kinds.isPart(node))).toEqual(["list", "cell"]);
    expect(heap.where((node) => kinds.isPlumbing(node))).toEqual(["shape", "code"]);
    expect(heap.where((node) => kinds.isScope(node))).toEqual(["scope", "modern"]);
    expect(heap.where((node) => kinds.isSynthetic(node))).toEqual(["root"]);
    expect(heap.where((node) => kinds.isModule(node))).toEqual([]);
  });

  it("are others in Hermes and Python", () => {
    const heap = graph(`
      root -> scope entry cell module
      scope is "Environment"
      entry is "HashMapEntry"
      cell is "cell"
      module is "<module app>"
    `);
    const hermes = new ReferenceKinds(asRuntime(heap.graph, "hermes"));
    expect(heap.where((node) => hermes.isScope(node))).toEqual(["scope"]);
    expect(heap.where((node) => hermes.isPart(node))).toEqual(["entry"]);
    const python = new ReferenceKinds(asRuntime(heap.graph, "python"));
    expect(heap.where((node) => python.isPart(node))).toEqual(["cell"]);
    expect(heap.where((node) => python.isModule(node))).toEqual(["module"]);
    expect(heap.where((node) => python.isScope(node))).toEqual([]);
  });
});

const rootsOf = (text: string): string[] => {
  const heap = graph(text);
  const roots = findProgramRoots(heap.graph, findUserRoots(heap.graph));
  return Array.from(roots, (root) => heap.where((node) => node === root)[0]);
};

describe("findProgramRoots", () => {
  it("takes the user roots where there are any", () => {
    expect(rootsOf("root -> b a\nroot -> b")).toEqual(["b", "a"]);
  });

  it("takes the globals of contexts that categories of roots hold, as in Chrome", () => {
    const heap = `
      root -element:1-> gc
      gc is synthetic "(GC roots)"
      gc -element:1-> handles
      handles is synthetic "(Global handles)"
      handles -element:1-> context other
      context is hidden "system / NativeContext / https://example.org"
      context -internal:global_object-> window
      context -internal:global_proxy_object-> proxy
      other -internal:global_object-> impostor
      handles -weak:2-> late
      late is hidden "system / NativeContext"
      late -internal:global_object-> lost
      window -> inner
      inner is hidden "system / NativeContext"
      inner -internal:global_object-> deep
    `;
    expect(rootsOf(heap)).toEqual(["window"]);
  });

  it("takes the object that calls itself globalThis, as in Hermes", () => {
    const heap = `
      root -element:1-> registers
      registers is synthetic "(Registers)"
      registers -element:1-> global a
      global -property:globalThis-> global
      a -property:globalThis-> global
    `;
    expect(rootsOf(heap)).toEqual(["global"]);
  });

  it("finds none where there is none, and ends in loops of categories", () => {
    const heap = `
      root -element:1-> a
      a is synthetic
      a -element:1-> b
      b is synthetic
      b -element:1-> a root x
    `;
    expect(rootsOf(heap)).toEqual([]);
  });
});

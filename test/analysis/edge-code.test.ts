import { describe, expect, it } from "vitest";
import { edgeCode } from "../../src/analysis/edge-code.ts";
import { EdgeType } from "../../src/graph/edge-type.ts";
import { HeapGraph } from "../../src/graph/heap-graph.ts";
import { buildGraph } from "../support/build-graph.ts";

function codeOf(type: number, name: string | number): string {
  const graph = buildGraph({ nodes: [{}, {}], edges: [{ from: 0, to: 1, type, name }] });
  return edgeCode(graph, 0);
}

describe("edgeCode", () => {
  it.each([
    [EdgeType.property, "cache", ".cache"],
    [EdgeType.property, "#hidden", ".#hidden"],
    [EdgeType.property, "漢", ".漢"],
    [EdgeType.property, "k y", '["k y"]'],
    [EdgeType.property, 'a"b', String.raw`["a\"b"]`],
    [EdgeType.property, "0", '["0"]'],
    [EdgeType.property, "", '[""]'],
    [EdgeType.property, "[42]", '["[42]"]'],
    [EdgeType.property, "<symbol async_id>", "[Symbol(async_id)]"],
    [EdgeType.shortcut, "window", ".window"],
    [EdgeType.shortcut, "2", "[2]"],
    [EdgeType.element, 3, "[3]"],
    [EdgeType.element, 4294967290, "[4294967290]"],
    [EdgeType.context, "sessionCache", "(sessionCache)"],
    [EdgeType.internal, "map", "<map>"],
    [EdgeType.internal, "", "<internal>"],
    [EdgeType.hidden, 3, "<hidden 3>"],
    [EdgeType.weak, "2 / native_context", "<weak 2 / native_context>"],
    [EdgeType.weak, "", "<weak>"],
    [EdgeType.invisible, "x", "<invisible x>"],
  ])("writes type %i, name %j as %s", (type, name, code) => {
    expect(codeOf(type, name)).toBe(code);
  });

  it("names the key of a WeakMap entry", () => {
    const name =
      "2 / part of key (Session @111) -> value (SessionMeta @113) pair in WeakMap (table @115)";
    expect(codeOf(EdgeType.internal, name)).toBe("<WeakMap entry, key Session @111>");
    const early = codeOf(EdgeType.internal, "2 / key Session in WeakMap");
    expect(early).toMatch(/^<WeakMap entry, key Session @\d+>$/);
  });

  it("keeps the brackets that a Python file puts around keys", () => {
    const { data } = buildGraph({
      nodes: [{}, {}],
      edges: [{ from: 0, to: 1, name: "[(1, 'a')]" }],
    });
    const raw = { heapgraph: { runtime: "cpython" } };
    const graph = new HeapGraph({ ...data, header: { ...data.header, raw } });
    expect(edgeCode(graph, 0)).toBe("[(1, 'a')]");
  });

  it.each([
    ["f", EdgeType.internal, "__self__", ".__self__"],
    ["<code f>", EdgeType.internal, "co_consts", ".co_consts"],
    ["f", EdgeType.internal, "cache", ".<cache>"],
    ["f", EdgeType.internal, "", "<internal>"],
    ["<function app.f>", EdgeType.context, "df", ".<closure df>"],
    ["<frame /app.py:7 main>", EdgeType.context, "df", ".<local df>"],
    ["<generator rows>", EdgeType.context, "df", ".<local df>"],
  ])("of Python's %s writes type %i, name %j as %s", (holder, type, name, code) => {
    const { data } = buildGraph({
      nodes: [{ name: holder }, {}],
      edges: [{ from: 0, to: 1, type, name }],
    });
    const raw = { heapgraph: { runtime: "cpython" } };
    expect(edgeCode(new HeapGraph({ ...data, header: { ...data.header, raw } }), 0)).toBe(code);
  });
});

import { describe, expect, it } from "vitest";
import { ANY, Patterns } from "../../../src/analysis/lineage/patterns.ts";
import { EdgeType } from "../../../src/graph/edge-type.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { buildGraph, type EdgeSpec } from "../../support/build-graph.ts";

/** Pattern and exact text of one edge of a node of some name. */
function texts(
  edge: Omit<EdgeSpec, "from" | "to">,
  { source = "x", isPython = false } = {},
): [string, string] {
  const graph = asRuntime(
    buildGraph({ nodes: [{ name: source }, {}], edges: [{ from: 0, to: 1, ...edge }] }),
    isPython ? "python" : "javascript",
  );
  const patterns = new Patterns(graph);
  return [patterns.text(patterns.ofEdge(0, 0)), patterns.exact(0, 0)];
}

describe("Patterns", () => {
  const entry = "17 / part of key (K @1) -> value (V @3) pair in WeakMap (table @5)";

  it.each([
    [EdgeType.property, "cache", ".cache", ".cache"],
    [EdgeType.element, 7, "[*]", "[7]"],
    [EdgeType.context, "sessions", "(sessions)", "(sessions)"],
    [EdgeType.internal, "map", "<map>", "<map>"],
    [EdgeType.internal, "12", "<[*]>", "<12>"],
    [EdgeType.internal, "8 / m_field", "<m_field>", "<8 / m_field>"],
    [EdgeType.internal, entry, "<WeakMap entry>", "<WeakMap entry, key K @1>"],
    [EdgeType.hidden, 3, "<hidden>", "<hidden 3>"],
    [EdgeType.weak, "w", "<weak w>", "<weak w>"],
    [EdgeType.property, "12", '["12"]', '["12"]'],
  ])("of type %i, name %j are %s, exactly %s", (type, name, pattern, exact) => {
    expect(texts({ type, name })).toEqual([pattern, exact]);
  });

  it("has items of Python's dictionaries, attributes of all else", () => {
    const isPython = true;
    expect(texts({ name: "user" }, { isPython, source: "dict" })[1]).toBe('["user"]');
    expect(texts({ name: "[(1, 'a')]" }, { isPython, source: "dict" })[1]).toBe("[(1, 'a')]");
    expect(texts({ name: "user" }, { isPython })).toEqual([".user", ".user"]);
    expect(texts({ name: "user" }, { source: "dict" })).toEqual([".user", ".user"]);
  });

  it("tells an attribute from an item of the same name", () => {
    const graph = asRuntime(
      buildGraph({
        nodes: [{ name: "dict" }, { name: "x" }],
        edges: [
          { from: 0, to: 1, name: "a" },
          { from: 1, to: 0, name: "a" },
        ],
      }),
      "python",
    );
    const patterns = new Patterns(graph);
    expect(patterns.text(patterns.ofEdge(0, 0))).toBe('["a"]');
    expect(patterns.text(patterns.ofEdge(1, 1))).toBe(".a");
  });

  it("numbers equal texts alike", () => {
    const patterns = new Patterns(buildGraph({ nodes: [{}], edges: [] }));
    expect(patterns.intern(ANY)).toBe(patterns.any);
    expect(patterns.intern(".a")).toBe(patterns.intern(".a"));
    expect(patterns.intern(".a")).not.toBe(patterns.intern(".b"));
  });
});

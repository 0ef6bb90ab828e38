import { describe, expect, it } from "vitest";
import { PythonMappings } from "../../../src/analysis/lineage/python-mappings.ts";
import { ReferenceKinds } from "../../../src/analysis/lineage/reference-kinds.ts";
import { asRuntime } from "../../support/arbitrary-heap.ts";
import { graph } from "../../support/graph-dsl.ts";

describe("mappings of Python", () => {
  const heap = graph(`
    root -> dict default registry session module
    dict is "dict"
    default is "collections.defaultdict"
    registry is "app.Registry"
    registry -internal:__class__-> derived
    derived is "<type app.Registry>"
    derived -internal:__base__-> base
    base is "<abc.ABCMeta app.Base>"
    base -internal:__base__-> ordered
    ordered is "<type collections.OrderedDict>"
    session is "app.Session"
    session -internal:__class__-> plain
    plain is "<type app.Session>"
    plain -internal:__base__-> object
    object is "<type object>"
    module is "<module app>"
  `);

  it("are dicts and what is made from them", () => {
    const mappings = new PythonMappings(heap.graph);
    const found = heap.where((node) => mappings.isMapping(node));
    expect(found).toEqual(["dict", "default", "registry"]);
  });

  it("are not looked for without end where a class is its own base", () => {
    const loop = graph(`
      root -> x
      x -internal:__class__-> x
      x -internal:__base__-> x
    `);
    expect(loop.where((node) => new PythonMappings(loop.graph).isMapping(node))).toEqual([]);
  });
});

describe("modules of Python", () => {
  it("are those that sys.modules has", () => {
    const heap = graph(`
      root -property:sys.modules-> modules
      modules is "dict"
      modules -property:app-> app
      app is "<module app>"
      app -> plugin
      plugin is "<module plugin>"
    `);
    const kinds = new ReferenceKinds(asRuntime(heap.graph, "python"));
    expect(heap.where((node) => kinds.isModule(node))).toEqual(["app"]);
  });
});

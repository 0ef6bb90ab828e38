import { describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { showObject } from "../../src/analysis/show.ts";
import { NotFoundError } from "../../src/errors.ts";
import { openSnapshot } from "../../src/snapshot.ts";
import { graph } from "../support/graph-dsl.ts";
import { suspectPath } from "../support/suspect-files.ts";

const HEAP = graph(`
  root -> a b
  a -> big:100 small:10 shared:5
  a -weak:back-> b
  b -> shared
  big -> a big
`);
const analyses = new Analyses(HEAP.graph);
const idOf = (label: string): number => 2 * HEAP.ordinalOf[label] + 1;

const retainerNames = (label: string): string[] =>
  showObject(analyses, idOf(label)).retainers.rows.map((row) => row.name);
const showUnknown = (): unknown => showObject(analyses, 4711);

describe("showObject", () => {
  it("orders references by retained size, those that do not retain last", () => {
    const { references } = showObject(analyses, idOf("a"));
    expect(references.rows.map((row) => row.edge)).toEqual([
      ".big",
      ".small",
      ".shared",
      "<weak back>",
    ]);
    expect(references.rows.map((row) => row.isEssential)).toEqual([true, true, true, false]);
    expect(references.rows.at(-1)?.isWeak).toBe(true);
  });

  it("orders retainers by distance, then by id, those that do not retain last", () => {
    expect(retainerNames("shared")).toEqual(["a", "b"]);
    expect(retainerNames("big")).toEqual(["a", "big"]);
    expect(retainerNames("b")).toEqual(["", "a"]);
  });

  it("counts what a limit cuts off", () => {
    const { references, retainers } = showObject(analyses, idOf("a"), { limit: 1 });
    expect(references).toMatchObject({ count: 4, omitted: { count: 3 } });
    expect(retainers.rows).toHaveLength(1);
    expect(showObject(analyses, idOf("a"), { limit: 0 }).references.omitted.count).toBe(0);
  });

  it("measures the reachable size over edges that are not weak, shared things included", () => {
    const { object } = showObject(analyses, idOf("a"));
    expect(object).toMatchObject({ shallowSize: 1, retainedSize: 111 });
    expect(object).toMatchObject({ reachableSize: 116, reachableCount: 4 });
    expect(object.retainedShare).toBeCloseTo(111 / 117);
  });

  it("names the immediate dominator, none for the root", () => {
    expect(showObject(analyses, idOf("big")).dominator?.name).toBe("a");
    expect(showObject(analyses, idOf("shared")).dominator?.id).toBe(1);
    expect(showObject(analyses, 1).dominator).toBeNull();
  });

  it("refuses an id that no node has", () => {
    expect(showUnknown).toThrow(NotFoundError);
    expect(showUnknown).toThrow(expect.objectContaining({ code: "NODE_NOT_FOUND", what: "@4711" }));
  });

  it("follows the contexts of a closure outwards", () => {
    const { graph: closures } = graph(`
      root -> f
      f is closure "f"
      f -internal:context-> inner
      inner -context:th-> x
      inner -internal:previous-> outer
      outer -context:bus-> x
      outer -context:cache-> x
    `);
    const { contexts } = showObject(new Analyses(closures), 3);
    expect(contexts.map((context) => context.variables)).toEqual([["th"], ["bus", "cache"]]);
  });
});

it("a function's scopes tell which of their variables it uses, where the file tells", async () => {
  const snapshot = await openSnapshot(suspectPath("closures-workerd"));
  const { objects } = snapshot.list({ where: ['name = "readTitle"'], limit: 1 });
  const { contexts } = snapshot.show(objects[0].id);
  expect(contexts.map(({ variables, uses }) => ({ first: variables[0], uses }))).toEqual([
    { first: "report", uses: ["title"] },
    { first: "Report", uses: [] },
  ]);
});

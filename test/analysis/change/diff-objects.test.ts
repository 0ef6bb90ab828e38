import { describe, expect, it } from "vitest";
import {
  type ChangedObject,
  type DiffObjectsOptions,
  type DiffObjectsResult,
  listChangedObjects,
  OBJECT_CHANGES,
} from "../../../src/analysis/change/diff-objects.ts";
import { NotFoundError } from "../../../src/errors.ts";
import { compareGraphs } from "../../support/compare-graphs.ts";
import { graph } from "../../support/graph-dsl.ts";

const { past, later, comparison } = compareGraphs(
  graph(`
    root -> stays small:4 big:40 none turned other
    stays is "Job" 10 @11
    small is "Job" @13
    big is "Job" @15
    none is "Job" 0 @17
    turned is "Job" 6 @18
    other is "Task" 3 @21
    big -> below:100
    below is "Data" @31
  `).graph,
  graph(`
    root -> stays first second grown turned other
    stays is "Job" 12 @11
    first is "Job" 20 @101
    second is "Job" 5 @103
    grown is "Job" 1 @17
    turned is "Done" 6 @18
    other is "Task" 3 @21
    second -> data:200
    data is "Data" @131
  `).graph,
);

function listObjects(options: DiffObjectsOptions): DiffObjectsResult {
  return listChangedObjects(past, later, comparison, options);
}

function short({ change, id, shallowSize, retainedSize }: ChangedObject): string {
  return `${change} @${id} ${shallowSize} ${retainedSize}`;
}

const JOBS = [
  "new @103 5 205",
  "new @101 20 20",
  "new @17 1 1",
  "deleted @15 40 140",
  "deleted @18 6 6",
  "deleted @13 4 4",
  "persisting @11 12 12",
];

describe("the objects of a class", () => {
  it("are new, gone or still there, the biggest of each first, with the sizes they have or had", () => {
    const { kind, matching, counts, objects, omitted } = listObjects({ type: ["Job"] });
    expect({ kind, matching, counts, omitted }).toEqual({
      kind: "diff-objects",
      matching: "ids",
      counts: { new: 3, deleted: 3, persisting: 1 },
      omitted: { count: 0 },
    });
    expect(objects.map(short)).toEqual(JOBS);
    expect(new Set(objects.map((object) => object.class))).toEqual(new Set(["Job"]));
  });

  it("may be of one kind of change; the others are counted all the same", () => {
    for (const change of OBJECT_CHANGES) {
      const { objects, counts, omitted } = listObjects({ type: ["Job"], changes: [change] });
      expect(objects.map(short)).toEqual(JOBS.filter((line) => line.startsWith(change)));
      expect(counts).toEqual({ new: 3, deleted: 3, persisting: 1 });
      expect(omitted.count).toBe(0);
    }
  });

  it("are in one order whatever the order asked for", () => {
    const { objects } = listObjects({ type: ["Job"], changes: ["persisting", "new"] });
    expect(objects.map(short)).toEqual([...JOBS.slice(0, 3), ...JOBS.slice(6)]);
  });

  it("are cut off per kind of change", () => {
    const { objects, omitted } = listObjects({ type: ["Job"], limit: 1 });
    expect(objects.map(short)).toEqual([JOBS[0], JOBS[3], JOBS[6]]);
    expect(omitted.count).toBe(4);
    expect(listObjects({ type: ["Job"], limit: 3 }).omitted.count).toBe(0);
  });

  it("may be of several classes", () => {
    const { objects } = listObjects({ type: ["Task", "D*"] });
    expect(objects.map((object) => `${object.class} ${short(object)}`)).toEqual([
      "Data new @131 200 200",
      "Done new @18 6 6",
      "Data deleted @31 100 100",
      "Task persisting @21 3 3",
    ]);
  });

  it("must be of a class that one of the files has", () => {
    expect(() => listObjects({ type: ["Jobs"] })).toThrow(NotFoundError);
    expect(() => listObjects({ type: ["Jobs"] })).toThrow("no class matches Jobs");
    expect(() => listObjects({ type: [""] })).toThrow("an empty pattern names no class");
  });
});

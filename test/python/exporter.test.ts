import { readdirSync, statSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import type { Snapshot } from "../../src/snapshot.ts";
import { describePython, PythonFolder } from "../support/python.ts";

interface Facts {
  readonly nodes: number;
  readonly edges: number;
  readonly bytes: number;
  readonly errors: number;
  readonly last_error: string | null;
}

describePython("the exporter", (python) => {
  const folder = new PythonFolder();
  let facts: Facts;
  let snapshot: Snapshot;

  beforeAll(async () => {
    facts = await folder.tell<Facts>(python, "plain.py");
    snapshot = await folder.open("plain");
  }, 100_000);

  it("writes a sound snapshot of the counts it tells", () => {
    expect(snapshot.check().violations).toEqual([]);
    expect(facts).toMatchObject({
      nodes: snapshot.graph.nodeCount,
      edges: snapshot.graph.edgeCount,
      bytes: statSync(folder.file("plain.heapsnapshot")).size,
      errors: 0,
      last_error: null,
    });
  });

  it("counts the objects of a class and finds the way to each", () => {
    expect(snapshot.count({ type: ["__main__.Session"] }).count).toBe(100);
    const { objects } = snapshot.paths({ type: ["__main__.Session"], maxObjects: 1 });
    expect(objects[0]?.paths[0]?.code).toContain("SESSIONS");
  });

  it("leaves one file, which only its owner can read", () => {
    expect(readdirSync(folder.path)).toEqual(["plain.heapsnapshot"]);
    expect(statSync(folder.file("plain.heapsnapshot")).mode & 0o777).toBe(0o600);
  });
});

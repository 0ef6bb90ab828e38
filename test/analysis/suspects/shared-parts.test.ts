import { expect, it } from "vitest";
import { openSnapshot } from "../../../src/snapshot.ts";
import { samplePath } from "../../support/samples.ts";

/** Columns that cost a pass over the heap each. */
const SHARED = [
  "classKeys",
  "detached",
  "distances",
  "dominance",
  "dominators",
  "essential",
  "fullRules",
  "holders",
  "members",
  "program",
  "programRoots",
  "referenceKinds",
  "retainedSizes",
  "retainers",
  "shallowSizes",
] as const;

it("a snapshot that is asked many questions computes what they share once", async () => {
  const snapshot = await openSnapshot(samplePath("dataframe/after"));
  const first = snapshot.triage();
  const columns = SHARED.map((name) => snapshot.analyses[name]);
  const choice = { type: ["DataFrame"], count: 3 };
  snapshot.summary();
  snapshot.statistics();
  snapshot.list({ type: ["DataFrame"] });
  snapshot.backrefs(choice);
  snapshot.refs(choice);
  snapshot.paths(choice);
  snapshot.cycles();
  snapshot.cuts(choice);
  snapshot.roots();
  const second = snapshot.triage();
  // A column that was computed anew would be another object.
  for (const [at, name] of SHARED.entries())
    expect({ name, isSame: snapshot.analyses[name] === columns[at] }).toEqual({
      name,
      isSame: true,
    });
  expect(second).toEqual(first);
});

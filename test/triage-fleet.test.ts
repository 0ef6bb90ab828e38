import { expect, it } from "vitest";
import { triageFleet } from "../src/triage-fleet.ts";
import { fixturePath } from "./support/real-files.ts";
import { samplePath } from "./support/samples.ts";

it("joins one program's leaks over versions of Node, and tells the file that is cut", async () => {
  const paths = [
    fixturePath("node12-1"),
    fixturePath("node20-2"),
    samplePath("leaky-server/leaking"),
    fixturePath("truncated-nodes-node22"),
  ];
  const { fileCount, leakingCount, leaks, failed } = await triageFleet(paths, {
    jobs: 2,
    minSeverity: "low",
  });
  expect({ fileCount, leakingCount }).toEqual({ fileCount: 4, leakingCount: 3 });
  expect(failed).toMatchObject([{ path: paths[3], code: "FORMAT_TRUNCATED" }]);
  const everywhere = leaks.filter((leak) => leak.fileCount === 3);
  const texts = everywhere.map(({ fingerprint }) => fingerprint.text);
  for (const text of [
    "closures of BigPayload at handlers",
    "collection of Session at sessionCache.map",
    "listeners of RequestContext at bus._events.update",
    "pending of PendingJob at resolvers",
  ])
    expect(texts).toContain(text);
  const payloads = everywhere.find(({ class: name }) => name === "BigPayload");
  expect(payloads?.count).toBe(2500);
});

it("refuses a fleet of nothing, and a severity that is none", async () => {
  await expect(triageFleet([])).rejects.toThrow(RangeError);
  // @ts-expect-error what JavaScript may pass
  await expect(triageFleet(["a"], { minSeverity: "urgent" })).rejects.toThrow(/got urgent/);
});

import { describe, expect, it } from "vitest";
import { detectClosures } from "../../../src/analysis/suspects/detect-closures.ts";
import { createContext, findSuspects } from "../../../src/analysis/suspects/find-suspects.ts";
import { openSnapshot } from "../../../src/snapshot.ts";
import { fixturePath } from "../../support/real-files.ts";
import { suspectPath } from "../../support/suspect-files.ts";

describe("variables that no function uses", async () => {
  const { analyses } = await openSnapshot(suspectPath("closures-workerd"));

  it("are told with the function whose they are and with what holds the scopes", () => {
    const [first] = findSuspects(analyses, { limit: 1 }).suspects;
    expect(first).toMatchObject({
      kind: "closures",
      class: "Report",
      count: 200,
      bytes: 115_600,
      accumulation: { code: "titles" },
    });
    expect(first.finding).toMatch(
      /^200 Report \(116 kB, 11 % of the heap\) are kept by the variable report in scopes of prepare\(\), which no function uses any more; the scopes hang on `titles`$/,
    );
  });

  it("are no matter where they are few and small", () => {
    const found = detectClosures(createContext(analyses, null));
    expect(found.filter(({ sentence }) => told(sentence).includes("variable never"))).toEqual([]);
  });
});

it("of a page that is well there are none", async () => {
  const { analyses } = await openSnapshot(fixturePath("detached-1"));
  const found = detectClosures(createContext(analyses, null));
  expect(
    found.map(({ sentence }) => told(sentence)).filter((text) => /uses any/.test(text)),
  ).toEqual([]);
});

function told(
  sentence: (parts: { readonly objects: string; readonly where: string }) => string,
): string {
  return sentence({ objects: "objects", where: "" });
}

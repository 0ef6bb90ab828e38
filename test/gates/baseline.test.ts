import { describe, expect, it } from "vitest";
import { SettingsError } from "../../src/errors.ts";
import { compareBaseline, parseBaseline, writeBaseline } from "../../src/gates/baseline.ts";
import { fingerprintOf } from "../../src/analysis/suspects/fingerprint.ts";

const [A, B, C] = ["Alpha", "Beta", "Gamma"].map((name) => ({
  fingerprint: fingerprintOf({ kind: "collection", class: name }, [], "cache"),
}));

describe("a baseline", () => {
  it("accepts what it has, in the same order whatever the order of suspects", () => {
    const text = writeBaseline([C, A, B, A], []);
    expect(text).toBe(writeBaseline([B, C, A], []));
    const entries = parseBaseline(text, "b.json");
    expect(entries.map((entry) => entry.text)).toEqual(
      [A, B, C].map(({ fingerprint }) => fingerprint.text),
    );
    expect(compareBaseline(entries, [A, B, C])).toEqual({ accepted: entries, stale: [] });
  });

  it("tells what is no longer found", () => {
    const entries = parseBaseline(writeBaseline([A, B], []), "b.json");
    const { accepted, stale } = compareBaseline(entries, [B, C]);
    expect(accepted.map(({ fingerprint }) => fingerprint)).toEqual([B.fingerprint.hash]);
    expect(stale.map(({ fingerprint }) => fingerprint)).toEqual([A.fingerprint.hash]);
  });

  it("keeps the notes of whoever reviewed it", () => {
    const noted = parseBaseline(writeBaseline([A, B], []), "b").map((entry) =>
      Object.assign(entry, { note: `why ${entry.text}` }),
    );
    const again = parseBaseline(writeBaseline([B, C], noted), "b");
    expect(again.map(({ note }) => note)).toEqual([`why ${B.fingerprint.text}`, null]);
  });

  it("has one line an entry, so that a review shows what changed", () => {
    const [before, after] = [writeBaseline([A, C], []), writeBaseline([A, B, C], [])];
    const added = after.split("\n").filter((line) => !before.split("\n").includes(line));
    expect(added).toHaveLength(1);
    expect(writeBaseline([], [])).toContain('"suspects": []');
  });

  it.each([
    ["suspects", /is no JSON/],
    ["[]", /is no baseline/],
    ['{"kind":"triage","suspects":[]}', /is no baseline/],
    ['{"kind":"baseline"}', /is no baseline/],
    ['{"kind":"baseline","suspects":[1]}', /suspects\[0\] is no object/],
    ['{"kind":"baseline","suspects":[{"fingerprint":"xyz"}]}', /twelve hexadecimal digits/],
    ['{"kind":"baseline","suspects":[{"fingerprnt":"1"}]}', /unknown key "fingerprnt"/],
    ['{"kind":"baseline","suspects":[{"fingerprint":"0123456789ab","note":1}]}', /are strings/],
  ])("%s is refused", (text, message) => {
    const read = (): unknown => parseBaseline(text, "b.json");
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(message);
    expect(read).toThrow("b.json: ");
  });
});

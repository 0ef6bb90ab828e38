import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fingerprintOf, normalizeCode } from "../../../src/analysis/suspects/fingerprint.ts";
import { triageSnapshots } from "../../../src/triage.ts";
import { samplePath } from "../../support/samples.ts";

const node20 = (number: number): string =>
  fileURLToPath(new URL(`../../fixtures/change/node20-${number}.heapsnapshot.br`, import.meta.url));

describe("fingerprints of one program that leaks in fourteen places", async () => {
  const under20 = await triageSnapshots([node20(0), node20(2)], { limit: 0 });
  const under24 = await triageSnapshots(
    ["idle", "leaking"].map((name) => samplePath(`leaky-server/${name}`)),
    { limit: 0 },
  );

  it("are equal under Node 20 and Node 24, whatever ids and counts", async () => {
    const [a, b] = [under20, under24].map(({ suspects }) =>
      suspects
        .filter(({ severity }) => severity !== "info")
        .map(({ fingerprint }) => `${fingerprint.hash} ${fingerprint.text}`)
        .toSorted(),
    );
    expect(a).toEqual(b);
    expect(a.length).toBeGreaterThanOrEqual(14);
    await expect(`${a.join("\n")}\n`).toMatchFileSnapshot(
      "../../golden/triage/fingerprints-leaky-server.txt",
    );
  });

  it("differ from leak to leak", () => {
    for (const { suspects } of [under20, under24]) {
      const hashes = suspects.map(({ fingerprint }) => fingerprint.hash);
      expect(new Set(hashes).size).toBe(hashes.length);
    }
  });
});

it.each([
  ["timerListMap[*]._idleNext", "timerListMap[*]"],
  ["timerListMap[*]._idlePrev._idlePrev", "timerListMap[*]"],
  ["system / Context @123.cache", "system / Context.cache"],
  ["resolvers[*]<hidden><extension>.value", "resolvers[*].value"],
  ['cache["user 17"].rows', "cache[*].rows"],
  ['bus._events["user created"]', 'bus._events["user created"]'],
  ["cache.k20261123.rows", "cache.*.rows"],
  ["cache.deadbeef01.rows", "cache.*.rows"],
  ["cache.utf16.md5", "cache.utf16.md5"],
  ["server[Symbol(http.server.connections)]", "server[Symbol(http.server.connections)]"],
  ["", ""],
])("%j is %j in every run", (code, normal) => {
  expect(normalizeCode(code)).toBe(normal);
  expect(normalizeCode(normal)).toBe(normal);
});

describe("a fingerprint", () => {
  const session = { kind: "collection", class: "Session" } as const;

  it("is the same with earlier files and without", () => {
    const series = fingerprintOf({ kind: "growing-class", class: "Session" }, [], "cache");
    const alone = fingerprintOf({ kind: "dominant-retainer", class: "Session" }, [], "cache");
    expect(series).toEqual(alone);
  });

  it("differs by detector, by class, and by place", () => {
    const all = [
      fingerprintOf(session, [], "cache"),
      fingerprintOf({ ...session, kind: "timers" }, [], "cache"),
      fingerprintOf({ ...session, class: "User" }, [], "cache"),
      fingerprintOf(session, [], "sessions"),
      fingerprintOf(session, [], ""),
    ];
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(all.length);
    for (const { hash } of all) expect(hash).toMatch(/^[\da-f]{12}$/);
  });

  it("goes by the program's class where an engine's own is bigger", () => {
    const bytes = { kind: "growing-class", class: "system / JSArrayBufferData" } as const;
    const buffer = { kind: "growing-class", class: "Buffer" } as const;
    const array = { kind: "growing-class", class: "(array)" } as const;
    expect(fingerprintOf(bytes, [array, buffer], "uploads")).toEqual(
      fingerprintOf(buffer, [bytes], "uploads"),
    );
    expect(fingerprintOf(bytes, [array], "uploads").text).toContain("JSArrayBufferData");
  });

  it("has no id of V8 15's names", () => {
    const [a, b] = [1, 2].map((id) =>
      fingerprintOf({ kind: "closures", class: `system / Context / scope @${id}` }, [], ""),
    );
    expect(a).toEqual(b);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../src/analysis/suspects/suspect.ts";
import type { FileReport, FleetSuspect } from "../../src/fleet/file-report.ts";
import { joinReports } from "../../src/fleet/join-reports.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

const suspect: fc.Arbitrary<FleetSuspect> = fc.record({
  finding: fc.string({ maxLength: 4 }),
  kind: fc.constant("strings" as const),
  severity: fc.constantFrom(...SEVERITIES),
  fingerprint: fc.constantFrom("a", "b", "c").map((hash) => ({ hash, text: `strings of ${hash}` })),
  class: fc.constantFrom("A", "B"),
  count: fc.nat(9),
  bytes: fc.nat(99),
  share: fc.constant(0),
  at: fc.constant(null),
  location: fc.constant(null),
});

const reports: fc.Arbitrary<FileReport[]> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.array(suspect, { maxLength: 5 }) }, fc.constant(null)))
  .map((files) =>
    files.map((suspects, at) => {
      const key = { path: `/f${at}`, size: 1, changed: 1 };
      return suspects === null
        ? { ...key, status: "failed" as const, code: "FORMAT_TRUNCATED", message: "cut" }
        : { ...key, status: "read" as const, nodeCount: 1, edgeCount: 1, totalSize: 10, suspects };
    }),
  );

const total = (suspects: readonly FleetSuspect[], what: "count" | "bytes"): number =>
  suspects.reduce((sum, each) => sum + each[what], 0);

const suspectOf = (hash: string, bytes: number): FleetSuspect => ({
  finding: hash,
  kind: "strings",
  severity: "high",
  fingerprint: { hash, text: hash },
  class: "A",
  count: 1,
  bytes,
  share: 0,
  at: null,
  location: null,
});
const reportOf = (path: string, suspects: FleetSuspect[]): FileReport => ({
  path,
  size: 1,
  changed: 1,
  status: "read",
  nodeCount: 1,
  edgeCount: 1,
  totalSize: 10,
  suspects,
});
describe("joinReports", () => {
  it("adds up, fingerprint by fingerprint, what the files say", () => {
    fc.assert(
      fc.property(reports, fc.constantFrom(...SEVERITIES), (files, minSeverity) => {
        const result = joinReports(files, {
          minSeverity,
          limit: 0,
          accepted: null,
          nameOf: (path) => path.slice(1),
        });
        const least = SEVERITIES.indexOf(minSeverity);
        const read = files.flatMap((file) => (file.status === "read" ? [file] : []));
        const leaksOf = (file: (typeof read)[number], hash: string): FleetSuspect[] =>
          file.suspects.filter(
            (each) => each.fingerprint.hash === hash && SEVERITIES.indexOf(each.severity) >= least,
          );
        const expected = ["a", "b", "c"].flatMap((hash) => {
          const having = read.filter((file) => leaksOf(file, hash).length > 0);
          if (having.length === 0) return [];
          const all = having.flatMap((file) => leaksOf(file, hash));
          const bytes = having.map((file) => total(leaksOf(file, hash), "bytes"));
          const worst = bytes.indexOf(Math.max(...bytes));
          return [
            {
              hash,
              fileCount: having.length,
              count: total(all, "count"),
              bytes: total(all, "bytes"),
              severity: SEVERITIES.findLast((each) => all.some((one) => one.severity === each)),
              worstPath: `f${files.indexOf(having[worst])}`,
              worstBytes: bytes[worst],
              worstCount: total(leaksOf(having[worst], hash), "count"),
              worstFinding: leaksOf(having[worst], hash).toSorted((x, y) => y.bytes - x.bytes)[0]
                .finding,
            },
          ];
        });
        expect(
          result.leaks.map(({ fingerprint, fileCount, count, bytes, severity, worst }) => ({
            hash: fingerprint.hash,
            fileCount,
            count,
            bytes,
            severity,
            worstPath: worst.path,
            worstBytes: worst.bytes,
            worstCount: worst.count,
            worstFinding: worst.finding,
          })),
        ).toEqual(expected.toSorted((x, y) => y.bytes - x.bytes || (x.hash < y.hash ? -1 : 1)));
        expect(result).toMatchObject({
          fileCount: files.length,
          totalSize: read.length * 10,
          leakingCount: read.filter((file) => ["a", "b", "c"].some((h) => leaksOf(file, h).length))
            .length,
        });
        expect(result.failed).toHaveLength(files.length - read.length);
      }),
      RANDOM_RUNS,
    );
  });

  it("sets apart what a baseline accepts, and counts what a limit cuts off", () => {
    const result = joinReports(
      [
        reportOf("/x", [suspectOf("a", 5), suspectOf("b", 3), suspectOf("c", 1)]),
        reportOf("/y", [suspectOf("a", 7)]),
      ],
      { minSeverity: "low", limit: 1, accepted: new Set(["a"]), nameOf: (path) => path },
    );
    expect(result.leaks.map(({ fingerprint }) => fingerprint.hash)).toEqual(["b"]);
    expect(result).toMatchObject({
      leakingCount: 1,
      omitted: { count: 1, bytes: 1 },
      accepted: [{ fingerprint: { hash: "a" }, bytes: 12, fileCount: 2, worst: { path: "/y" } }],
    });
  });
});

import { describe, expect, it } from "vitest";
import { checkGate, parseGate } from "../../src/gates/gate-expression.ts";
import { judgeTriage } from "../../src/gates/triage-gates.ts";
import { makeReport, type Report } from "../../src/render/report.ts";
import { renderGithub } from "../../src/render/report-github.ts";
import { renderJunit } from "../../src/render/report-junit.ts";
import { renderMarkdownReport } from "../../src/render/report-markdown.ts";
import { renderSarif } from "../../src/render/report-sarif.ts";
import { VERSION } from "../../src/version.ts";
import { triageAndMeasure } from "../../src/triage.ts";
import { HOSTILE } from "../support/diff-folder.ts";
import { samplePath } from "../support/samples.ts";
import { faultsOfJunit, faultsOfSarif } from "../support/schemas.ts";

const FILES = ["before.heapsnapshot.gz", "after.heapsnapshot.gz"];

interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly suppressions?: readonly unknown[];
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

/** A name with everything that XML, commands of a runner and tables take for their own. */
const HOSTILE_REPORT: Report = {
  title: "heapgraph triage",
  files: [`${HOSTILE}.heapsnapshot`],
  items: (["failed", "noted", "accepted", "passed", "skipped"] as const).map((outcome) => ({
    rule: outcome === "passed" || outcome === "skipped" ? "gate" : "collection",
    id: "0123456789ab",
    name: `${HOSTILE} ]]> ::error:: %0A \ud800 \uffff`,
    message: `${HOSTILE}\n::error::`,
    facts: [["at", `${HOSTILE}\r\n::error::`]],
    outcome,
    severity: "high",
    place: { file: `/srv/${HOSTILE}.js`, line: 3, column: 4 },
  })),
};

describe("a triage of a program that leaks DataFrames", async () => {
  const paths = ["before", "after"].map((name) => samplePath(`dataframe/${name}`));
  const { result, measure } = await triageAndMeasure(paths, { limit: 0 });
  const strings = result.suspects.find(({ kind }) => kind === "strings");
  const known = { ...strings?.fingerprint, fingerprint: strings?.fingerprint.hash ?? "" };
  const checks = ["growth(DataFrame)>50", "retained(DataFrame)>50MB"].map((text) =>
    checkGate(parseGate(text), measure()),
  );
  const gates = judgeTriage(result, checks, {
    minSeverity: "medium",
    baseline: [{ fingerprint: known.fingerprint, text: "", note: null }],
  });
  const report = makeReport("triage", FILES, gates, result, "/srv/appcode");

  it("says which items make the exit code 3", () => {
    const outcomes = report.items.map(({ rule, outcome }) => [rule, outcome]);
    expect(outcomes).toEqual([
      ["gate", "failed"],
      ["gate", "passed"],
      ["growing-class", "failed"],
      ["strings", "accepted"],
      ["detached", "noted"],
    ]);
    const free = makeReport("triage", FILES, null, result, "/");
    expect(free.items.map(({ outcome }) => outcome)).toEqual(["noted", "noted", "noted"]);
  });

  it("is JUnit by Jenkins' schema", async () => {
    const text = renderJunit(report);
    await expect(text).toMatchFileSnapshot("../golden/reports/dataframe.junit.xml");
    expect(await faultsOfJunit(text)).toEqual([]);
    expect(await faultsOfJunit(text.replaceAll("testcase", "case"))).not.toEqual([]);
  });

  it("is SARIF by OASIS' schema, with places in code", async () => {
    const text = renderSarif(report);
    await expect(text.replaceAll(VERSION, "VERSION")).toMatchFileSnapshot(
      "../golden/reports/dataframe.sarif",
    );
    expect(faultsOfSarif(text)).toEqual([]);
    expect(faultsOfSarif(text.replace('"2.1.0"', '"2"'))).not.toEqual([]);
    const [{ results }] = (JSON.parse(text) as SarifLog).runs;
    // A gate that is kept is no result.
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["gate", "error"],
      ["growing-class", "error"],
      ["strings", "error"],
      ["detached", "note"],
    ]);
    expect(results[1].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "make/dataframe-app.cjs" },
      region: { startLine: 9, startColumn: 37 },
    });
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(FILES[1]);
    expect(results.map(({ suppressions }) => suppressions !== undefined)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it("is annotations with file and line, of what fails", async () => {
    const text = renderGithub(report);
    await expect(text).toMatchFileSnapshot("../golden/reports/dataframe.github.txt");
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^::error file=make\/dataframe-app\.cjs,line=9,col=37,title=/);
  });

  it("is Markdown", async () => {
    await expect(renderMarkdownReport(report)).toMatchFileSnapshot(
      "../golden/reports/dataframe.md",
    );
  });
});

describe("a hostile name", () => {
  it("stays text in XML", async () => {
    const text = renderJunit(HOSTILE_REPORT);
    expect(await faultsOfJunit(text)).toEqual([]);
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("</text>");
  });

  it("stays text in SARIF, with URIs that are some", () => {
    const text = renderSarif(HOSTILE_REPORT);
    expect(faultsOfSarif(text)).toEqual([]);
    expect(text).not.toContain("\u202e");
  });

  it("begins no command of the runner and no line of its own", () => {
    const lines = renderGithub(HOSTILE_REPORT).trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["::error", "::warning", "::notice"]);
    for (const line of lines) {
      expect(line).not.toContain("\r");
      expect(line).not.toContain("\u001b");
      // Nothing of a name can end the properties.
      expect(line.split("::")[1]).not.toContain("<b>::");
    }
  });

  it("breaks no table of Markdown", () => {
    const text = renderMarkdownReport(HOSTILE_REPORT);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    const cells = rows.map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([4, 8]));
  });
});

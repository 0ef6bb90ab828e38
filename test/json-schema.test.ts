import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/commands/index.ts";
import { runCliIn } from "./support/cli.ts";
import { createDiffFolder, PAIR } from "./support/diff-folder.ts";
import { growingSnapshots } from "./support/growing-files.ts";
import { fixturePath } from "./support/real-files.ts";
import { mprofRecording, serviceRecording } from "./support/recordings.ts";
import { samplePath } from "./support/samples.ts";

const SCHEMA = fileURLToPath(new URL("../schema/answer-1.schema.json", import.meta.url));

interface Schema {
  readonly $id: string;
  readonly oneOf: readonly {
    readonly properties: { readonly kind: { readonly const: string } };
    readonly allOf: readonly [{ readonly $ref: string }];
  }[];
}

const schema = JSON.parse(readFileSync(SCHEMA, "utf8")) as Schema;
const ajv = new Ajv({ strictTypes: false, allowUnionTypes: true, allErrors: true });
ajv.addSchema(schema);

/** What is wrong with an answer by the definition of its kind; a kind that has none is wrong itself. */
function faultsOf(answer: unknown): string[] {
  const kind = String((answer as { kind?: unknown }).kind);
  const known = schema.oneOf.find(({ properties }) => properties.kind.const === kind);
  if (known === undefined) return [`no definition of ${kind}: npm run schema`];
  const validate = ajv.getSchema(`${schema.$id}${known.allOf[0].$ref}`) as ValidateFunction;
  validate(answer);
  return (validate.errors ?? [])
    .slice(0, 5)
    .map((fault) => `${fault.instancePath} ${fault.message} ${JSON.stringify(fault.params)}`);
}

const folder = createDiffFolder();
const SERIES = ["1", "2", "3"].map((name) => `${name}.heapsnapshot`);
for (const [at, bytes] of growingSnapshots([
  { Leak: 100, Other: 100 },
  { Leak: 400, Other: 100 },
  { Leak: 900, Other: 100 },
]).entries())
  writeFileSync(folder.file(SERIES[at]), bytes);

writeFileSync(folder.file("service.dat"), serviceRecording());
writeFileSync(folder.file("mprof.dat"), mprofRecording());

const APP = "app.heapsnapshot";
const PAGE = samplePath("detached-dom/page");
const GATE = ["--fail-on", "count(Leak)>10"];

/** Command lines whose answers are all kinds there are, with something of everything in them. */
const LINES: readonly (readonly string[])[] = [
  ["triage", APP],
  ["triage", ...SERIES, ...GATE, "--min-severity", "high"],
  ["triage", PAGE, "--limit", "0"],
  ["info", APP],
  ["info", APP, "--sections"],
  ["info", fixturePath("node24-alloc")],
  ["summary", APP],
  ["summary", SERIES[0], "--filter", "Leak", ...GATE],
  ["summary", PAGE, "--by", "location"],
  ["summary", fixturePath("node24-alloc"), "--allocated-between", "0s,100s"],
  ["stats", APP],
  ["stats", PAGE],
  ["diff", ...PAIR],
  ["diff", PAIR[0], "foreign.heapsnapshot", "--limit", "1"],
  ["diff", ...PAIR, "--objects", "Session", "--fail-on", "growth(Session)>1"],
  ["growth", ...SERIES, "--all", ...GATE],
  ["growth", ...PAIR, "--limit", "1"],
  ["list", APP, "--limit", "3"],
  ["list", PAGE, "--type", "Widget", "--where", "retained > 100"],
  ["count", APP, "--type", "Session"],
  ["query", APP, "class = Session show id, retained"],
  ["show", APP, "@1"],
  ["backrefs", PAGE, "--type", "Widget"],
  ["refs", APP, "@1"],
  ["path", PAGE, "--type", "Widget", "--max-objects", "2"],
  ["path", PAGE, "--type", "Widget", "--merge"],
  ["cycles", PAGE, "--limit", "3"],
  ["cut", PAGE, "--type", "Widget"],
  ["collections", PAGE],
  ["detached", PAGE],
  ["strings", PAGE],
  ["buffers", PAGE],
  ["closures", PAGE],
  ["dominators", PAGE],
  ["timeline", fixturePath("node24-alloc")],
  ["roots", PAGE],
  ["check", APP],
  ["check", "hostile.heapsnapshot"],
  ["plot", "service.dat", "mprof.dat", "--fail-on", "floor-slope > 1MB/min"],
  ["plot", "service.dat", "--window", "5,30", "--memory-limit", "1GB"],
  ["peak", "service.dat", "--fail-on", "peak > 1MB"],
  ["peak", "mprof.dat", "--span", "load"],
];

/** A command line without folders, which are another machine's elsewhere. */
function nameOf(line: readonly string[]): string {
  return line.map((word) => word.replace(/^\/.*\//, "")).join(" ");
}

/** Commands whose answer is a file, or lines. */
const WITHOUT_JSON = ["export", "budget", "record", "python"];

describe("the schema of JSON answers", () => {
  it("is a schema, with a definition for every kind", () => {
    expect(() => ajv.compile(schema)).not.toThrow();
    expect(faultsOf({ kind: "nonsense" })).toEqual(["no definition of nonsense: npm run schema"]);
  });

  it("is of the commands that there are", () => {
    const asked = new Set([...LINES.map(([name]) => name), ...WITHOUT_JSON]);
    const missing = COMMANDS.map(({ name }) => name).filter((name) => !asked.has(name));
    // Add a line to LINES, and run npm run schema.
    expect(missing).toEqual([]);
  });

  it.each(LINES.map((line) => [nameOf(line), line] as const))("is kept by %s", async (_, line) => {
    const { code, out, err } = await runCliIn({ cwd: folder.path }, ...line, "--json");
    expect({ code: code % 3, err: code === 0 ? err : "" }).toEqual({ code: 0, err: "" });
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(faultsOf(answer)).toEqual([]);
    // It is strict: neither a field that is missing nor one more passes.
    expect(faultsOf({ ...answer, surplus: 1 })).not.toEqual([]);
    const { heapgraph: _version, ...less } = answer;
    expect(faultsOf(less)).not.toEqual([]);
  });
});

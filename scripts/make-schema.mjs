// Writes schema/answer-1.schema.json: what the JSON of every command is, from the types of results in src.
// With --check it writes nothing and fails when the file is not what it would write.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "schema", "answer-1.schema.json");

/** Exported types with a `kind` of their own in a file whose answers a command prints. */
function findResults() {
  const found = [];
  for (const folder of ["src/analysis", "src/recording"]) {
    const names = readdirSync(join(root, folder), { recursive: true });
    for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
      if (!name.endsWith(".ts")) continue;
      const text = readFileSync(join(root, folder, name), "utf8");
      for (const [, type] of text.matchAll(/^export (?:interface|type) (\w+Result)\b/gm))
        found.push({ type, isOfRecordings: /^recording[/\\]/.test(name) });
    }
  }
  return found;
}

const generator = createGenerator({
  path: join(root, "src/{analysis,recording,gates,render}/**/*.ts"),
  tsconfig: join(root, "tsconfig.json"),
  topRef: true,
  expose: "export",
  jsDoc: "basic",
  skipTypeCheck: true,
  additionalProperties: false,
  sortProps: true,
});

const definitions = {};
const answers = {};

function add(schema) {
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) {
    const known = definitions[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`two types are called ${name}`);
    definitions[name] = definition;
  }
}

add(generator.createSchema("SnapshotIdentity"));
add(generator.createSchema("GateReport"));
const ofRecordings = new Set();
for (const { type, isOfRecordings } of findResults()) {
  if (isOfRecordings) ofRecordings.add(type);
  const schema = generator.createSchema(type);
  const definition = schema.definitions[type];
  const kind = definition?.properties?.kind;
  for (const one of kind?.enum ?? [kind?.const]) if (one !== undefined) answers[one] = type;
  add(schema);
}

function ref(name) {
  return { $ref: `#/definitions/${name}` };
}

/**
 * What every answer has beside the result's own fields.
 * @param isOfSnapshots - it says which; answers about recordings have those among their own fields.
 */
function wrap(definition, isOfSnapshots = true) {
  const usual = {
    heapgraph: { type: "string", description: "Version of heapgraph." },
    schema: { const: 1, description: "Version of this schema." },
  };
  const own = (definition.required ?? []).filter((name) => name !== "snapshots");
  const required = ["heapgraph", "kind", "schema", ...own.filter((name) => name !== "kind")];
  if (!isOfSnapshots)
    return { ...definition, properties: { ...usual, ...definition.properties }, required };
  const properties = {
    ...usual,
    snapshot: {
      anyOf: [
        ref("SnapshotIdentity"),
        {
          type: "object",
          properties: { path: { type: "string" } },
          required: ["path"],
          additionalProperties: false,
        },
      ],
      description: "The file; of one that is not loaded, its path alone.",
    },
    snapshots: {
      type: "array",
      items: ref("SnapshotIdentity"),
      description: "The files, in their order, where there are several.",
    },
    gates: ref("GateReport"),
    ...definition.properties,
  };
  return {
    ...definition,
    properties: { ...properties, snapshots: properties.snapshots },
    required,
    anyOf: [{ required: ["snapshot"] }, { required: ["snapshots"] }],
  };
}

for (const [kind, type] of Object.entries(answers)) {
  answers[kind] = type.replace(/Result$/, "Answer");
  definitions[answers[kind]] = wrap(definitions[type], !ofRecordings.has(type));
}
// A result may be a part of another one; most are not.
const all = JSON.stringify(definitions);
for (const name of Object.keys(definitions))
  if (name.endsWith("Result") && !all.includes(`"#/definitions/${name}"`)) delete definitions[name];
definitions.GatesAnswer = wrap({
  type: "object",
  description: "What `--report json=FILE` of a command that finds no suspects writes.",
  properties: { kind: { const: "gates" } },
  required: ["kind", "gates"],
  additionalProperties: false,
});
answers.gates = "GatesAnswer";

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "heapgraph/schema/answer-1.schema.json",
  title: "Answers of heapgraph as JSON",
  description:
    "One object, told from others by `kind`. Sizes are bytes. Within version 1 fields are added and none is removed.",
  oneOf: Object.keys(answers)
    .toSorted()
    .map((kind) => ({
      type: "object",
      properties: { kind: { const: kind } },
      required: ["kind"],
      allOf: [{ $ref: `#/definitions/${answers[kind]}` }],
    })),
  definitions: Object.fromEntries(
    Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
};
const text = `${JSON.stringify(schema, null, 2)}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text)
    throw new Error("schema/answer-1.schema.json is out of date: npm run schema");
} else writeFileSync(target, text);
process.stdout.write(`${Object.keys(answers).length} kinds of answers\n`);

import { describe, expect, it } from "vitest";
import { guessProducer, type ProducerEvidence } from "../../src/analysis/producer.ts";
import { readHeader } from "../../src/parser/field-layout.ts";
import { inspectFile } from "../../src/parser/inspect-file.ts";
import { fixturePath, type RealFileName } from "../support/real-files.ts";
import { samplePath } from "../support/samples.ts";

/** File, what its head tells, what all of it tells: name, version, V8's version, how sure. */
type Case = readonly [file: string, head: string, whole: string];

const NODE24 = "Node.js 24.21.0 (13.6.233.17-node.53) certain";
const NODE22 = "Node.js 22.23.3 (12.4.254.21-node.57) certain";
const CASES: readonly Case[] = [
  [
    "node12-1",
    "Node.js 12 or 14 (7.8 to 8.4) likely",
    "Node.js 12.22.12 (7.8.279.23-node.57) certain",
  ],
  ["huge-buffer-node22", "Node.js 22 (12.4) likely", NODE22],
  ["truncated-nodes-node22", "Node.js 22 (12.4) likely", "Node.js 22 (12.4) likely"],
  ["node24-1", "Node.js 24 (13.6) likely", NODE24],
  ["node24-alloc", "Node.js 24 to 26 (13.6 to 14.6) likely", NODE24],
  ["detached-1", "Chrome 156 (15.6) likely", "Chrome 156 (15.6) certain"],
  ["bun-1", "Bun certain", "Bun certain"],
  ["hermes-0.7.2", "Hermes 0.7 certain", "Hermes 0.7 certain"],
  ["hermes-0.11.0", "Hermes 0.9 or newer certain", "Hermes 0.9 or newer certain"],
  ["py-mini_a", "CPython 3.11.2 certain", "CPython 3.11.2 certain"],
];

function describeGuess(evidence: ProducerEvidence): string {
  const { name, version, v8Version, confidence, reasons } = guessProducer(evidence);
  expect(reasons.length).toBeGreaterThan(0);
  const engine = v8Version === null ? [] : [`(${v8Version})`];
  return [name, ...(version === null ? [] : [version]), ...engine, confidence].join(" ");
}

describe("the producer of real files", () => {
  it.each(CASES)("%s", async (file, head, whole) => {
    const path = fixturePath(file as RealFileName);
    expect(describeGuess(await inspectFile(path))).toBe(head);
    expect(describeGuess(await inspectFile(path, { sections: true }))).toBe(whole);
  });

  it.each([
    ["dataframe/before", NODE22],
    ["leaky-server/idle", NODE24],
    ["react-native-hermes/app", "Hermes 0.9 or newer certain"],
  ])("sample %s", async (sample, whole) => {
    expect(describeGuess(await inspectFile(samplePath(sample), { sections: true }))).toBe(whole);
  });
});

const V8_TYPES = ["hidden", "string", "object", "native", "synthetic"];
const FIELDS = ["type", "name", "id", "self_size", "edge_count"];

interface Head {
  readonly nodeFields?: readonly string[];
  readonly nodeTypes?: readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly snapshot?: Readonly<Record<string, unknown>>;
  readonly text?: Partial<ProducerEvidence["text"]>;
  readonly markers?: Partial<ProducerEvidence["markers"]>;
}

/** Evidence as of a file that a producer wrote of which no real file is at hand. */
function evidenceOf(head: Head): ProducerEvidence {
  const nodeFields = head.nodeFields ?? [...FIELDS, "detachedness"];
  const meta = {
    node_fields: nodeFields,
    node_types: [head.nodeTypes ?? V8_TYPES, ...nodeFields.slice(1)],
    location_fields: ["object_index", "script_id", "line", "column"],
    ...head.meta,
  };
  return {
    header: readHeader({ meta, node_count: 1, edge_count: 1, ...head.snapshot }, []),
    text: { recordSeparator: ",", headerLineBreaks: 1, rootNameIndex: 1, ...head.text },
    markers: {
      v8Version: null,
      versions: [],
      hasNodeEnvironment: false,
      hasBlink: false,
      hasWorkerd: false,
      ...head.markers,
    },
  };
}

/** A header as Hermes before 0.9 wrote it. */
function hermes(meta: Record<string, unknown>): Head {
  return {
    nodeFields: [...FIELDS, "trace_node_id"],
    snapshot: { node_count: 0, edge_count: 0 },
    text: { headerLineBreaks: 0 },
    meta,
  };
}

const MODERN = { extra_native_bytes: 0 };
const LINES = { recordSeparator: "\n," };

describe("the producer by format alone", () => {
  it("tells generations of V8 apart", () => {
    const old = [...FIELDS, "trace_node_id"];
    const locations = { location_fields: ["object_index", "script_id", "script_object_index"] };
    const guesses: [Head, string][] = [
      [{ nodeFields: old, text: LINES }, "Node.js 12 or 14 (7.8 to 8.4) likely"],
      [{ text: LINES }, "Node.js 16 or 18 (9.4 to 10.2) likely"],
      [
        { nodeTypes: [...V8_TYPES, "object shape", "wasm object"], text: LINES },
        "Node.js 20 (11.3) likely",
      ],
      [{ snapshot: MODERN, text: LINES }, "Chrome (12.5 to 13.5) likely"],
      [{ snapshot: MODERN }, "Node.js 26 (14.6) likely"],
      [{ snapshot: MODERN, meta: locations }, "Deno 2.9 (15.0) likely"],
      [
        { snapshot: MODERN, meta: { ...locations, scope_fields: ["scope_id"] } },
        "Chrome 156 (15.6) likely",
      ],
    ];
    for (const [head, guess] of guesses) expect(describeGuess(evidenceOf(head))).toBe(guess);
  });

  it("lets telling strings outweigh the format", () => {
    const node = { v8Version: "12.9.202.28-node.18", versions: ["1.2.3", "23.11.1"] };
    expect(describeGuess(evidenceOf({ snapshot: MODERN, text: LINES, markers: node }))).toBe(
      "Node.js 23.11.1 (12.9.202.28-node.18) certain",
    );
    const workerd = { hasWorkerd: true };
    expect(describeGuess(evidenceOf({ snapshot: MODERN, markers: workerd }))).toMatch(
      /^workerd .*certain$/,
    );
    const blink = { hasBlink: true };
    expect(describeGuess(evidenceOf({ snapshot: MODERN, markers: blink }))).toBe(
      "Chrome 146 (14.6) certain",
    );
    const environment = { hasNodeEnvironment: true };
    expect(describeGuess(evidenceOf({ snapshot: MODERN, markers: environment }))).toBe(
      "Node.js 26 (14.6) certain",
    );
  });

  it("knows Julia by its types, and the older Hermes by empty lists", () => {
    const julia = {
      nodeTypes: ["synthetic", "Array{Any, 1}", "String"],
      text: { headerLineBreaks: 20 },
    };
    expect(describeGuess(evidenceOf(julia))).toBe("Julia likely");
    expect(describeGuess(evidenceOf(hermes({ sample_fields: [] })))).toBe("Hermes 0.5 certain");
    expect(
      describeGuess(evidenceOf(hermes({ sample_fields: [], trace_function_info_fields: [] }))),
    ).toBe("Hermes 0.4 certain");
  });

  it("says that it does not know", () => {
    expect(describeGuess(evidenceOf({ text: { recordSeparator: null, rootNameIndex: 0 } }))).toBe(
      "unknown guess",
    );
  });
});

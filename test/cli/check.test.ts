import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliResult, runCliIn } from "../support/cli.ts";
import { GOLDEN_NAMES, goldenSnapshotPath } from "../support/golden.ts";
import {
  buildSnapshot,
  LAYOUTS,
  type NodeInput,
  type SnapshotFile,
} from "../support/snapshot-builder.ts";
import { fixturePath } from "../support/real-files.ts";

const cwd = dirname(goldenSnapshotPath("node24-1"));

const check = (bytes: Uint8Array | string, ...argv: string[]): Promise<CliResult> =>
  runCliIn({ stdin: bytes }, "check", "-", ...argv);

const NODES: readonly NodeInput[] = [
  { type: "synthetic", edges: [{ name: "list", to: 1 }] },
  {
    name: "List",
    selfSize: 24,
    edges: [
      { name: "first", to: 2 },
      { type: "element", name: 0, to: 2 },
    ],
  },
  { name: "Item", selfSize: 16 },
];

const snapshot = (change?: (file: SnapshotFile) => void, nodes = NODES): Buffer =>
  buildSnapshot(nodes, { layout: LAYOUTS.chrome, ...(change && { change }) });

describe("check", () => {
  it.each(GOLDEN_NAMES)("finds %s sound", async (name) => {
    const { code, out, err } = await runCliIn({ cwd }, "check", `${name}.heapsnapshot.gz`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/check/${name}.txt`);
  });

  it("tells what is unusual in a file of Hermes", async () => {
    const path = fixturePath("hermes-0.11.0");
    const { code, out } = await runCliIn(
      { cwd: dirname(path) },
      "check",
      "hermes-0.11.0-plain-0.heapsnapshot.gz",
    );
    expect(code).toBe(0);
    expect(out).toContain(
      "note    the header says 0 nodes and 0 edges, the file has 2,961 and 8,912\n",
    );
  });

  it("lists what is wrong with a broken file, the first of each", async () => {
    const bytes = snapshot((file) => {
      file.nodes[3] = 8;
      file.nodes[6 + 2] = 1;
      file.nodes[12 + 5] = 7;
      file.locations.push(6, 1, 0, 0, 0, 6, 1, 0, 0, 0, 7, 1, 3, 0, 0);
      file.samples.push(0, 5, 10, 4);
      file.snapshot["node_count"] = 30;
      file["novelty"] = [1];
    });
    const { code, out } = await check(bytes, "--limit", "1");
    expect(code).toBe(1);
    await expect(out).toMatchFileSnapshot("../golden/check/broken.txt");
    const json = await check(bytes, "--json");
    expect(json.code).toBe(1);
    await expect(json.out).toMatchFileSnapshot("../golden/check/broken.json");
  });

  it("counts the violations that a limit cuts off", async () => {
    const many: NodeInput[] = Array.from({ length: 40 }, () => ({ id: 7 }));
    const bytes = snapshot(undefined, [...NODES, ...many]);
    const { out } = await check(bytes);
    expect(out).toContain("          … 29 more; --limit 0 shows all\n");
    expect(out.match(/expected an id of its own/g)).toHaveLength(10);
    const all = JSON.parse((await check(bytes, "--json", "--limit", "0")).out) as {
      violations: unknown[];
      omitted: unknown;
    };
    expect(all.violations).toHaveLength(39);
    expect(all.omitted).toEqual({ count: 0 });
  });

  const sound = snapshot().toString();
  it.each<[string, string | Uint8Array, RegExp]>([
    [
      "cut",
      sound.slice(0, sound.indexOf('"edges"') + 14),
      /cut short: expected "]", found end of file \(section "edges", byte \d+\)/,
    ],
    ["cut in the strings", sound.slice(0, -12), /cut short.*section "strings"/],
    ["no JSON", "hello", /not a heap snapshot: expected "\{", found "h" \(byte 0\)/],
    ["without strings", sound.replace('"strings"', '"texts"'), /no "strings" in the file/],
    [
      "with an edge to nowhere",
      snapshot((file) => (file.edges[2] = 600)),
      /to_node out of range: expected less than 18, found 600 \(section "edges", byte \d+\)/,
    ],
    [
      "with an edge between nodes",
      snapshot((file) => (file.edges[2] = 7)),
      /to_node is not the start of a node/,
    ],
    [
      "with too few edges",
      snapshot((file) => void file.edges.splice(-3)),
      /edge counts do not add up to the edges: expected 3 edges, found 2/,
    ],
    [
      "with a name out of range",
      snapshot((file) => (file.nodes[1] = 99)),
      /string index out of range.*found 99/,
    ],
    [
      "of another format",
      '{"version":3,"type":"Inspector","nodes":[]}',
      /this is a JavaScriptCore heap snapshot/,
    ],
  ])("says why a file %s cannot be read", async (_, bytes, message) => {
    const { code, out, err } = await check(bytes);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(
      /^- is broken: it cannot be read\n\nbroken {2}the file can be read to its end\n {10}/,
    );
    expect(out).toMatch(message);
    const { violations, ok } = JSON.parse((await check(bytes, "--json")).out) as {
      ok: boolean;
      violations: unknown[];
    };
    expect(ok).toBe(false);
    expect(violations).toMatchObject([
      { invariant: "readable", message: expect.stringMatching(message) },
    ]);
  });

  it("gives the place of a fault as fields", async () => {
    const path = fixturePath("truncated-nodes-node22");
    const { out } = await runCliIn(
      { cwd: dirname(path) },
      "check",
      "truncated-nodes-node22.heapsnapshot.gz",
      "--json",
    );
    expect(JSON.parse(out)).toMatchObject({
      kind: "check",
      snapshot: { path: "truncated-nodes-node22.heapsnapshot.gz" },
      ok: false,
      violations: [
        {
          invariant: "readable",
          section: "nodes",
          byteOffset: 393216,
          expected: '"]"',
          found: "end of file",
        },
      ],
      notes: [],
    });
  });

  it("fails as any command where there is no file", async () => {
    const { code, out, err } = await runCliIn({ cwd }, "check", "nothing.heapsnapshot");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/does not exist/);
  });
});

import { describe, expect, it } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import { IntegerScanner } from "../../src/parser/integer-scanner.ts";
import { NumberSection, ValueFault } from "../../src/parser/number-section.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { SnapshotReader } from "../../src/parser/snapshot-reader.ts";
import { buildSnapshot } from "../support/snapshot-builder.ts";
import { expectFormatError } from "./error-of.ts";

const MEGABYTE = 1 << 20;

/** Gigabytes of numbers take half a minute: only when asked for. */
const isSlowRun = process.env["HEAPGRAPH_SLOW_TESTS"] !== undefined;

/** A snapshot of one node and one edge as text, cut at `marks`, which are left out. */
function textAround(...marks: readonly string[]): readonly string[] {
  let text = buildSnapshot([{ name: "root", edges: [{ name: "self", to: 0 }] }]).toString();
  const parts: string[] = [];
  for (const mark of marks) {
    const at = text.indexOf(mark);
    parts.push(text.slice(0, at));
    text = text.slice(at + mark.length);
  }
  return [...parts, text];
}

/** Yields `head`, then `block` again and again, then `tail`. */
async function* repeated(
  head: string,
  block: Buffer,
  times: number,
  tail: string,
): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  for (let turn = 0; turn < times; turn++) yield block;
  yield Buffer.from(tail);
}

function faultOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

describe("readSnapshot on huge files", () => {
  it("reads one line of 256 MB of edges", async () => {
    const unit = "1,4000000000,0,";
    const perBlock = Math.floor(MEGABYTE / unit.length);
    const times = 256;
    const edgeCount = perBlock * times + 1;
    const head = [
      '{"snapshot":{"meta":{"node_fields":["type","name","id","self_size","edge_count"],',
      '"node_types":[["synthetic"]],"edge_fields":["type","name_or_index","to_node"],',
      '"edge_types":[["context","element","property"]]}},',
      `"nodes":[0,0,1,0,${edgeCount}],"edges":[`,
    ].join("");
    const source = repeated(
      head,
      Buffer.from(unit.repeat(perBlock)),
      times,
      '2,1,0],"strings":["","last"]}',
    );
    const graph = await readSnapshot(source);
    expect(graph.edgeCount).toBe(edgeCount);
    expect([graph.edgeName(0), graph.edgeName(edgeCount - 2)]).toEqual([
      "4000000000",
      "4000000000",
    ]);
    expect(graph.edgeName(edgeCount - 1)).toBe("last");
  }, 20_000);

  it("places sections and faults beyond 2^31 to the byte", () => {
    const reader = new SnapshotReader({
      sizeHint: 0,
      shared: false,
      skipRecords: true,
      limits: {},
    });
    const [head, tail] = textAround('"edges":[') as [string, string];
    const start = `${head}"edges":[`;
    const padding = Buffer.alloc(MEGABYTE, " ");
    reader.push(Buffer.from(start));
    for (let turn = 0; turn < 2100; turn++) reader.push(padding);
    const passed = start.length + 2100 * MEGABYTE;
    const broken = tail.replace('"root"', "root");
    const fault = faultOf(() => reader.push(Buffer.from(broken)));
    expect(reader.skipped.get("edges")).toMatchObject({
      start: start.length,
      end: passed + tail.indexOf("]"),
    });
    expect(fault).toBeInstanceOf(SnapshotFormatError);
    expect(fault).toMatchObject({
      code: "FORMAT_SYNTAX",
      section: "strings",
      byteOffset: passed + broken.indexOf("root"),
    });
  }, 20_000);

  it("places a wrong number beyond 2^31 to the byte", () => {
    const sink = {
      consume(): void {
        throw new ValueFault("FORMAT_VALUE", "not wanted", 2, "none", "300");
      },
      end(): void {},
    };
    const section = new NumberSection("nodes", sink, new IntegerScanner());
    const base = 2 ** 32 + 12_345;
    const error = faultOf(() => section.push(Buffer.from("[1,22,300]"), 1, 10, base));
    expect(error).toMatchObject({ section: "nodes", byteOffset: base + 6, found: "300" });
  });

  it.runIf(isSlowRun)(
    "places a wrong reference in a file of 2 GB to the byte",
    async () => {
      const [head, tail] = textAround('"edges":[2,3,0]') as [string, string];
      const start = `${head}"edges":[2,3,`;
      const source = repeated(start, Buffer.alloc(MEGABYTE, " "), 2100, `99]${tail}`);
      await expectFormatError(source, {
        code: "FORMAT_REFERENCE",
        section: "edges",
        byteOffset: start.length + 2100 * MEGABYTE,
      });
    },
    60_000,
  );

  it.runIf(isSlowRun)(
    "reads sections that begin beyond 2^32",
    async () => {
      const [head, tail] = textAround('"edges":[') as [string, string];
      const padding = Buffer.alloc(MEGABYTE, " ");
      const graph = await readSnapshot(repeated(`${head}"edges":[`, padding, 4097, tail));
      expect([graph.edgeName(0), graph.rawName(0)]).toEqual(["self", "root"]);
    },
    60_000,
  );
});

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { type CyclesOptions, findCycles } from "../../src/analysis/cycles/find-cycles.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";
import { renderCyclesText } from "../../src/render/cycles-text.ts";
import { graph } from "../support/graph-dsl.ts";
import { fixturePath } from "../support/real-files.ts";

const FILES = {
  node24: fixturePath("node24-1"),
  python: fileURLToPath(new URL("../fixtures/cycles/unreachable.heapsnapshot.gz", import.meta.url)),
} as const;

const opened = new Map<string, Analyses>();

beforeAll(async () => {
  for (const [name, path] of Object.entries(FILES))
    opened.set(name, new Analyses(await readSnapshot(path, { threads: 1 })));
});

function textOf(analyses: Analyses, options: CyclesOptions = {}, width = 100): string {
  return renderCyclesText(findCycles(analyses, options), width);
}

const textOfHeap = (heap: string, options: CyclesOptions = {}): string =>
  textOf(new Analyses(graph(heap).graph), options);

const pair = (held: string, a: string, b: string): string =>
  `${held}${a} is object "A"\n${b} is object "B"\n${a} -property:b-> ${b}\n${b} -property:a-> ${a}`;

describe("renderCyclesText", () => {
  it.each<[string, keyof typeof FILES, CyclesOptions, number]>([
    ["node24", "node24", { limit: 8 }, 100],
    ["node24-list", "node24", { type: ["ListNode"], maxLength: 2 }, 100],
    ["python", "python", {}, 120],
    ["python-first", "python", { limit: 1, sort: "count" }, 80],
  ])("prints %s", async (name, file, options, width) => {
    const analyses = opened.get(file);
    expect(analyses).toBeDefined();
    const text = analyses === undefined ? "" : textOf(analyses, options, width);
    await expect(text).toMatchFileSnapshot(`../golden/cycles/${name}.txt`);
  });

  it("says that there are none, and what was not followed", () => {
    expect(textOfHeap("root -> a\na -> b")).toBe("no loops of references\n");
    expect(textOfHeap("root -> a\na -> b\nb -property:__proto__-> a\nb -shortcut:s-> a")).toBe(
      "no loops of references\n" +
        "references not followed: 1 of the runtime's own (maps, prototypes, code); " +
        "1 that retain nothing; --all follows everything but weak ones\n",
    );
  });

  it("says whether anything outside holds the first loop", () => {
    const ring = "a -> b\nb -> a";
    expect(textOfHeap(`root -> a\n${ring}`)).toContain(
      "\na.b -> b.a -> a\nheld from outside by\n  (synthetic) @1 .a -> @3\n",
    );
    expect(textOfHeap(`root -> x\n${ring}`)).toContain(
      "\na.b -> b.a -> a\nnothing outside holds it\n",
    );
    expect(textOfHeap(`root -> x\n${ring}\nlost -> a`)).toContain(
      "\na.b -> b.a -> a\nheld by nothing but garbage:\n  lost @9 .a -> @5\n",
    );
  });

  it("says how many of a kind nothing else holds", () => {
    const both = `root -> x\n${pair("", "a1", "b1")}\n${pair("root -> a2\n", "a2", "b2")}`;
    expect(textOfHeap(both)).toContain("A.b -> B.a -> A  (1 held by nothing else)");
    expect(textOfHeap(`root -> x\n${pair("", "a1", "b1")}`)).toContain("  (held by nothing else)");
  });

  it("escapes names", () => {
    const text = textOfHeap('root -> a\na is object "E\\u001b[31m"\na -property:self-> a');
    expect(text).not.toContain("\u001b");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commandLine,
  memberLine,
  metaLine,
  processLine,
  totalLine,
} from "../../src/recording/recording-lines.ts";
import { RecordingParser } from "../../src/recording/recording-parser.ts";
import type { Recording } from "../../src/recording/recording.ts";
import { readText } from "../support/recordings.ts";
import { RANDOM_RUNS } from "../support/random-runs.ts";

const pages = fc.integer({ min: 0, max: 2 ** 26 }).map((count) => count * 4096);
const kib = fc.integer({ min: 0, max: 2 ** 28 }).map((count) => count * 1024);
const START = 1_795_376_400_000;

interface Tick {
  readonly rss: number;
  readonly pss: number | undefined;
  readonly child: { readonly pid: number; readonly rss: number; readonly pss: number } | null;
}

const ticks: fc.Arbitrary<Tick[]> = fc.array(
  fc.record({
    rss: pages,
    pss: fc.option(kib, { nil: undefined }),
    child: fc.option(fc.record({ pid: fc.integer({ min: 2, max: 4 }), rss: pages, pss: kib })),
  }),
  { minLength: 1, maxLength: 12 },
);

function write(all: readonly Tick[], command: string): string {
  const head = {
    format: "heapgraph-mem/1",
    mem: "tree",
    interval: 0.1,
    platform: "linux",
    heapgraph: "1",
  } as const;
  const lines = [
    metaLine(head),
    commandLine(command),
    processLine({ pid: 1, ppid: 0, startTicks: 7, command }),
  ];
  for (const [at, { rss, pss, child }] of all.entries()) {
    const time = START + at * 100;
    lines.push(totalLine({ rss, pss }, 1, time), memberLine("MAIN", 1, { rss, pss }, time));
    if (child !== null) lines.push(memberLine("CHLD", child.pid, child, time));
  }
  return lines.join("");
}

describe("reading recordings", () => {
  it("gives back what was written, to the page", () => {
    fc.assert(
      fc.property(ticks, fc.string(), (all, command) => {
        const { samples, processes } = readText(write(all, command));
        expect([...samples.rss]).toEqual(all.map(({ rss }) => rss));
        // Three decimals of a MiB are not quite enough for every KiB.
        for (const [at, { pss }] of all.entries())
          if (pss === undefined) expect(samples.pss?.[at] ?? NaN).toBeNaN();
          else expect(Math.abs((samples.pss?.[at] ?? NaN) - pss)).toBeLessThanOrEqual(1024);
        expect([...samples.times]).toEqual(all.map((_, at) => (START + at * 100) / 1000));
        for (const process of processes) {
          const own = all.flatMap(({ rss, child }, at) =>
            process.isMain ? [[at, rss]] : child?.pid === process.pid ? [[at, child.rss]] : [],
          );
          expect(Array.from(process.rss, (rss, at) => [process.samples[at], rss])).toEqual(own);
        }
        const children = new Set(all.flatMap(({ child }) => (child === null ? [] : [child.pid])));
        expect(processes).toHaveLength(1 + children.size);
      }),
      RANDOM_RUNS,
    );
  });

  it("gives the same however the bytes come", () => {
    fc.assert(
      fc.property(ticks, fc.string(), fc.array(fc.nat(400)), (all, command, sizes) => {
        const bytes = Buffer.from(write(all, command));
        const parser = new RecordingParser();
        let at = 0;
        // One buffer for all pieces, as a reader of files has.
        const piece = Buffer.alloc(500);
        for (const size of [...sizes, ...Array.from({ length: 60 }, () => 450)]) {
          const count = bytes.copy(piece, 0, at, at + size);
          parser.push(piece.subarray(0, count));
          piece.fill("x");
          at += count;
        }
        if (at < bytes.length) parser.push(bytes.subarray(at));
        expect(parser.finish()).toEqual(readText(bytes.toString()));
      }),
      RANDOM_RUNS,
    );
  });

  it("gives a beginning of the samples wherever the file is cut", () => {
    fc.assert(
      fc.property(ticks, fc.nat(), (all, random) => {
        const text = write(all, "a command");
        const first = text.indexOf("\n", text.indexOf("MEM")) + 1;
        const cut = first + (random % (text.length - first + 1));
        const recording: Recording = readText(text.slice(0, cut));
        const { rss, count } = recording.samples;
        expect([...rss]).toEqual(all.slice(0, count).map((tick) => tick.rss));
        expect(count).toBe((text.slice(0, cut).match(/^MEM .*\n/gm) ?? []).length);
        expect(recording.isCut).toBe(text[cut - 1] !== "\n");
      }),
      RANDOM_RUNS,
    );
  });
});

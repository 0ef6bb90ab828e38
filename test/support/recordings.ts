import { RecordingParser } from "../../src/recording/recording-parser.ts";
import type { Recording } from "../../src/recording/recording.ts";

/** Reads the text of a recording in one piece. */
export function readText(text: string): Recording {
  const parser = new RecordingParser();
  parser.push(Buffer.from(text));
  return parser.finish();
}

const MIB = 2 ** 20;

/**
 * A service of a minute that leaks under a collector's sawtooth: a main process, two workers, three helpers that come and
 * go, a snapshot, phases, and names that mean harm. Four samples a second.
 */
export function serviceRecording(): string {
  const start = 1_795_376_400;
  const lines = [
    'META {"format":"heapgraph-mem/1","mem":"tree","interval":0.25,"limit":268435456,"platform":"linux","heapgraph":"0.1.0"}',
    "CMDLINE node server.js --title </text><script>alert(1)</script>",
    "PROC 100 1 5000 node server.js",
    "PROC 101 100 5010 node worker.js </script><!-- 1",
    "PROC 102 100 5011 node worker.js 2",
  ];
  for (let at = 0; at <= 240; at++) {
    const seconds = at / 4;
    const time = (start + seconds).toFixed(4);
    const main = pages(60 * MIB + 0.5 * MIB * seconds + 24 * MIB * ((seconds % 6) / 6));
    const worker = pages(20 * MIB + (at === 77 ? 40 * MIB : 0));
    const helper = at % 40 < 4 && at > 20 ? pages(1.5 * MIB) : 0;
    const members = [main, worker, pages(12 * MIB), helper].filter((size) => size > 0);
    const total = members.reduce((sum, size) => sum + size, 0);
    const pss = at % 4 === 0 ? mib(total - 20 * MIB) : "-";
    lines.push(
      `MEM ${(total / MIB).toFixed(6)} ${time} ${pss} - 0.000 ${members.length}`,
      `MAIN 100 ${mib(main)} ${time} ${at % 4 === 0 ? mib(main - 6 * MIB) : "-"} -`,
    );
    if (at === 0) lines.push(`CHLD 102 ${mib(12 * MIB)} ${time} ${mib(6 * MIB)} -`);
    if (at === 0 || at === 77 || at === 78)
      lines.push(`CHLD 101 ${mib(worker)} ${time} ${mib(worker - 8 * MIB)} -`);
    if (helper > 0 && at % 40 === 0)
      lines.push(
        `PROC ${200 + at / 40} 100 ${5000 + at} sh -c "date"`,
        `CHLD ${200 + at / 40} ${mib(helper)} ${time} ${mib(helper)} -`,
      );
    if (at % 40 === 4 && at > 20)
      lines.push(`EXIT ${200 + (at - 4) / 40} 0 ${time} peak=${mib(2 * MIB)}`);
    if (at % 20 === 0) lines.push(`HEAP 100 ${mib(main / 2)} ${time} ${mib(main)} 2.000 0.500`);
    if (at === 60) lines.push(`MARK ${time} phase warm up begin`);
    if (at === 100) lines.push(`MARK ${time} phase warm up end`);
    if (at === 120) lines.push(`MARK ${time} snapshot 100 heap.heapsnapshot.gz`);
    if (at === 180) lines.push(`MARK ${time} signal 100 SIGUSR2`, `MARK ${time} snapshot 100 gone`);
  }
  lines.push("EXIT 102 SIGTERM 1795376460.1000 peak=12.000");
  return `${lines.join("\n")}\n`;
}

/** A program of Python whose functions time themselves, as mprof writes it. */
export function mprofRecording(): string {
  const start = 1_795_376_400;
  const lines = ["CMDLINE /usr/bin/python3 app.py"];
  for (let at = 0; at <= 60; at++) {
    const time = start + at / 10;
    const memory = 20 + Math.min(at, 30) * 2 - (at > 45 ? 30 : 0);
    lines.push(`MEM ${memory.toFixed(6)} ${time.toFixed(4)}`);
    if (at > 5 && at < 50) lines.push(`CHLD 77 8.000000 ${(time + 0.001).toFixed(4)}`);
  }
  const call = (name: string, from: number, to: number, level: number): string => {
    const ends = [from, to].map(
      (seconds) => `${memoryAt(seconds)} ${(start + seconds).toFixed(4)}`,
    );
    return `FUNC ${name} ${ends.join(" ")} ${level}`;
  };
  lines.push(
    call("app.load", 0.52, 1.48, 1),
    call("app.load", 1.6, 2.9, 1),
    call("app.handle", 0.5, 3.1, 0),
    call("other.load", 3.2, 4.4, 0),
  );
  return `${lines.join("\n")}\n`;
}

function memoryAt(seconds: number): string {
  return (20 + Math.min(seconds, 3) * 20).toFixed(4);
}

function pages(bytes: number): number {
  return Math.round(bytes / 4096) * 4096;
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(3);
}

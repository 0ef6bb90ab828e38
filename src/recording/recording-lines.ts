import { escapeText } from "../render/format.ts";
import { ABSENT, type MarkKind, MIB, type RecordingMeta } from "./recording-format.ts";

/** Memory of a process or of all together, in bytes; undefined where it was not sampled. */
export interface MemoryNumbers {
  readonly rss: number;
  readonly pss?: number | undefined;
  readonly uss?: number | undefined;
  readonly swap?: number | undefined;
}

/** Who a pid is. */
export interface ProcessFacts {
  readonly pid: number;
  readonly ppid: number;
  /** Clock ticks from boot to the start of the process: with the pid it names a process for good. */
  readonly startTicks: number;
  readonly command: string;
}

/** V8's statistics of a Node process, in bytes. */
export interface HeapNumbers {
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
  readonly arrayBuffers: number;
}

// Times are ms since 1970, as Date.now() has them. Every line ends in a line break.

export function metaLine(meta: RecordingMeta): string {
  return `META ${JSON.stringify(meta)}\n`;
}

export function commandLine(command: string): string {
  return `CMDLINE ${escapeText(command)}\n`;
}

export function processLine({ pid, ppid, startTicks, command }: ProcessFacts): string {
  return `PROC ${pid} ${ppid} ${startTicks} ${escapeText(command)}\n`;
}

export function totalLine(numbers: MemoryNumbers, processes: number, time: number): string {
  const { rss, pss, uss, swap } = numbers;
  return `MEM ${mib(rss, 6)} ${seconds(time)} ${mib(pss)} ${mib(uss)} ${mib(swap)} ${processes}\n`;
}

export function memberLine(
  word: "MAIN" | "CHLD",
  pid: number,
  { rss, pss, uss }: MemoryNumbers,
  time: number,
): string {
  return `${word} ${pid} ${mib(rss)} ${seconds(time)} ${mib(pss)} ${mib(uss)}\n`;
}

export function heapLine(pid: number, heap: HeapNumbers, time: number): string {
  const { heapUsed, heapTotal, external, arrayBuffers } = heap;
  return `HEAP ${pid} ${mib(heapUsed)} ${seconds(time)} ${mib(heapTotal)} ${mib(external)} ${mib(arrayBuffers)}\n`;
}

export function markLine(kind: MarkKind, detail: string, time: number): string {
  return `MARK ${seconds(time)} ${kind} ${escapeText(detail)}\n`;
}

/** @param peak - the most it ever had resident (VmHWM), in bytes. */
export function exitLine(
  pid: number,
  status: number | string | undefined,
  peak: number | undefined,
  time: number,
): string {
  return `EXIT ${pid} ${status ?? ABSENT} ${seconds(time)} peak=${mib(peak)}\n`;
}

/** MiB, exact enough to give back whole pages. */
function mib(bytes: number | undefined, digits = 3): string {
  return bytes === undefined ? ABSENT : (bytes / MIB).toFixed(digits);
}

function seconds(time: number): string {
  return (time / 1000).toFixed(4);
}

import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { constants } from "node:os";
import type {
  ProcessDetail,
  ProcessHandle,
  ProcessReading,
  ProcessTable,
} from "./process-table.ts";

/** Longer than any /proc/PID/stat, status or smaps_rollup. */
const BUFFER_BYTES = 16 * 1024;

/** Characters of a command line that are worth keeping. */
const MAX_COMMAND = 4096;

const SIGNAL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

/** Linux: reads /proc. Whatever ends while it is read is gone, never an error. */
export class ProcTable implements ProcessTable {
  readonly looksAtAll = false;
  readonly #root: string;
  readonly #pageBytes: number;

  constructor(root = "/proc") {
    this.#root = root;
    this.#pageBytes = readPageSize(root);
  }

  list(): readonly number[] {
    const pids: number[] = [];
    for (const name of readdirSync(this.#root)) {
      const first = name.charCodeAt(0);
      if (first >= 48 && first <= 57) pids.push(Number(name));
    }
    return pids;
  }

  open(pid: number): ProcessHandle | null {
    const folder = `${this.#root}/${pid}`;
    let file: number | null;
    try {
      file = openSync(`${folder}/stat`, "r");
    } catch (error) {
      // Out of descriptors: go by the path, and by the start time.
      if (!isCode(error, "EMFILE", "ENFILE")) return null;
      file = null;
    }
    return new ProcHandle(pid, folder, file, this.#pageBytes);
  }
}

/** Holds `stat` open: reading it fails once the process is gone, whoever has its pid then, and costs a third. */
class ProcHandle implements ProcessHandle {
  readonly pid: number;
  readonly #folder: string;
  readonly #pageBytes: number;
  #file: number | null;
  #startTicks: number | null = null;

  constructor(pid: number, folder: string, file: number | null, pageBytes: number) {
    this.pid = pid;
    this.#folder = folder;
    this.#file = file;
    this.#pageBytes = pageBytes;
  }

  read(): ProcessReading | null {
    const text = this.#file === null ? readText(`${this.#folder}/stat`) : readOpen(this.#file);
    const reading = text === null ? null : parseStat(text, this.#pageBytes);
    if (reading === null) return null;
    this.#startTicks ??= reading.startTicks;
    return reading.startTicks === this.#startTicks ? reading : null;
  }

  command(): string {
    const words = (readText(`${this.#folder}/cmdline`) ?? "").split("\0");
    if (words.at(-1) === "") words.pop();
    const text = words.join(" ").slice(0, MAX_COMMAND);
    return text === "" ? `[${this.read()?.name ?? ""}]` : text;
  }

  detail(): ProcessDetail | null | "denied" {
    const text = readText(`${this.#folder}/smaps_rollup`);
    // A zombie has no memory to tell of; a kernel thread neither.
    if (text === null || text === "") return this.read()?.isZombie === false ? "denied" : null;
    return {
      pss: kilobytes(text, "Pss"),
      uss: kilobytes(text, "Private_Clean") + kilobytes(text, "Private_Dirty"),
      swap: kilobytes(text, "Swap"),
    };
  }

  peak(): number | undefined {
    const peak = kilobytes(readText(`${this.#folder}/status`) ?? "", "VmHWM");
    return peak === 0 ? undefined : peak;
  }

  environment(): string {
    try {
      return readFileSync(`${this.#folder}/environ`, "latin1");
    } catch {
      return "";
    }
  }

  workingFolder(): string | null {
    try {
      return readlinkSync(`${this.#folder}/cwd`);
    } catch {
      return null;
    }
  }

  catches(signal: number): boolean | null {
    const status = readText(`${this.#folder}/status`) ?? "";
    const mask = /^SigCgt:\s*(?<mask>[\da-f]+)$/m.exec(status)?.groups?.["mask"];
    if (mask === undefined) return null;
    return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

/**
 * Reads /proc/PID/stat: the name in parentheses may hold blanks and parentheses.
 * @returns null for what is no such line.
 */
export function parseStat(text: string, pageBytes: number): ProcessReading | null {
  const end = text.lastIndexOf(")");
  if (end < 0) return null;
  // Field 3 of proc(5) is the first here.
  const fields = text.slice(end + 2).split(" ");
  const isZombie = fields[0] === "Z" || fields[0] === "X";
  return {
    ppid: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    startTicks: Number(fields[19]),
    name: text.slice(text.indexOf("(") + 1, end),
    rss: isZombie ? 0 : Math.max(0, Number(fields[21])) * pageBytes,
    isZombie,
    status: isZombie ? statusOf(Number(fields[49])) : undefined,
  };
}

/** A wait status: the exit code in the second byte, or the signal in the lower seven bits. */
function statusOf(waitStatus: number): number | string | undefined {
  if (Number.isNaN(waitStatus)) return undefined;
  const signal = waitStatus & 0x7f;
  return signal === 0 ? (waitStatus >> 8) & 0xff : (SIGNAL_NAMES.get(signal) ?? `SIG${signal}`);
}

/** A line such as `Pss:   123 kB`, in bytes; 0 where there is none. */
function kilobytes(text: string, key: string): number {
  const at = text.startsWith(`${key}:`) ? -1 : text.indexOf(`\n${key}:`);
  if (at < 0 && !text.startsWith(`${key}:`)) return 0;
  return Number.parseInt(text.slice(at + key.length + 2), 10) * 1024;
}

const buffer = Buffer.allocUnsafe(BUFFER_BYTES);

function readText(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    return readOpen(file);
  } finally {
    closeSync(file);
  }
}

/** From the beginning; null when the process behind the file is gone. */
function readOpen(file: number): string | null {
  try {
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, BUFFER_BYTES, 0));
  } catch {
    return null;
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** The auxiliary vector's AT_PAGESZ: 4 kB on most machines, 16 or 64 kB on some with ARM and POWER. */
function readPageSize(root: string): number {
  const AT_PAGESZ = 6n;
  try {
    const words = readFileSync(`${root}/self/auxv`);
    for (let at = 0; at + 16 <= words.length; at += 16)
      if (words.readBigUInt64LE(at) === AT_PAGESZ) return Number(words.readBigUInt64LE(at + 8));
  } catch {
    // Very old kernels and stripped sandboxes have no auxv.
  }
  return 4096;
}

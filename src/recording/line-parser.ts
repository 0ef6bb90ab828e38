import { RecordingFormatError } from "../errors.ts";
import { ColumnSet } from "./column-set.ts";
import { FieldScanner } from "./field-scanner.ts";
import { NumberList } from "./number-list.ts";
import { joinPhases } from "./phase-spans.ts";
import { type HeapColumn, ProcessBuilder } from "./process-builder.ts";
import type { RecordedMark, RecordedSpan, Recording } from "./recording.ts";
import { MIB } from "./recording-format.ts";
import {
  parseExit,
  parseFunction,
  parseMark,
  parseMeta,
  parseProcess,
  type ReadMeta,
} from "./rare-lines.ts";
import type { ProcessFacts } from "./recording-lines.ts";

const SAMPLE_COLUMNS = ["pss", "uss", "swap", "processCounts"] as const;
const HEAP_COLUMNS: readonly HeapColumn[] = ["heapTotal", "external", "arrayBuffers"];

/** Words of lines that are read without making strings. */
const [MEM, MAIN, CHLD, HEAP] = ["MEM ", "MAIN ", "CHLD ", "HEAP "].map((word) =>
  Buffer.from(word),
);

/** What lines say, one after the other. */
export class LineParser {
  /** Lines taken so far. */
  line = 0;
  readonly #fields = new FieldScanner();
  readonly #times = new NumberList();
  readonly #rss = new NumberList();
  readonly #samples = new ColumnSet<(typeof SAMPLE_COLUMNS)[number]>();
  readonly #processes: ProcessBuilder[] = [];
  /** The process that a pid means now. */
  readonly #current = new Map<number, ProcessBuilder>();
  readonly #marks: RecordedMark[] = [];
  readonly #spans: RecordedSpan[] = [];
  #meta: ReadMeta | null = null;
  #commandLine: string | null = null;

  /**
   * Takes a line without its end.
   * @throws {RecordingFormatError} RECORDING_NUMBER, RECORDING_FIELDS
   */
  take(bytes: Buffer, start: number, end: number): void {
    this.line++;
    this.#fields.line = this.line;
    if (this.#begins(MEM, bytes, start, end)) this.#takeSample();
    else if (this.#begins(CHLD, bytes, start, end)) this.#takeMember();
    else if (this.#begins(MAIN, bytes, start, end)) this.#takeMember().isMain = true;
    else if (this.#begins(HEAP, bytes, start, end)) this.#takeHeap();
    else this.#takeOther(bytes.toString("utf8", start, end));
  }

  finish(isCut: boolean): Recording {
    const { count } = this.#samples;
    if (count === 0)
      throw new RecordingFormatError("RECORDING_NONE", "no sample", {
        line: this.line + 1,
        expected: "MEM with memory and time",
        found: "the end of the file",
      });
    const times = this.#times.trimmed(count);
    const { marks, spans } = joinPhases(this.#marks, times[count - 1]);
    const meta = this.#meta;
    return {
      kind: "recording",
      writtenBy: meta === null ? "mprof" : "heapgraph",
      scope: meta === null ? null : "tree",
      commandLine: this.#commandLine,
      memoryLimit: meta?.limit ?? null,
      samples: {
        count,
        times,
        rss: this.#rss.trimmed(count),
        pss: this.#samples.column("pss"),
        uss: this.#samples.column("uss"),
        swap: this.#samples.column("swap"),
        processCounts: this.#samples.column("processCounts"),
      },
      processes: this.#processes.map((process) => process.finish(times, meta !== null)),
      marks: marks.toSorted((a, b) => a.time - b.time),
      spans: [...this.#spans, ...spans].toSorted((a, b) => a.from - b.from || b.to - a.to),
      isCut,
    };
  }

  #begins(word: Buffer, bytes: Buffer, start: number, end: number): boolean {
    if (start + word.length > end) return false;
    for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
    this.#fields.reset(bytes, start + word.length, end);
    return true;
  }

  #takeSample(): void {
    const fields = this.#fields;
    this.#rss.push(this.#pages(fields.number("memory in MiB")));
    const time = fields.number("a time in seconds");
    // A clock that was set back stands still until it has caught up.
    this.#times.push(Math.max(this.#times.last, time));
    const at = this.#samples.count++;
    for (const column of SAMPLE_COLUMNS) {
      if (fields.isAtEnd) return;
      const value = fields.optional("a number or -");
      if (Number.isNaN(value)) continue;
      this.#samples.set(column, at, column === "processCounts" ? value : this.#bytes(value));
    }
  }

  #takeMember(): ProcessBuilder {
    const fields = this.#fields;
    const process = this.#processOf(fields.number("a process id"));
    const rss = this.#pages(fields.number("memory in MiB"));
    const time = fields.number("a time in seconds");
    const at = process.add(Math.max(0, this.#samples.count - 1), time, rss);
    for (const column of ["pss", "uss"] as const) {
      if (fields.isAtEnd) break;
      const value = fields.optional("a number or -");
      if (!Number.isNaN(value)) process.set(column, at, this.#bytes(value));
    }
    return process;
  }

  #takeHeap(): void {
    const fields = this.#fields;
    const process = this.#processOf(fields.number("a process id"));
    const used = fields.number("memory in MiB");
    const at = process.addHeap(fields.number("a time in seconds"));
    if (!Number.isNaN(used)) process.setHeap("heapUsed", at, this.#bytes(used));
    for (const column of HEAP_COLUMNS) {
      if (fields.isAtEnd) return;
      const value = fields.optional("a number or -");
      if (!Number.isNaN(value)) process.setHeap(column, at, this.#bytes(value));
    }
  }

  #takeOther(text: string): void {
    const [word] = text.split(" ", 1);
    const rest = text.slice(word.length + 1);
    switch (word) {
      case "META":
        this.#meta ??= parseMeta(rest, this.line);
        break;
      case "CMDLINE":
        this.#commandLine ??= rest.trim();
        break;
      case "PROC":
        this.#startProcess(parseProcess(rest, this.line));
        break;
      case "EXIT": {
        const { pid, ...exit } = parseExit(rest, this.line);
        this.#processOf(pid).exit = exit;
        break;
      }
      case "MARK":
        this.#marks.push(parseMark(rest, this.line));
        break;
      case "FUNC":
        this.#spans.push(parseFunction(rest, this.line));
        break;
      default:
        break;
    }
  }

  #startProcess(facts: ProcessFacts): void {
    const { pid, ppid, startTicks, command } = facts;
    const known = this.#current.get(pid);
    // The same process once more: it has called exec.
    const isKnown =
      known !== undefined && (known.startTicks === null || known.startTicks === startTicks);
    if (known !== undefined && !isKnown) {
      known.replacedAt = this.#samples.count - 1;
      this.#current.delete(pid);
    }
    const process = this.#processOf(pid);
    process.parentPid = ppid;
    process.startTicks = startTicks;
    process.command = command;
  }

  #processOf(pid: number): ProcessBuilder {
    let process = this.#current.get(pid);
    if (process === undefined) {
      process = new ProcessBuilder(pid);
      this.#current.set(pid, process);
      this.#processes.push(process);
    }
    return process;
  }

  /** Sizes are whole KiB where we wrote them; the digits written tell one from the next but one. */
  #bytes(mib: number): number {
    return roundTo(mib * MIB, this.#meta === null ? 1 : 1024);
  }

  /** Resident memory is whole pages. */
  #pages(mib: number): number {
    return roundTo(mib * MIB, this.#meta === null ? 1 : 4096);
  }
}

function roundTo(value: number, unit: number): number {
  return Math.round(value / unit) * unit;
}

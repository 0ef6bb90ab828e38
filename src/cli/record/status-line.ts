import { formatBytes, formatQuantity } from "../../render/format.ts";
import type { MemoryNumbers } from "../../recording/recording-lines.ts";
import type { SessionSummary } from "../../recording/recording-session.ts";
import type { CliOutput } from "../command.ts";

const CLEAR_LINE = "\r\u001b[K";

/** ms between two updates. */
const UPDATE_MS = 500;

/** One line on a terminal that says how much memory is in use now; silent anywhere else. */
export class StatusLine {
  readonly #output: CliOutput;
  #next = 0;
  #isShown = false;

  constructor(output: CliOutput) {
    this.#output = output;
  }

  show(total: MemoryNumbers, processes: number, summary: SessionSummary): void {
    const now = performance.now();
    if (!this.#output.isTTY || now < this.#next) return;
    this.#next = now + UPDATE_MS;
    this.#isShown = true;
    const parts = [
      `${formatBytes(total.rss)} now`,
      `${formatBytes(summary.rssPeak)} peak`,
      formatQuantity(processes, "process", "processes"),
      formatElapsed(summary.elapsed),
    ];
    // The cursor goes back: what the program writes begins at the left and overwrites this.
    this.#output.write(`${CLEAR_LINE}[${parts.join(" · ")}]\r`);
  }

  clear(): void {
    if (this.#isShown) this.#output.write(CLEAR_LINE);
    this.#isShown = false;
  }
}

/** ms as `12.3 s`, `4 min 05 s` or `2 h 05 min`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

/** What was recorded, in a line. */
export function describeSession(summary: SessionSummary, file: string): string {
  const { rssPeak, pssPeak, processes, samples, elapsed } = summary;
  if (rssPeak === 0) return `the program ended before its memory could be read: ${file}`;
  const peak = [
    `${formatBytes(rssPeak)} RSS`,
    // Of one process both are nearly the same.
    ...(pssPeak !== undefined && processes > 1 ? [`${formatBytes(pssPeak)} PSS`] : []),
  ].join(", ");
  const among = processes > 1 ? ` of ${formatQuantity(processes, "process", "processes")}` : "";
  return `recorded ${formatElapsed(elapsed)}, ${formatQuantity(samples, "sample")}, peak ${peak}${among}: ${file}`;
}

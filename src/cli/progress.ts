import { formatBytes } from "../render/format.ts";
import type { CliOutput } from "./command.ts";

const CLEAR_LINE = "\r\u001b[K";

/** One line on a terminal that tells how far long work is; silent anywhere else. */
export class ProgressLine {
  readonly #output: CliOutput;
  readonly #started = performance.now();
  #shown = false;

  constructor(output: CliOutput) {
    this.#output = output;
  }

  /** @param fraction - 0 to 1; bytes of 0 leave the speed out. */
  show(phase: string, fraction?: number, bytes = 0): void {
    if (!this.#output.isTTY) return;
    let text = phase;
    if (fraction !== undefined) text += ` ${Math.round(fraction * 100)} %`;
    const seconds = (performance.now() - this.#started) / 1000;
    if (bytes > 0 && seconds > 0.2) text += `, ${formatBytes(bytes / seconds)}/s`;
    this.#output.write(`${CLEAR_LINE}${text}`);
    this.#shown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shown) this.#output.write(CLEAR_LINE);
    this.#shown = false;
  }
}

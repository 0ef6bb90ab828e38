import {
  exitLine,
  memberLine,
  type MemoryNumbers,
  processLine,
  totalLine,
} from "./recording-lines.ts";
import type { Sample } from "./sampler.ts";

/** Turns samples into lines; what did not change since a process' last line is not written again. */
export class RecordingWriter {
  readonly #written = new Map<number, MemoryNumbers>();

  /** The lines of one sample, to be written at once. */
  lines({ time, appeared, renamed, gone, members, total }: Sample): string {
    let text = "";
    for (const { member, status } of gone) {
      text += exitLine(member.handle.pid, status, member.peak, time);
      this.#written.delete(member.handle.pid);
    }
    for (const { facts } of [...appeared, ...renamed]) text += processLine(facts);
    text += totalLine(total, members.length, time);
    for (const { member, isRoot, numbers } of members) {
      const { pid } = member.handle;
      if (isSame(this.#written.get(pid), numbers)) continue;
      text += memberLine(isRoot ? "MAIN" : "CHLD", pid, numbers, time);
      this.#written.set(pid, { ...this.#written.get(pid), ...numbers });
    }
    return text;
  }
}

function isSame(written: MemoryNumbers | undefined, numbers: MemoryNumbers): boolean {
  return (
    written !== undefined &&
    written.rss === numbers.rss &&
    (numbers.pss === undefined || (numbers.pss === written.pss && numbers.uss === written.uss))
  );
}

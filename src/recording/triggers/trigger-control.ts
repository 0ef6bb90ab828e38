import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { MarkKind } from "../recording-format.ts";
import { markLine } from "../recording-lines.ts";
import type { Sample, SampledMember } from "../sampler.ts";
import type { SlopeWindow } from "./slope-window.ts";
import type { SnapshotSubject, SnapshotTaker } from "./snapshot-taker.ts";
import type { TriggerAction } from "./trigger-actions.ts";
import type { TriggerValues } from "./trigger-values.ts";
import type { Trigger } from "./trigger.ts";

export interface TriggerControlOptions {
  readonly triggers: readonly Trigger[];
  readonly actions: readonly TriggerAction[];
  /** Null where no action is a snapshot. */
  readonly taker: SnapshotTaker | null;
  readonly slope: SlopeWindow;
  /** V8's numbers of all Node processes, where they are reported. */
  readonly heap: () => { readonly heapUsed: number; readonly external: number } | null;
  readonly write: (lines: string) => void;
  readonly warn: (message: string) => void;
  /** For commands: what HEAPGRAPH_FILE is to be, and their environment. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Looks at each sample, and does what is to be done when a condition comes to hold. */
export class TriggerControl {
  readonly #options: TriggerControlOptions;
  #started: number | null = null;
  #details: { pss: number | null; uss: number | null; swap: number | null } = {
    pss: null,
    uss: null,
    swap: null,
  };
  /** A command of ours runs. */
  #isRunning = false;
  #last: readonly SnapshotSubject[] = [];

  constructor(options: TriggerControlOptions) {
    this.#options = options;
  }

  onSample(sample: Sample): void {
    const { triggers, actions, taker } = this.#options;
    const values = this.#valuesOf(sample);
    const reasons = triggers.flatMap((trigger) => trigger.fires(values) ?? []);
    if (reasons.length > 0) for (const action of actions) this.#act(action, reasons[0], sample);
    this.#last = sample.members.map(({ member }) => member);
    taker?.poll(this.#last, sample.time);
  }

  /** Waits for snapshots that are being written, as long as somebody writes. */
  async finish(): Promise<void> {
    const { taker } = this.#options;
    if (taker === null) return;
    taker.giveUp();
    while (taker.isBusy) {
      await new Promise((resolve) => void setTimeout(resolve, 50));
      taker.poll([], 0);
    }
  }

  #valuesOf({ time, total, members }: Sample): TriggerValues {
    this.#started ??= time;
    const elapsed = time - this.#started;
    const { rss, pss, uss, swap } = total;
    if (pss !== undefined) this.#details = { pss, uss: uss ?? null, swap: swap ?? null };
    const heap = this.#options.heap();
    return {
      rss,
      ...this.#details,
      heap: heap?.heapUsed ?? null,
      external: heap?.external ?? null,
      processes: members.length,
      elapsed,
      slope: this.#options.slope.add(elapsed, rss),
    };
  }

  #act(action: TriggerAction, reason: string, sample: Sample): void {
    switch (action.kind) {
      case "snapshot":
        this.#options.taker?.request(sample.time);
        return;
      case "signal":
        this.#signal(action.signal, sample);
        return;
      case "exec":
        this.#run(action.command, reason, sample);
    }
  }

  /** To the largest process that has a handler: to others most signals are the end. */
  #signal(signal: NodeJS.Signals, { members, time }: Sample): void {
    const target = members
      .filter(({ member }) => member.handle.catches(constants.signals[signal]) === true)
      .toSorted(byRss)[0]?.member.handle;
    if (target === undefined || target.read() === null) {
      this.#options.warn(`no process has a handler for ${signal}: none was sent`);
      return;
    }
    process.kill(target.pid, signal);
    this.#mark("signal", `${target.pid} ${signal}`, time);
  }

  /** What it prints goes to stderr: stdout is the program's. */
  #run(command: string, reason: string, { members, total, time }: Sample): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const { environment, file, warn } = this.#options;
    const largest = members.toSorted(byRss)[0]?.member.handle.pid;
    const child = spawn("sh", ["-c", command], {
      stdio: ["ignore", 2, 2],
      env: {
        ...environment,
        HEAPGRAPH_PID: String(largest ?? ""),
        HEAPGRAPH_RSS: String(total.rss),
        HEAPGRAPH_REASON: reason,
        HEAPGRAPH_FILE: file,
      },
    });
    // A command that lives on does not keep the recording from ending.
    child.unref();
    child.once("error", (error) => warn(`"${command}" cannot be started: ${error.message}`));
    child.once("close", (code, signal) => {
      this.#isRunning = false;
      this.#mark("exec", `${code ?? signal ?? ""} ${command}`, time);
    });
  }

  #mark(kind: MarkKind, detail: string, time: number): void {
    this.#options.write(markLine(kind, detail, time));
  }
}

function byRss(a: SampledMember, b: SampledMember): number {
  return b.member.rss - a.member.rss;
}

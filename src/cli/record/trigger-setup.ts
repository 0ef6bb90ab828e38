import { constants } from "node:os";
import { dirname } from "node:path";
import type { ProcessHandle } from "../../recording/processes/process-table.ts";
import { NodeStats } from "../../recording/node-stats/node-stats.ts";
import { markLine } from "../../recording/recording-lines.ts";
import { SlopeWindow } from "../../recording/triggers/slope-window.ts";
import {
  snapshotEnvironment,
  takesSnapshotAt,
} from "../../recording/triggers/snapshot-environment.ts";
import { SnapshotTaker } from "../../recording/triggers/snapshot-taker.ts";
import { TriggerControl } from "../../recording/triggers/trigger-control.ts";
import { compileCondition } from "../../recording/triggers/trigger-values.ts";
import { Trigger } from "../../recording/triggers/trigger.ts";
import { HeapgraphError } from "../../errors.ts";
import type { CliIo } from "../command.ts";
import { planTriggers, type TriggerArgs, type TriggerPlan } from "./trigger-args.ts";

/** Where a recording goes, for what triggers do. */
export interface TriggerSurroundings {
  readonly file: string;
  readonly write: (lines: string) => void;
  readonly warn: (message: string) => void;
}

/** What a recording's triggers need before the program starts, and while it runs. */
export class TriggerSetup {
  readonly stats: NodeStats | null;
  readonly #args: TriggerArgs;
  readonly #plan: TriggerPlan | undefined;
  readonly #triggers: readonly Trigger[];
  readonly #limit: number | undefined;
  readonly #io: CliIo;

  /**
   * @param limit - bytes that the program may take, undefined for no limit.
   * @throws {UsageError} @throws {TextSyntaxError} @throws {HeapgraphError} NO_MEMORY_LIMIT, RECORD_PLATFORM
   */
  constructor(args: TriggerArgs, limit: number | undefined, io: CliIo) {
    this.#args = args;
    this.#plan = planTriggers(args);
    this.#triggers = this.#plan === undefined ? [] : makeTriggers(this.#plan, args.every, limit);
    this.#limit = limit;
    this.#io = io;
    if (this.#takesSnapshots && process.platform !== "linux")
      throw new HeapgraphError(
        "RECORD_PLATFORM",
        "snapshots of running programs need Linux, where it can be seen which programs take the signal",
      );
    this.stats = args.nodeStats ? new NodeStats() : null;
  }

  get #takesSnapshots(): boolean {
    return this.#plan?.actions.some(({ kind }) => kind === "snapshot") === true;
  }

  /** The environment that the program gets. */
  environment(folder: string): Record<string, string | undefined> {
    const { env } = this.#io;
    const reporting = { ...env, ...this.stats?.environment(env) };
    if (!this.#takesSnapshots) return reporting;
    const request = { signal: this.#args.snapshotSignal, folder };
    return { ...reporting, ...snapshotEnvironment(request, reporting) };
  }

  /** @returns null when nothing is to be done. */
  control({ file, write, warn }: TriggerSurroundings): TriggerControl | null {
    if (this.#plan === undefined) return null;
    const { actions } = this.#plan;
    return new TriggerControl({
      triggers: this.#triggers,
      actions,
      taker: this.#takesSnapshots ? this.#taker({ file, write, warn }) : null,
      slope: new SlopeWindow(this.#args.slopeWindow),
      heap: () => this.stats?.total ?? null,
      write,
      warn,
      file,
      environment: this.#io.env,
    });
  }

  #taker({ file, write, warn }: TriggerSurroundings): SnapshotTaker {
    const { maxSnapshots, keepNewest, snapshotOf, snapshotSignal } = this.#args;
    const number = constants.signals[snapshotSignal];
    const folder = dirname(file);
    return new SnapshotTaker({
      folder,
      recordingFolder: folder,
      most: maxSnapshots,
      keepsNewest: keepNewest,
      ofAll: snapshotOf === "all",
      limit: this.#limit,
      takes: (handle: ProcessHandle) => takesSnapshotAt(handle, snapshotSignal, number),
      ask: ({ pid }) => process.kill(pid, snapshotSignal),
      onTaken: (pid, name, time) => {
        write(markLine("snapshot", `${pid} ${name}`, time));
        warn(`snapshot of process ${pid}: ${name}`);
      },
      warn,
    });
  }
}

function makeTriggers(
  { conditions }: TriggerPlan,
  every: number | undefined,
  limit: number | undefined,
): readonly Trigger[] {
  if (conditions.length === 0) return [new Trigger({ every })];
  return conditions.map((condition) => {
    const test = compileCondition(condition, limit);
    return new Trigger({ condition: { text: condition.text, test }, every });
  });
}

import type { Argv } from "yargs";
import type { TriggerAction } from "../../recording/triggers/trigger-actions.ts";
import { parseAction, parseSignal } from "../../recording/triggers/trigger-actions.ts";
import { type Condition, parseCondition } from "../../recording/triggers/trigger-values.ts";
import { TextSyntaxError } from "../../errors.ts";
import { UsageError } from "../command.ts";
import { choice, readCount } from "../options.ts";
import { readDuration } from "./record-args.ts";

export interface TriggerArgs {
  when: string[];
  /** ms. */
  every: number | undefined;
  then: string[];
  maxSnapshots: number;
  keepNewest: boolean;
  snapshotOf: "largest" | "all";
  snapshotSignal: NodeJS.Signals;
  /** ms. */
  slopeWindow: number;
  nodeStats: boolean;
}

/** When something is to be done, and what; undefined where nothing is. */
export interface TriggerPlan {
  readonly conditions: readonly Condition[];
  readonly actions: readonly TriggerAction[];
}

export function triggerOptions<A>(y: Argv<A>): Argv<A & TriggerArgs> {
  const texts = { type: "string", array: true, nargs: 1, default: [] as string[] } as const;
  return y
    .option("when", {
      ...texts,
      describe:
        "Do what --then says when this comes to hold: 'rss>500MB', 'pss>80% of limit', 'slope>10MB/min'",
    })
    .option("every", {
      type: "string",
      requiresArg: true,
      describe: "Do it at this period, such as 10m; with --when as long as that holds",
      coerce: (text: string | undefined) =>
        text === undefined ? undefined : readDuration("--every", text),
    })
    .option("then", {
      ...texts,
      describe: "snapshot (default), signal:USR2 or exec:COMMAND; repeat for more",
    })
    .option("max-snapshots", {
      type: "string",
      default: "5",
      requiresArg: true,
      describe: "Most heap snapshots",
      coerce: (text: string) => readCount("--max-snapshots", text),
    })
    .option("keep-newest", {
      type: "boolean",
      default: false,
      describe: "Remove the oldest snapshot for a new one instead of taking no more",
    })
    .option("snapshot-of", choice(["largest", "all"], "largest", "Processes that write snapshots"))
    .option("snapshot-signal", {
      type: "string",
      default: "USR2",
      requiresArg: true,
      describe: "Signal that asks for a snapshot; choose one that the program does not use",
      coerce: (text: string) => understood("--snapshot-signal", () => parseSignal(text)),
    })
    .option("slope-window", {
      type: "string",
      default: "1m",
      requiresArg: true,
      describe: "Time that slope is measured over",
      coerce: (text: string) => readDuration("--slope-window", text),
    })
    .option("node-stats", {
      type: "boolean",
      default: false,
      describe: "Let Node programs report their heap, for conditions on heap and external, too",
    }) as unknown as Argv<A & TriggerArgs>;
}

/**
 * @throws {UsageError} when there is something to do and no time for it.
 * @throws {TextSyntaxError} in a condition.
 */
export function planTriggers({
  when,
  every,
  then,
  nodeStats,
}: TriggerArgs): TriggerPlan | undefined {
  const actions = then.map((text) => understood("--then", () => parseAction(text)));
  const conditions = when.map((text) => parseCondition(text));
  if (conditions.length === 0 && every === undefined) {
    if (actions.length > 0) throw new UsageError("--then needs --when or --every");
    return undefined;
  }
  const asksHeap = conditions.some(({ fields }) =>
    fields.some((field) => field === "heap" || field === "external"),
  );
  if (asksHeap && !nodeStats)
    throw new UsageError("heap and external are known with --node-stats only");
  return { conditions, actions: actions.length > 0 ? actions : [{ kind: "snapshot" }] };
}

function understood<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TextSyntaxError)) throw error;
    throw new UsageError(`${option}: ${error.message}`);
  }
}

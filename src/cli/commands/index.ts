import type { Command } from "../command.ts";
import { checkCommand } from "./check.ts";
import { countCommand } from "./count.ts";
import { dominatorsCommand } from "./dominators.ts";
import { exportCommand } from "./export.ts";
import { infoCommand } from "./info.ts";
import { listCommand } from "./list.ts";
import { rootsCommand } from "./roots.ts";
import { showCommand } from "./show.ts";
import { statsCommand } from "./stats.ts";
import { summaryCommand } from "./summary.ts";

/** A command whose arguments only it knows. */
// oxlint-disable-next-line typescript/no-explicit-any -- every command has arguments of its own
export type AnyCommand = Command<any>;

/** All commands, in the order of the help. */
export const COMMANDS: readonly AnyCommand[] = [
  infoCommand,
  summaryCommand,
  statsCommand,
  listCommand,
  countCommand,
  showCommand,
  dominatorsCommand,
  rootsCommand,
  checkCommand,
  exportCommand,
];

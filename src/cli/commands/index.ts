import type { Command } from "../command.ts";
import { summaryCommand } from "./summary.ts";

/** A command whose arguments only it knows. */
// oxlint-disable-next-line typescript/no-explicit-any -- every command has arguments of its own
export type AnyCommand = Command<any>;

/** All commands, in the order of the help. */
export const COMMANDS: readonly AnyCommand[] = [summaryCommand];

import type { Command } from "../command.ts";

/** A command whose arguments only it knows. */
// oxlint-disable-next-line typescript/no-explicit-any -- every command has arguments of its own
export type AnyCommand = Command<any>;

/** A command that is loaded when it is asked for: a short answer must not wait for all the others. */
export interface CommandEntry {
  readonly name: string;
  load(): Promise<AnyCommand>;
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "triage", load: async () => (await import("./triage.ts")).triageCommand },
  { name: "info", load: async () => (await import("./info.ts")).infoCommand },
  { name: "summary", load: async () => (await import("./summary.ts")).summaryCommand },
  { name: "stats", load: async () => (await import("./stats.ts")).statsCommand },
  { name: "diff", load: async () => (await import("./diff.ts")).diffCommand },
  { name: "growth", load: async () => (await import("./growth.ts")).growthCommand },
  { name: "list", load: async () => (await import("./list.ts")).listCommand },
  { name: "count", load: async () => (await import("./count.ts")).countCommand },
  { name: "query", load: async () => (await import("./query.ts")).queryCommand },
  { name: "show", load: async () => (await import("./show.ts")).showCommand },
  { name: "backrefs", load: async () => (await import("./backrefs.ts")).backrefsCommand },
  { name: "refs", load: async () => (await import("./refs.ts")).refsCommand },
  { name: "path", load: async () => (await import("./path.ts")).pathCommand },
  { name: "cycles", load: async () => (await import("./cycles.ts")).cyclesCommand },
  { name: "cut", load: async () => (await import("./cut.ts")).cutCommand },
  { name: "collections", load: async () => (await import("./collections.ts")).collectionsCommand },
  { name: "detached", load: async () => (await import("./detached.ts")).detachedCommand },
  { name: "strings", load: async () => (await import("./strings.ts")).stringsCommand },
  { name: "buffers", load: async () => (await import("./buffers.ts")).buffersCommand },
  { name: "closures", load: async () => (await import("./closures.ts")).closuresCommand },
  { name: "timeline", load: async () => (await import("./timeline.ts")).timelineCommand },
  { name: "dominators", load: async () => (await import("./dominators.ts")).dominatorsCommand },
  { name: "roots", load: async () => (await import("./roots.ts")).rootsCommand },
  { name: "budget", load: async () => (await import("./budget.ts")).budgetCommand },
  { name: "check", load: async () => (await import("./check.ts")).checkCommand },
  { name: "python", load: async () => (await import("./python.ts")).pythonCommand },
  { name: "record", load: async () => (await import("./record.ts")).recordCommand },
  { name: "plot", load: async () => (await import("./plot.ts")).plotCommand },
  { name: "peak", load: async () => (await import("./peak.ts")).peakCommand },
  { name: "export", load: async () => (await import("./export.ts")).exportCommand },
];

/** Loads the command of that name; all of them for any other word. */
export async function loadCommands(name: string | undefined): Promise<readonly AnyCommand[]> {
  const named = COMMANDS.filter((entry) => entry.name === name);
  return Promise.all((named.length > 0 ? named : COMMANDS).map((entry) => entry.load()));
}

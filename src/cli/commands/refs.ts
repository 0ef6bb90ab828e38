import type { Command } from "../command.ts";
import { type LineageArgs, lineageCommand } from "../lineage-command.ts";

export const refsCommand: Command<LineageArgs> = lineageCommand({
  name: "refs",
  summary: "Show what objects keep alive, biggest first, as text or a picture",
  examples: [
    ["refs app.heapsnapshot --type SessionCache", "what a cache is made of"],
    ["refs app.heapsnapshot @4711 --svg out.svg", "the same for one object, drawn"],
  ],
});

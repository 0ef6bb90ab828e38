import type { Command } from "../command.ts";
import { type LineageArgs, lineageCommand } from "../lineage-command.ts";

export const backrefsCommand: Command<LineageArgs> = lineageCommand({
  name: "backrefs",
  summary: "Show who holds objects, up to the roots, as text or a picture",
  examples: [
    ["backrefs app.heapsnapshot --type Session", "what holds all sessions, alike ones as one"],
    ["backrefs --type DataFrame --svg out.svg", "the same drawn, for the newest snapshot here"],
    ["backrefs app.heapsnapshot @4711 --max-depth 3", "all that lies within three references"],
  ],
});

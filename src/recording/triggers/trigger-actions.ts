import { constants } from "node:os";
import { TextSyntaxError } from "../../errors.ts";

/** What happens when a trigger fires. */
export type TriggerAction =
  | { readonly kind: "snapshot" }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals }
  | { readonly kind: "exec"; readonly command: string };

/**
 * Reads `snapshot`, `signal:USR2` or `exec:COMMAND`.
 * @throws {TextSyntaxError} SYNTAX_ACTION
 */
export function parseAction(text: string): TriggerAction {
  if (text === "snapshot") return { kind: "snapshot" };
  const [, kind, rest = ""] = /^(signal|exec):(.*)$/su.exec(text) ?? [];
  if (kind === "exec" && rest.trim() !== "") return { kind, command: rest };
  if (kind === "signal") return { kind, signal: parseSignal(rest) };
  throw new TextSyntaxError(
    "SYNTAX_ACTION",
    text,
    0,
    `expected snapshot, signal:USR2 or exec:COMMAND, got "${text}"`,
  );
}

/**
 * Reads the name of a signal that a program can catch, with or without SIG.
 * @throws {TextSyntaxError} SYNTAX_ACTION
 */
export function parseSignal(text: string): NodeJS.Signals {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  const isKnown = Object.hasOwn(constants.signals, name);
  if (isKnown && name !== "SIGKILL" && name !== "SIGSTOP") return name as NodeJS.Signals;
  const expected = isKnown ? "a signal that can be caught" : "a signal such as USR2";
  throw new TextSyntaxError("SYNTAX_ACTION", text, 0, `expected ${expected}, got "${text}"`);
}

import { UsageError } from "../command.ts";

export const PYTHON_ACTIONS = ["agent", "run", "dump"] as const;

export interface PythonArgs {
  action: string | undefined;
  words: string[];
  output: string | undefined;
  force: boolean;
  signal: string | undefined;
  /** Bytes. */
  rss: number | undefined;
  atExit: boolean | undefined;
  track: string[] | undefined;
  python: string | undefined;
  redact: boolean | undefined;
  collect: boolean | undefined;
  fork: boolean | undefined;
  method: "signal" | "remote-exec" | "gdb" | undefined;
  /** ms */
  timeout: number | undefined;
}

/** Options that not all actions know, with those that do. */
const OWNERS: Readonly<Partial<Record<keyof PythonArgs, readonly string[]>>> = {
  signal: ["run"],
  rss: ["run"],
  atExit: ["run"],
  track: ["run"],
  python: ["run"],
  redact: ["run", "dump"],
  collect: ["run", "dump"],
  fork: ["run", "dump"],
  method: ["dump"],
  timeout: ["dump"],
};

/** @throws {UsageError} for an option of another action. */
export function requireOwnOptions(args: PythonArgs): void {
  const { action } = args;
  if (action === undefined || !PYTHON_ACTIONS.some((name) => name === action)) return;
  for (const [name, owners] of Object.entries(OWNERS)) {
    const option = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    if (args[name as keyof PythonArgs] !== undefined && !owners.includes(action))
      throw new UsageError(`--${option} is for python ${owners.join(" and ")}, not ${action}`);
  }
}

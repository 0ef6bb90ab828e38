import { spawnSync } from "node:child_process";
import type { ProcessHandle, ProcessReading, ProcessTable } from "./process-table.ts";

interface PsRow {
  readonly reading: ProcessReading;
  readonly command: string;
}

const COLUMNS = ["pid", "ppid", "pgid", "rss", "state", "lstart", "command"] as const;

/** macOS, and any Unix with a `ps`: resident sizes alone, one `ps` for each look. */
export class PsTable implements ProcessTable {
  readonly looksAtAll = true;
  #rows: ReadonlyMap<number, PsRow> = new Map();

  list(): readonly number[] {
    const { stdout, pid } = spawnSync(
      "ps",
      ["-axww", ...COLUMNS.flatMap((name) => ["-o", `${name}=`])],
      {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
        maxBuffer: 2 ** 28,
      },
    );
    const rows = new Map(parsePs(stdout));
    // It sees itself.
    rows.delete(pid);
    this.#rows = rows;
    return [...rows.keys()];
  }

  open(pid: number): ProcessHandle | null {
    if (!this.#rows.has(pid)) this.list();
    const start = this.#rows.get(pid)?.reading.startTicks;
    if (start === undefined) return null;
    const row = (): PsRow | null => {
      const found = this.#rows.get(pid);
      return found?.reading.startTicks === start ? found : null;
    };
    return {
      pid,
      read: () => row()?.reading ?? null,
      command: () => row()?.command ?? "",
      detail: () => "denied",
      peak: () => undefined,
      environment: () => "",
      workingFolder: () => null,
      catches: () => null,
      close() {},
    };
  }
}

/**
 * Rows of `ps -o pid= -o ppid= -o pgid= -o rss= -o state= -o lstart= -o command=`; lines that are none are
 * passed over. Start times are in seconds since 1970.
 */
export function* parsePs(text: string): Generator<readonly [pid: number, row: PsRow]> {
  const line =
    /^\s*(?<pid>\d+)\s+(?<ppid>\d+)\s+(?<pgid>\d+)\s+(?<rss>\d+)\s+(?<state>\S+)\s+(?<start>\w{3} +\w{3} +\d+ +[\d:]+ +\d{4})\s+(?<command>.*)$/gm;
  for (const { groups = {} } of text.matchAll(line)) {
    const command = groups["command"] ?? "";
    const isZombie = (groups["state"] ?? "").startsWith("Z");
    const reading: ProcessReading = {
      ppid: Number(groups["ppid"]),
      group: Number(groups["pgid"]),
      session: 0,
      startTicks: Date.parse(`${groups["start"]} UTC`) / 1000,
      name: command,
      rss: isZombie ? 0 : Number(groups["rss"]) * 1024,
      isZombie,
    };
    yield [Number(groups["pid"]), { reading, command }];
  }
}

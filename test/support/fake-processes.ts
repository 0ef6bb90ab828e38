import type {
  ProcessDetail,
  ProcessHandle,
  ProcessReading,
  ProcessTable,
} from "../../src/recording/processes/process-table.ts";

/** A process that a test makes up; fields may be changed at any time. */
export interface FakeProcess {
  ppid: number;
  rss: number;
  startTicks: number;
  group: number;
  session: number;
  name: string;
  command: string;
  environment: string;
  catchesSignals: boolean;
  isZombie: boolean;
  status?: number | string;
  detail: ProcessDetail | "denied";
  /** It ends when it is opened, or read for the n-th time: what happens between two looks. */
  endsAfterReads: number;
}

/** Processes that are there only for a test, with counts of what was asked. */
export class FakeProcesses implements ProcessTable {
  readonly looksAtAll = false;
  readonly processes: Map<number, FakeProcess> = new Map();
  /** Handles that were opened and not closed. */
  openHandles = 0;
  /** How often a process was opened or read. */
  reads = 0;
  #ticks = 0;

  start(pid: number, process: Partial<FakeProcess> = {}): FakeProcess {
    const started: FakeProcess = {
      ppid: 1,
      rss: 1000,
      startTicks: ++this.#ticks,
      group: pid,
      session: pid,
      name: "app",
      command: `app ${pid}`,
      environment: "",
      catchesSignals: false,
      isZombie: false,
      detail: { pss: 500, uss: 400, swap: 0 },
      endsAfterReads: Infinity,
      ...process,
    };
    this.processes.set(pid, started);
    return started;
  }

  end(...pids: number[]): void {
    for (const pid of pids) this.processes.delete(pid);
  }

  list(): readonly number[] {
    return [...this.processes.keys()];
  }

  open(pid: number): ProcessHandle | null {
    const found = this.processes.get(pid);
    if (found === undefined) return null;
    this.reads++;
    this.openHandles++;
    const current = (): FakeProcess | null => (this.processes.get(pid) === found ? found : null);
    return {
      pid,
      read: (): ProcessReading | null => {
        this.reads++;
        const process = current();
        if (process === null) return null;
        if (process.endsAfterReads-- <= 0) {
          this.end(pid);
          return null;
        }
        const { ppid, group, session, startTicks, name, rss, isZombie, status } = process;
        return { ppid, group, session, startTicks, name, rss, isZombie, status };
      },
      command: () => current()?.command ?? "",
      detail: () => current()?.detail ?? null,
      peak: () => current()?.rss,
      environment: () => current()?.environment ?? "",
      workingFolder: () => null,
      catches: () => current()?.catchesSignals ?? null,
      close: () => {
        this.openHandles--;
      },
    };
  }
}

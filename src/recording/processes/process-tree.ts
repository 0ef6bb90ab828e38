import type { ProcessFacts } from "../recording-lines.ts";
import type { ProcessHandle, ProcessReading, ProcessTable } from "./process-table.ts";

/** A process of the tree; the tree keeps it up to date. */
export interface Member {
  readonly handle: ProcessHandle;
  /** `command` as of the last look that changed it. */
  facts: ProcessFacts;
  name: string;
  rss: number;
  /** The most it had resident in any look, or the kernel saw. */
  peak: number;
}

/** What a look at the tree found. */
export interface TreeChange {
  readonly appeared: readonly Member[];
  /** Those that have called exec. */
  readonly renamed: readonly Member[];
  readonly gone: readonly GoneMember[];
}

export interface GoneMember {
  readonly member: Member;
  readonly status: number | string | undefined;
}

export interface TreeOptions {
  /** The process that was started or attached to. */
  readonly root: number;
  /** The recorder, which does not count, nor what it starts. */
  readonly self: number;
  /**
   * A text that only this recording's processes have in their environment: finds those whose parent ended
   * before anybody saw the two together. Without it, process groups and sessions that members lead do that
   * as far as they can.
   */
  readonly marker?: string | undefined;
}

interface Candidate {
  readonly handle: ProcessHandle;
  readonly reading: ProcessReading;
}

/**
 * A process and all that came from it, also when they were given to another parent (setsid, double fork), each
 * known by pid and start time. Takes time for its members and for pids that are new on the machine.
 */
export class ProcessTree {
  readonly members: Map<number, Member> = new Map();
  readonly #table: ProcessTable;
  readonly #options: TreeOptions;
  /** Pids of processes that are none of ours, or zombies. */
  #foreign = new Set<number>();
  /** Pids that members have or had: groups and sessions are called by them. */
  readonly #everMembers = new Set<number>();
  /** The recorder and what it starts, such as commands of triggers. */
  #own: Set<number>;
  readonly #rootStart: number;
  readonly #first: Member | null;
  /** The first member, until a look has told of it. */
  #untold: readonly Member[];

  constructor(table: ProcessTable, options: TreeOptions) {
    this.#table = table;
    this.#options = options;
    this.#own = new Set([options.self]);
    const handle = table.open(options.root);
    const reading = handle?.read() ?? null;
    this.#first = handle === null || reading === null ? null : this.#adopt({ handle, reading });
    this.#untold = this.#first === null ? [] : [this.#first];
    this.#rootStart = reading?.startTicks ?? 0;
  }

  /** The member that was started or attached to, as long as it lives. */
  get root(): Member | null {
    return this.#first !== null && this.members.get(this.#first.handle.pid) === this.#first
      ? this.#first
      : null;
  }

  /** Reads all members. */
  read(): Omit<TreeChange, "appeared"> {
    const renamed: Member[] = [];
    const gone: GoneMember[] = [];
    for (const member of this.members.values()) {
      const reading = member.handle.read();
      if (reading === null || reading.isZombie) gone.push(this.#lose(member, reading));
      else if (this.#update(member, reading)) renamed.push(member);
    }
    return { renamed, gone };
  }

  /**
   * Finds new members; the first time those that were there before, too.
   * @param forgets - look again at processes that were none of ours: their pids may have come to others.
   */
  search(forgets = false): Member[] {
    if (forgets) this.#foreign.clear();
    return [...this.tellFirst(), ...this.#searchAmong(this.#table.list())];
  }

  /** The root as it was found at the beginning; nothing the second time. */
  tellFirst(): readonly Member[] {
    const first = this.#untold;
    this.#untold = [];
    return first;
  }

  /** Takes the root out, of which somebody else knows that it has ended; null when it was known already. */
  endRoot(): Member | null {
    const { root } = this;
    if (root !== null) this.#lose(root, null);
    return root;
  }

  /** Looks at command lines, which a program may change without a change of its name. */
  rereadCommands(): Member[] {
    return [...this.members.values()].filter((member) => this.#rename(member));
  }

  #searchAmong(pids: readonly number[]): Member[] {
    const candidates = new Map<number, Candidate>();
    const foreign = new Set<number>();
    const own = new Set([this.#options.self]);
    for (const pid of pids) {
      if (this.#own.has(pid)) own.add(pid);
      if (this.#foreign.has(pid)) foreign.add(pid);
      else if (!this.members.has(pid)) this.#meet(pid, candidates, foreign);
    }
    this.#foreign = foreign;
    this.#own = own;
    const adopted = this.#adoptAll(candidates);
    for (const [pid, { handle }] of candidates) {
      handle.close();
      this.#foreign.add(pid);
    }
    return adopted;
  }

  /** Opens a process not known yet: alive it may be ours, a zombie is nobody's. */
  #meet(pid: number, candidates: Map<number, Candidate>, foreign: Set<number>): void {
    const handle = this.#table.open(pid);
    const reading = handle?.read() ?? null;
    // A pid is not given away as long as a group or session is called by it.
    this.#everMembers.delete(pid);
    if (handle !== null && reading?.isZombie === false) {
      candidates.set(pid, { handle, reading });
      return;
    }
    handle?.close();
    // What has gone meanwhile may be there as another the next time.
    if (reading !== null) foreign.add(pid);
  }

  /** Takes all that belong to the tree out of `candidates`, parents before their children. */
  #adoptAll(candidates: Map<number, Candidate>): Member[] {
    const byParent = new Map<number, Candidate[]>();
    for (const candidate of candidates.values()) {
      const siblings = byParent.get(candidate.reading.ppid);
      if (siblings === undefined) byParent.set(candidate.reading.ppid, [candidate]);
      else siblings.push(candidate);
    }
    // Grows while it is walked, as `adopted` does below.
    for (const parent of this.#own)
      for (const { handle } of byParent.get(parent) ?? []) this.#own.add(handle.pid);
    const adopted: Member[] = [];
    const adopt = (candidate: Candidate): void => {
      const { pid } = candidate.handle;
      if (this.#own.has(pid) || !candidates.delete(pid)) return;
      adopted.push(this.#adopt(candidate));
    };
    for (const parent of byParent.keys())
      if (this.members.has(parent)) for (const child of byParent.get(parent) ?? []) adopt(child);
    for (const candidate of candidates.values()) if (this.#isOrphan(candidate)) adopt(candidate);
    for (const { handle } of adopted)
      for (const child of byParent.get(handle.pid) ?? []) adopt(child);
    return adopted;
  }

  /** Whether it came from the tree though its parent is not in it any more. */
  #isOrphan({ handle, reading }: Candidate): boolean {
    const { marker } = this.#options;
    if (reading.startTicks < this.#rootStart || this.#own.has(handle.pid)) return false;
    if (marker !== undefined) return handle.environment().includes(marker);
    return this.#everMembers.has(reading.group) || this.#everMembers.has(reading.session);
  }

  #adopt({ handle, reading }: Candidate): Member {
    const { pid } = handle;
    const { ppid, startTicks, name, rss } = reading;
    const facts = { pid, ppid, startTicks, command: handle.command() };
    const member: Member = { handle, facts, name, rss, peak: rss };
    this.members.set(pid, member);
    this.#foreign.delete(pid);
    this.#everMembers.add(pid);
    return member;
  }

  #lose(member: Member, reading: ProcessReading | null): GoneMember {
    this.members.delete(member.handle.pid);
    member.handle.close();
    return { member, status: reading?.status };
  }

  /** @returns whether it has become another program. */
  #update(member: Member, { rss, name }: ProcessReading): boolean {
    member.rss = rss;
    member.peak = Math.max(member.peak, rss);
    if (name === member.name) return false;
    member.name = name;
    return this.#rename(member);
  }

  #rename(member: Member): boolean {
    const command = member.handle.command();
    if (command === member.facts.command || member.handle.read() === null) return false;
    member.facts = { ...member.facts, command };
    return true;
  }
}

import { Cadence, type Clock, type Pace, PROCESS_CLOCK } from "./cadence.ts";
import type { ProcessDetail, ProcessTable } from "./processes/process-table.ts";
import {
  type Member,
  ProcessTree,
  type TreeChange,
  type TreeOptions,
} from "./processes/process-tree.ts";
import type { MemoryNumbers } from "./recording-lines.ts";

/** One look at a tree of processes. */
export interface Sample extends TreeChange {
  /** ms since 1970. */
  readonly time: number;
  readonly total: MemoryNumbers;
  /** Members alive, with their numbers. */
  readonly members: readonly SampledMember[];
}

export interface SampledMember {
  readonly member: Member;
  readonly isRoot: boolean;
  readonly numbers: MemoryNumbers;
}

export interface SamplerOptions extends TreeOptions {
  readonly clock?: Clock | undefined;
  /** The root was started just now. */
  readonly isFresh?: boolean | undefined;
  /** Called once with a process whose PSS may not be read. */
  readonly onDenied?: ((member: Member) => void) | undefined;
}

/** New processes are looked for; a glance of 0.1 ms is due at every tick of 0.1 s. */
const SEARCH: Pace = { share: 0.003, least: 0, most: 2000 };
/** PSS, USS, swap and the kernel's peak; for a program of 200 MB some 4 ms. */
const DETAIL: Pace = { share: 0.006, least: 100, most: 60_000 };
/** Pids that were none of ours may be others' by now. */
const FORGET: Pace = { share: 0.001, least: 5000, most: 60_000 };
/** Together with reading resident sizes, and about as much for writing and waiting, that is under 2 % of a core. */
const READ_SHARE = 0.005;

/** Samples a tree of processes: resident sizes each time, what costs more as seldom as its cost demands. */
export class Sampler {
  readonly tree: ProcessTree;
  readonly #searching: Cadence;
  readonly #detailing: Cadence;
  readonly #forgetting: Cadence;
  readonly #onDenied: ((member: Member) => void) | undefined;
  readonly #table: ProcessTable;
  readonly #clock: Clock;
  #isFresh: boolean;
  #isDenied = false;
  /** Processes whose PSS could not be read when it was tried last. */
  readonly #refused = new WeakSet<Member>();
  #readCost = 0;

  constructor(table: ProcessTable, options: SamplerOptions) {
    const clock = options.clock ?? PROCESS_CLOCK;
    this.#table = table;
    this.#clock = clock;
    this.tree = new ProcessTree(table, options);
    this.#isFresh = options.isFresh === true;
    this.#onDenied = options.onDenied;
    this.#searching = new Cadence(SEARCH, clock);
    this.#detailing = new Cadence(DETAIL, clock);
    this.#forgetting = new Cadence(FORGET, clock);
  }

  /** ms to the next sample at least, so that reading resident sizes stays cheap. */
  get leastInterval(): number {
    return this.#readCost / READ_SHARE;
  }

  /** @param time - ms since 1970, as it will stand in the recording. */
  sample(time: number): Sample {
    // What was started just now has been read, has no children, and may be gone soon.
    const isFresh = this.#isFresh;
    this.#isFresh = false;
    const appeared = isFresh ? this.tree.tellFirst() : this.#search();
    const change = isFresh ? { renamed: [], gone: [] } : this.#measured(() => this.tree.read());
    const details = this.#isDenied ? undefined : this.#detailing.run(() => this.#readDetails());
    const renamed =
      details === undefined ? change.renamed : [...change.renamed, ...details.renamed];
    const members = [...this.tree.members.values()].map((member) => ({
      member,
      isRoot: member === this.tree.root,
      numbers: { rss: member.rss, ...details?.byMember.get(member) },
    }));
    // Details of some make no total.
    const isWhole = details !== undefined && details.byMember.size === members.length;
    return { appeared, gone: change.gone, renamed, time, total: sumUp(members, isWhole), members };
  }

  #search(): readonly Member[] {
    if (this.#table.looksAtAll) return this.#measured(() => this.tree.search(true));
    return (
      this.#forgetting.run(() => this.tree.search(true)) ??
      this.#searching.run(() => this.tree.search()) ??
      []
    );
  }

  /** Goes by an average: one slow read does not matter. */
  #measured<T>(read: () => T): T {
    const before = this.#clock.spent();
    const result = read();
    this.#readCost += (this.#clock.spent() - before - this.#readCost) / 8;
    return result;
  }

  /** A process that starts or ends is refused for a moment, too: only one that stays refused is. */
  #deny(member: Member): void {
    if (!this.#refused.has(member)) {
      this.#refused.add(member);
      return;
    }
    this.#isDenied = true;
    this.#onDenied?.(member);
  }

  #readDetails(): { byMember: Map<Member, ProcessDetail>; renamed: readonly Member[] } {
    const byMember = new Map<Member, ProcessDetail>();
    for (const member of this.tree.members.values()) {
      member.peak = Math.max(member.peak, member.handle.peak() ?? 0);
      const detail = this.#isDenied ? null : member.handle.detail();
      if (detail === "denied") this.#deny(member);
      else if (detail !== null) {
        this.#refused.delete(member);
        byMember.set(member, detail);
      }
    }
    return { byMember, renamed: this.tree.rereadCommands() };
  }
}

function sumUp(members: readonly SampledMember[], isWhole: boolean): MemoryNumbers {
  let [rss, pss, uss, swap] = [0, 0, 0, 0];
  for (const { numbers } of members) {
    rss += numbers.rss;
    pss += numbers.pss ?? 0;
    uss += numbers.uss ?? 0;
    swap += numbers.swap ?? 0;
  }
  return isWhole && members.length > 0 ? { rss, pss, uss, swap } : { rss };
}

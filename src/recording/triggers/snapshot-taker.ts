import { readdirSync, statfsSync, unlinkSync } from "node:fs";
import { freemem } from "node:os";
import { join, relative } from "node:path";
import { formatBytes } from "../../render/format.ts";
import type { ProcessHandle } from "../processes/process-table.ts";
import { wholeSnapshotSize } from "./snapshot-file.ts";

/** A process that may be asked for a snapshot. */
export interface SnapshotSubject {
  readonly handle: ProcessHandle;
  /** Bytes. */
  readonly rss: number;
}

export interface TakerOptions {
  /** Where snapshots come to lie; programs may put them into their own folder too. */
  readonly folder: string;
  /** Folder that names in marks are relative to. */
  readonly recordingFolder: string;
  /** Most snapshots that are kept. */
  readonly most: number;
  /** Removes the oldest to make room, instead of taking no more. */
  readonly keepsNewest: boolean;
  /** Of all processes that can, not only of the largest. */
  readonly ofAll: boolean;
  /** Bytes that all processes together may take. */
  readonly limit: number | undefined;
  /** Whether the process writes a snapshot when asked. */
  readonly takes: (handle: ProcessHandle) => boolean;
  /** Asks it. */
  readonly ask: (handle: ProcessHandle) => void;
  /** Told when a snapshot is complete; `time` is that of the question, in ms since 1970. */
  readonly onTaken: (pid: number, file: string, time: number) => void;
  readonly warn: (message: string) => void;
  /** Free bytes of the folder's disk; tests have other disks. */
  readonly freeDisk?: ((folder: string) => number) | undefined;
  /** Bytes that programs can still take of the machine. */
  readonly freeMemory?: (() => number) | undefined;
}

interface Pending {
  readonly handle: ProcessHandle;
  readonly time: number;
  /** Snapshots that were there before. */
  readonly before: ReadonlySet<string>;
  size: number;
}

/** A snapshot is about as long as the heap, and is written beside what else grows meanwhile. */
const DISK_PER_RSS = 2;

/** ms for which a question waits for a process that can answer: programs set their handlers up after their start. */
const PATIENCE = 30_000;

/** Asks processes for heap snapshots and waits for the files. */
export class SnapshotTaker {
  readonly #options: TakerOptions;
  readonly #pending = new Map<number, Pending>();
  /** Complete files, oldest first. */
  readonly #taken: string[] = [];
  readonly #warned = new Set<string>();
  #asked = 0;
  /** When a snapshot was asked for that nobody could take yet. */
  #wantedSince: number | null = null;

  constructor(options: TakerOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** Wants a snapshot as soon as some process can write one; while one is being written that is enough. */
  request(time: number): void {
    if (!this.isBusy) this.#wantedSince ??= time;
  }

  /** Goes on with what was asked; to be called at each sample, and after the last one until it is not busy. */
  poll(subjects: readonly SnapshotSubject[], time: number): void {
    for (const pending of this.#pending.values()) this.#look(pending);
    if (this.#wantedSince === null) return;
    const asked = this.#askSome(subjects, time);
    if (asked) this.#wantedSince = null;
    else if (time - this.#wantedSince > PATIENCE) this.giveUp();
  }

  /** Says so when a snapshot was wanted that nobody could write. */
  giveUp(): void {
    if (this.#wantedSince === null) return;
    this.#wantedSince = null;
    this.#warnOnce(
      "no process can write a snapshot: none is a Node or Python program that was told to at its start",
    );
  }

  /** @returns whether the wish is fulfilled, or cannot be. */
  #askSome(subjects: readonly SnapshotSubject[], time: number): boolean {
    const { takes, ofAll, most, keepsNewest } = this.#options;
    if (this.#asked >= most && !keepsNewest) {
      this.#warnOnce(`${most} snapshots taken: no more; --max-snapshots N, --keep-newest`);
      return true;
    }
    const able = subjects
      .filter(({ handle }) => !this.#pending.has(handle.pid) && takes(handle))
      .toSorted((a, b) => b.rss - a.rss);
    const total = subjects.reduce((sum, { rss }) => sum + rss, 0);
    for (const subject of ofAll ? able : able.slice(0, 1))
      if (keepsNewest || this.#asked < most) this.#ask(subject, total, time);
    return able.length > 0;
  }

  #ask({ handle, rss }: SnapshotSubject, total: number, time: number): void {
    const { folder, limit, ask, freeDisk = freeDiskOf, freeMemory = freemem } = this.#options;
    const needed = rss * DISK_PER_RSS;
    const free = freeDisk(folder);
    if (free < needed) {
      this.#warnOnce(
        `no snapshot of process ${handle.pid}: ${formatBytes(free)} free in ${folder}, ${formatBytes(needed)} may be needed`,
      );
      return;
    }
    const room = Math.min(freeMemory(), limit === undefined ? Infinity : limit - total);
    if (room < rss)
      this.#warnOnce(
        `little memory left (${formatBytes(Math.max(0, room))}): a snapshot can take as much as process ${handle.pid} has, ${formatBytes(rss)}, and be its end`,
      );
    // The pid may be another's by now.
    if (handle.read() === null) return;
    const before = new Set(this.#foldersOf(handle).flatMap(listSnapshots));
    this.#asked++;
    this.#pending.set(handle.pid, { handle, time, before, size: -1 });
    ask(handle);
  }

  #look(pending: Pending): void {
    const { handle, before, time } = pending;
    const { pid } = handle;
    const isAlive = handle.read()?.isZombie === false;
    const found = this.#foldersOf(handle)
      .flatMap(listSnapshots)
      .find((file) => !before.has(file) && pidOf(file) === pid);
    const size = found === undefined ? null : wholeSnapshotSize(found);
    if (found !== undefined && size !== null && size === pending.size) this.#keep(pid, found, time);
    else if (isAlive || (size !== null && size !== pending.size)) {
      pending.size = size ?? -1;
      return;
    } else this.#options.warn(`process ${pid} ended before its snapshot was complete`);
    this.#pending.delete(pid);
  }

  #keep(pid: number, file: string, time: number): void {
    const { onTaken, recordingFolder, most, keepsNewest, warn } = this.#options;
    this.#taken.push(file);
    onTaken(pid, relative(recordingFolder, file), time);
    if (!keepsNewest) return;
    for (const oldest of this.#taken.splice(0, Math.max(0, this.#taken.length - most)))
      try {
        unlinkSync(oldest);
      } catch {
        warn(`${oldest} cannot be removed`);
      }
  }

  /** Old versions of Node write into their working folder. */
  #foldersOf(handle: ProcessHandle): string[] {
    const { folder } = this.#options;
    const own = handle.workingFolder();
    return own === null || own === folder ? [folder] : [folder, own];
  }

  #warnOnce(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#options.warn(message);
  }
}

/** Node's default name; Python's exporter takes it too. */
const SNAPSHOT_NAME = /^Heap\.\d{8}\.\d{6}\.(?<pid>\d+)\.\d+\.\d+\.heapsnapshot$/;

function pidOf(file: string): number {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return Number(SNAPSHOT_NAME.exec(name)?.groups?.["pid"] ?? Number.NaN);
}

function listSnapshots(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => SNAPSHOT_NAME.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function freeDiskOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { basename, dirname, relative } from "node:path";
import { NotFoundError } from "../../errors.ts";
import { escapeText } from "../../render/format.ts";
import { localProcesses } from "../../recording/processes/local-processes.ts";
import { readMemoryLimit } from "../../recording/processes/memory-limit.ts";
import { RECORDING_FORMAT } from "../../recording/recording-format.ts";
import { RecordingSession } from "../../recording/recording-session.ts";
import { Sampler } from "../../recording/sampler.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, ExitCode, UsageError } from "../command.ts";
import { type ChildEnd, CommandError, startChild } from "../child.ts";
import { DEFAULT_INTERVAL, type RecordArgs } from "./record-args.ts";
import { openRecordingFile, type RecordingFile } from "./recording-file.ts";
import { describeSession, StatusLine } from "./status-line.ts";
import type { TriggerArgs } from "./trigger-args.ts";
import { TriggerSetup } from "./trigger-setup.ts";

/** Variable that processes of a recording have in their environment, so that none gets lost. */
const MARKER_VARIABLE = "HEAPGRAPH_RECORDING";

/** What is recorded. */
interface Target {
  readonly pid: number;
  readonly command: string;
  readonly marker?: string | undefined;
  /** Resolves when the process that was started has ended; never for one that ran before. */
  readonly end: Promise<ChildEnd>;
}

/** Runs a command, or joins a process, and records its memory. */
export class ProgramRecorder {
  readonly #args: RecordArgs & TriggerArgs;
  readonly #io: CliIo;
  readonly #status: StatusLine;

  constructor(args: RecordArgs & TriggerArgs, io: CliIo) {
    this.#args = args;
    this.#io = io;
    this.#status = new StatusLine(io.stderr);
  }

  /**
   * @param command - null to join the process that `--attach` names.
   * @returns the exit code of the command; 0 for a process that was joined.
   * @throws {OutputError} @throws {NotFoundError} PROCESS_NOT_FOUND
   */
  async record(command: readonly string[] | undefined): Promise<number> {
    // Refused before anything is started.
    localProcesses();
    const { output, force, attach, memoryLimit, nodeStats } = this.#args;
    if (attach !== undefined && nodeStats)
      throw new UsageError("--node-stats has to be there when a program starts: not with --attach");
    const limit = memoryLimit ?? readMemoryLimit(attach ?? process.pid);
    const setup = new TriggerSetup(this.#args, limit, this.#io);
    const file = await openRecordingFile(output, force, this.#io, (error) =>
      this.#warn(`${error.message}; the program goes on unrecorded`),
    );
    try {
      const target = command === undefined ? this.#join() : await this.#start(command, setup, file);
      const end = await this.#follow(target, setup, file, limit);
      return end?.exitCode ?? ExitCode.ok;
    } catch (error) {
      file.discard();
      if (!(error instanceof CommandError)) throw error;
      this.#warn(error.message);
      return error.exitCode;
    } finally {
      file.close();
      setup.stats?.close();
    }
  }

  async #start(
    command: readonly string[],
    setup: TriggerSetup,
    file: RecordingFile,
  ): Promise<Target> {
    const marker = `heapgraph-${randomBytes(8).toString("hex")}`;
    const outer = this.#io.env[MARKER_VARIABLE];
    const environment = {
      ...setup.environment(dirname(file.path)),
      // A recording inside of another belongs to both.
      [MARKER_VARIABLE]: outer === undefined ? marker : `${outer},${marker}`,
    };
    const { pid, end } = await startChild(command, environment, this.#io);
    return { pid, command: command.join(" "), marker, end };
  }

  #join(): Target {
    const pid = this.#args.attach ?? 0;
    const handle = localProcesses().table.open(pid);
    if (handle === null || handle.read() === null)
      throw new NotFoundError("PROCESS_NOT_FOUND", String(pid), `there is no process ${pid}`);
    const command = handle.command();
    handle.close();
    return { pid, command, end: new Promise(() => {}) };
  }

  async #follow(
    target: Target,
    setup: TriggerSetup,
    file: RecordingFile,
    limit: number | undefined,
  ): Promise<ChildEnd | null> {
    const { interval, wait } = this.#args;
    const { table, clock } = localProcesses();
    const empty = new EventEmitter();
    const whenEmpty = once(empty, "empty").then(() => null);
    const { pid: root, marker } = target;
    const write = (lines: string): void => file.write(lines);
    const warn = (message: string): void => this.#warn(message);
    const triggers = setup.control({ file: file.path, write, warn });
    const sampler = new Sampler(table, {
      root,
      self: process.pid,
      marker,
      isFresh: marker !== undefined,
      clock,
      onDenied: ({ handle }) =>
        this.#warn(`PSS of process ${handle.pid} may not be read: recording RSS alone`),
    });
    const session = new RecordingSession({
      sampler,
      meta: {
        format: RECORDING_FORMAT,
        mem: "tree",
        interval: (interval ?? DEFAULT_INTERVAL) / 1000,
        limit,
        platform: process.platform,
        heapgraph: VERSION,
      },
      command: target.command,
      write,
      interval: interval ?? DEFAULT_INTERVAL,
      isIntervalFixed: interval !== undefined,
      onSample: (sample) => {
        const { total, members, time } = sample;
        this.#status.show(total, members.length, session.summary);
        const lines = setup.stats?.lines(
          members.map(({ member }) => member),
          time,
        );
        triggers?.onSample(sample);
        return lines ?? "";
      },
      onEmpty: () => empty.emit("empty"),
    });
    session.start();
    const ended = await this.#untilEnd(target, whenEmpty);
    session.stop(ended?.status);
    if (ended !== null && wait && session.summary.left > 0) {
      session.resume();
      await whenEmpty;
    }
    await triggers?.finish();
    this.#status.clear();
    this.#tell(session, file, ended !== null);
    return ended ?? (target.marker === undefined ? null : await target.end);
  }

  /** Of a process that was joined, Ctrl-C ends the recording too. */
  async #untilEnd(target: Target, empty: Promise<null>): Promise<ChildEnd | null> {
    if (target.marker !== undefined) return await target.end;
    const stopped = new Promise<null>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
        process.once(signal, () => resolve(null));
    });
    return await Promise.race([empty, stopped]);
  }

  #tell(session: RecordingSession, file: RecordingFile, hasEnded: boolean): void {
    if (this.#args.quiet) return;
    const { summary } = session;
    const name = relative(this.#io.cwd, file.path);
    this.#warn(
      describeSession(summary, name.startsWith("..") ? file.path : name || basename(file.path)),
    );
    if (hasEnded && summary.left > 0)
      this.#warn(`${summary.left} of its processes live on; --wait records them to their end`);
  }

  #warn(message: string): void {
    this.#status.clear();
    this.#io.stderr.write(`heapgraph: ${escapeText(message)}\n`);
  }
}

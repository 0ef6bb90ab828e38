import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type CliResult, type CliSurroundings, runCliIn } from "./cli.ts";
import { HOSTILE_SNAPSHOT, SESSION_SNAPSHOT } from "./session-heap.ts";

/** A folder with `app.heapsnapshot` and `hostile.heapsnapshot`, removed after the tests of the file. */
export class SnapshotFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), "heapgraph-folder-"));

  constructor() {
    writeFileSync(this.file("app.heapsnapshot"), SESSION_SNAPSHOT);
    writeFileSync(this.file("hostile.heapsnapshot"), HOSTILE_SNAPSHOT);
    afterAll(() => rmSync(this.path, { recursive: true }));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Permissions of a file, as in 0o600. */
  modeOf(name: string): number {
    return statSync(this.file(name)).mode & 0o777;
  }

  run(...argv: string[]): Promise<CliResult> {
    return this.runIn({}, ...argv);
  }

  runIn(around: CliSurroundings, ...argv: string[]): Promise<CliResult> {
    return runCliIn({ cwd: this.path, ...around }, ...argv);
  }

  /** The answer of a command line that must do without complaint. */
  async ask(...argv: string[]): Promise<string> {
    const { code, out, err } = await this.run(...argv);
    if (code !== 0 || err !== "") throw new Error(`${argv.join(" ")} exits ${code}: ${err}`);
    return out;
  }

  async askJson<T>(...argv: string[]): Promise<T> {
    return JSON.parse(await this.ask(...argv, "--json")) as T;
  }
}

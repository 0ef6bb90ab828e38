import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, it } from "vitest";
import { EXPORTER_PATH } from "../../src/python/preload.ts";
import { openSnapshot, type Snapshot } from "../../src/snapshot.ts";

const execute = promisify(execFile);

/** Interpreters to test with: those of HEAPGRAPH_PYTHONS ("python3.8 /opt/x/bin/python"), else python3 if it will do. */
const PYTHONS: readonly string[] = (
  process.env["HEAPGRAPH_PYTHONS"]?.split(/\s+/) ?? ["python3"]
).filter((python) => isTrue(python, "sys.version_info >= (3, 8)"));

/** A suite for each interpreter; one that is skipped and says why when there is none. */
export function describePython(title: string, tests: (python: string) => void): void {
  describeEach(PYTHONS, title, "there is no python3 of 3.8 or later", tests);
}

/** Whether an interpreter is there and an expression holds in it; `sys` is imported. */
function isTrue(python: string, expression: string): boolean {
  try {
    const answer = execFileSync(python, ["-c", `import sys; print(bool(${expression}))`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return answer.trim() === "True";
  } catch {
    return false;
  }
}

/** Whether a command is there. */
export function canRun(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A folder for what Python writes, removed after the tests of the file. */
export class PythonFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), "heapgraph-python-"));

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true, force: true }));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Runs one of `test/python/programs`, which can import the exporter, without what an installation adds.
   * @returns what it prints as JSON.
   */
  async tell<T>(python: string, program: string, ...args: readonly string[]): Promise<T> {
    const { stdout } = await execute(python, ["-S", join(PROGRAMS, program), ...args], {
      cwd: this.path,
      maxBuffer: 1 << 26,
      env: { ...process.env, PYTHONPATH: dirname(EXPORTER_PATH), PYTHONDONTWRITEBYTECODE: "1" },
    });
    return JSON.parse(stdout) as T;
  }

  open(name: string): Promise<Snapshot> {
    return openSnapshot(this.file(`${name}.heapsnapshot`));
  }
}

const PROGRAMS = fileURLToPath(new URL("../python/programs", import.meta.url));

/** What the exporter says of the process in the file's head. */
export function aboutProcess({ graph }: Snapshot): unknown {
  return graph.data.header.raw["heapgraph"];
}

/**
 * {@link describePython} with an interpreter that has some modules: Debian's, when the first in the path has not.
 * Skipped with the reason where there is none.
 */
export function describePythonWith(
  modules: readonly string[],
  title: string,
  tests: (python: string) => void,
): void {
  const has = modules.map((name) => `__import__("${name}")`).join(" and ");
  const pythons = [...PYTHONS, "/usr/bin/python3"].filter((one) => isTrue(one, has)).slice(0, 1);
  describeEach(pythons, title, `no python3 has ${modules.join(" and ")}`, tests);
}

/** A suite for each interpreter, or one that says why there is none. */
function describeEach(
  pythons: readonly string[],
  title: string,
  why: string,
  tests: (python: string) => void,
): void {
  for (const python of pythons)
    describe(`${title} (${python})`, () => {
      tests(python);
    });
  if (pythons.length > 0) return;
  describe(`${title}: not run, ${why}`, () => {
    it("needs an interpreter", (context) => context.skip(why));
  });
}

import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "./command.ts";
import { SNAPSHOT_NAME } from "./find-snapshot.ts";
import { splitInputs } from "./options.ts";

/**
 * The files of a series: those named as they are, in place of a folder its snapshots, in place of a glob what
 * matches it. Within a folder or glob they are in order of time: of that in Node's default file name, else of the
 * last change.
 * @returns paths as the user would write them.
 * @throws {UsageError} for fewer than two, an object, standard input, or what names no file.
 */
export function findSeries(inputs: readonly string[], cwd: string): string[] {
  const { files } = splitInputs(inputs, Infinity);
  if (files.includes("-"))
    throw new UsageError(
      "files of a series are read more than once: standard input cannot be one of them",
    );
  const found = files.flatMap((file) => expand(file, cwd));
  if (found.length >= 2) return found;
  const got = found.length === 0 ? "" : `, got ${found[0]}`;
  throw new UsageError(
    `growth compares two snapshots at least${got}: name files, a folder (. is this one), or a pattern such as 'Heap.*'`,
  );
}

function expand(input: string, cwd: string): string[] {
  const stat = statSync(resolve(cwd, input), { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const found = listInOrder(input, cwd, (name) => SNAPSHOT_NAME.test(name));
    if (found.length === 0) throw new UsageError(`there is no snapshot in the folder ${input}`);
    return found;
  }
  // A file may be called so; one that is missing is reported when it is opened.
  if (stat !== undefined || !/[*?]/.test(input)) return [input];
  const folder = dirname(input);
  if (/[*?]/.test(folder))
    throw new UsageError(`${input}: * and ? may only stand in the last part of a path`);
  const test = compileGlob(basename(input));
  const found = listInOrder(folder, cwd, (name) => test.test(name));
  if (found.length === 0) throw new UsageError(`no file matches ${input}`);
  return found;
}

/** `*` is any text, `?` any character; as in a shell, neither is a dot at the beginning. */
export function compileGlob(glob: string): RegExp {
  const source = glob.replaceAll(/[.*+?^${}()|[\]\\]/g, (character) =>
    character === "*" ? ".*" : character === "?" ? "." : `\\${character}`,
  );
  return new RegExp(`^${/^[*?]/.test(glob) ? String.raw`(?!\.)` : ""}${source}$`, "su");
}

function listInOrder(folder: string, cwd: string, isWanted: (name: string) => boolean): string[] {
  const path = resolve(cwd, folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(path)
    .filter(isWanted)
    .flatMap((name) => {
      const stat = statSync(join(path, name), { throwIfNoEntry: false });
      return stat?.isFile() === true ? [{ name, ...timeOf(name, stat.mtimeMs) }] : [];
    })
    .toSorted(
      (a, b) =>
        a.time - b.time ||
        a.sequence - b.sequence ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    )
    .map(({ name }) => join(folder, name));
}

/**
 * `Heap.20261123.030734.4711.0.001.heapsnapshot`: local time, process, thread, how many files it had written;
 * DevTools saves as `Heap-20261123T030734.heapsnapshot`.
 */
const DEFAULT_NAME =
  /^Heap[.-](?<date>\d{8})[.T](?<time>\d{6})(?:\.\d+\.\d+\.(?<sequence>\d+))?\.heapsnapshot/;

/** When a snapshot was taken; the sequence tells those of one second apart. */
function timeOf(name: string, changed: number): { time: number; sequence: number } {
  const { date, time, sequence = "0" } = DEFAULT_NAME.exec(name)?.groups ?? {};
  if (date === undefined || time === undefined) return { time: changed, sequence: 0 };
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  const [hour, minute, second] = [time.slice(0, 2), time.slice(2, 4), time.slice(4)].map(Number);
  return {
    time: new Date(year, month - 1, day, hour, minute, second).getTime(),
    sequence: Number(sequence),
  };
}

import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { compareTexts } from "../analysis/compare-texts.ts";
import { UsageError } from "./command.ts";
import { SNAPSHOT_NAME } from "./find-snapshot.ts";
import { compileGlob } from "./series-inputs.ts";

/**
 * The files of a fleet: of a folder all snapshots in it and below it, of a glob what matches it (`*` and `?` in any
 * part of the path, `**` for folders of any depth), of a file itself.
 * @returns absolute paths, each once, in order of path.
 * @throws {UsageError} for what names no file.
 */
export function findFleet(inputs: readonly string[], cwd: string): string[] {
  const found = new Set<string>();
  for (const input of inputs) {
    const paths = expand(input, cwd);
    if (paths.length === 0) throw new UsageError(`--fleet: there is no snapshot in ${input}`);
    for (const path of paths) found.add(path);
  }
  return [...found].toSorted(compareTexts);
}

/** How a path of a fleet is told: from this folder, where it lies below it. */
export function nameWithin(cwd: string): (path: string) => string {
  return (path) => {
    const name = relative(cwd, path);
    return name.startsWith("..") || isAbsolute(name) ? path : name;
  };
}

function expand(input: string, cwd: string): string[] {
  const path = resolve(cwd, input);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return listBelow(path).filter((file) => isSnapshot(file));
  if (stat !== undefined) return [path];
  if (!/[*?]/.test(input)) throw new UsageError(`--fleet: ${input} does not exist`);
  return matchGlob(path).filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

function isSnapshot(path: string): boolean {
  return SNAPSHOT_NAME.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** All files below a folder; links to folders are not followed. */
function listBelow(folder: string): string[] {
  return list(folder).flatMap((entry) =>
    entry.isDirectory() ? listBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function matchGlob(path: string): string[] {
  const folder = dirname(path);
  const part = basename(path);
  const folders = /[*?]/.test(folder) ? matchGlob(folder) : [folder];
  if (part === "**") return folders.flatMap((each) => [each, ...foldersBelow(each)]);
  const test = /[*?]/.test(part) ? compileGlob(part) : null;
  return folders.flatMap((each) =>
    list(each)
      .filter(({ name }) => (test === null ? name === part : test.test(name)))
      .map(({ name }) => join(each, name)),
  );
}

function foldersBelow(folder: string): string[] {
  const folders = list(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
  return [...folders, ...folders.flatMap((each) => foldersBelow(each))];
}

/** Entries of a folder; none of what is no folder or cannot be looked into. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A place in a source file, as tools of code review want it. */
export interface SourcePlace {
  /** With `/`, relative to the root where it lies below it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Scripts of a runtime's own, and what has no file. */
const NO_FILE = /^(node:|internal\/|ext:|deno:|bun:|native |\(|<)|^evalmachine\.|^\[/;

/**
 * The place that `script:line:column` names, null where it is no file of the program's.
 * @param root - absolute path of the folder that places are told from.
 */
export function readPlace(location: string | null, root: string): SourcePlace | null {
  const parts = /^(?<script>.+):(?<line>\d+):(?<column>\d+)$/s.exec(location ?? "")?.groups;
  const script = fileOf(parts?.["script"] ?? "");
  if (parts === undefined || script === "" || NO_FILE.test(script)) return null;
  const folder = root.replaceAll("\\", "/").replace(/\/?$/, "/");
  const file = script.startsWith(folder) ? script.slice(folder.length) : script;
  return { file, line: Number(parts["line"]), column: Number(parts["column"]) };
}

/** A file's URL as its path, a bundler's as the path in its project. */
function fileOf(script: string): string {
  const bundled = /^webpack:\/\/[^/]*\/(?:\.\/)?(?<path>.+)$/s.exec(script)?.groups?.["path"];
  if (bundled !== undefined) return bundled;
  const url = /^file:\/\/(?<path>\/.+)$/s.exec(script)?.groups?.["path"];
  if (url === undefined) return script.replaceAll("\\", "/");
  try {
    return decodeURIComponent(url).replace(/^\/(?=[A-Za-z]:\/)/, "");
  } catch {
    return url;
  }
}

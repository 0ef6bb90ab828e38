import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Where the built program of a thread lies: beside this file's folder when that is built, else in `dist`.
 * @param path - below the folder of the build, without extension: `parallel/helper-worker`.
 * @returns null where sources run that were never built.
 */
export function findWorkerProgram(path: string): string | null {
  for (const candidate of [`./${path}.js`, `../dist/${path}.js`]) {
    const file = fileURLToPath(new URL(candidate, import.meta.url));
    if (existsSync(file)) return file;
  }
  return null;
}

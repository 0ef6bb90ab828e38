import { readFile } from "node:fs/promises";
import { SourceError } from "./errors.ts";

/**
 * The text of a file that a user wrote: a budget, a baseline.
 * @param name - how an error calls it.
 * @throws {SourceError} SOURCE_NOT_FOUND, SOURCE_OPEN
 */
export async function readSettings(path: string, name: string = path): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOENT"
      ? new SourceError("SOURCE_NOT_FOUND", name, `${name} does not exist`, { cause: error })
      : new SourceError("SOURCE_OPEN", name, `${name} cannot be read: ${code}`, { cause: error });
  }
}

import { fileURLToPath } from "node:url";

/** Folder of the snapshots that come with the project. */
export const SAMPLES_FOLDER: string = fileURLToPath(new URL("../../samples/", import.meta.url));

/** Path of a sample by its name, e.g. `dataframe/before`. */
export function samplePath(name: string): string {
  return `${SAMPLES_FOLDER}${name}.heapsnapshot.gz`;
}

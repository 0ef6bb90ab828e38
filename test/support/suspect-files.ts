import { fileURLToPath } from "node:url";

/** Path of a snapshot made for one kind of suspect, by the program of the same name beside it. */
export function suspectPath(name: "console-node20" | "closures-workerd" | "piles-node20"): string {
  return fileURLToPath(new URL(`../fixtures/suspects/${name}.heapsnapshot.gz`, import.meta.url));
}

import { type ClassKey, classIdentity, type ClassKeys } from "../../graph/class-keys.ts";
import type { Analyses } from "../analyses.ts";
import { sumRetainedOfGroups } from "../class-totals.ts";

/** Sums of one file by the number of a class; classes that come up in later files lie behind the end. */
export interface ClassSums {
  /** Objects whose shallow size is not 0. */
  readonly counts: Float64Array;
  /** Bytes; nothing counted twice within a class. */
  readonly retainedSizes: Float64Array;
}

/** Numbers classes the same way in all files of a series. */
export class SeriesClasses {
  /** By number; of places that of the file a class came up in. */
  readonly keys: ClassKey[] = [];
  readonly #usesPlaces: boolean;
  readonly #numbers = new Map<string, number>();

  /** @param usesPlaces - two constructors of one name in two places are two classes. */
  constructor(usesPlaces: boolean) {
    this.#usesPlaces = usesPlaces;
  }

  /** Number of each node's class. Length nodeCount. */
  numberNodes({ keyOf, keys }: ClassKeys): Uint32Array {
    const numbers = keys.map((key) => this.#numberOf(key));
    const numbered = new Uint32Array(keyOf.length);
    for (let node = 0; node < keyOf.length; node++) numbered[node] = numbers[keyOf[node]];
    return numbered;
  }

  /** Sums up the classes of one file. O(nodes). */
  sum({ shallowSizes, dominators, scratch }: Analyses, classOf: Uint32Array): ClassSums {
    const counts = new Float64Array(this.keys.length);
    for (let node = 0; node < classOf.length; node++)
      if (shallowSizes[node] > 0) counts[classOf[node]]++;
    const { length } = counts;
    const retainedSizes = sumRetainedOfGroups(classOf, length, shallowSizes, dominators, scratch);
    return { counts, retainedSizes };
  }

  #numberOf({ className, location }: ClassKey): number {
    const key = {
      className: stripId(className),
      location: this.#usesPlaces ? location : null,
    };
    const identity = classIdentity(key);
    const known = this.#numbers.get(identity);
    if (known !== undefined) return known;
    this.#numbers.set(identity, this.keys.length);
    return this.keys.push(key) - 1;
  }
}

/** V8 15 writes ids into names, `system / Context / scope @56653`: each would be a class of its own. */
export function stripId(className: string): string {
  return className.replace(/ @\d+$/, "");
}

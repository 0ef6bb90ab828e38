import type { StringTable } from "../../graph/string-table.ts";

/** What a name tells about an edge or a node; bits of one byte. */
export const NameFlag = {
  /** Edge to an object's prototype, or between it and its constructor. */
  prototype: 1,
  /** Edge that only the runtime follows: to a map, to code, to a class. */
  plumbing: 2,
  /** Node that only the runtime knows: a map, feedback, a context of builtins. */
  plumbingNode: 4,
  /** Node that is a part of its owner: a table, a cell, an entry. */
  part: 8,
  /** Node that holds the variables of a function. */
  scope: 16,
  /** Edge to a backing store, whose contents are the owner's own references as well. */
  backing: 32,
} as const;

/** Bits of {@link NameFlag} for a name. */
export type NameJudge = (name: string) => number;

const KNOWN = 0x80;

/** Answers of a judge by string index; each name is decoded and judged once, at its first use. One byte a string. */
export class NameFlags {
  readonly #flags: Uint8Array;
  readonly #strings: StringTable;
  readonly #judge: NameJudge;

  constructor(strings: StringTable, judge: NameJudge) {
    this.#strings = strings;
    this.#judge = judge;
    this.#flags = new Uint8Array(strings.length);
  }

  /** Bits of {@link NameFlag}. */
  get(index: number): number {
    const flags = this.#flags[index] ?? KNOWN;
    if (flags !== 0) return flags & ~KNOWN;
    const judged = this.#judge(this.#strings.get(index));
    this.#flags[index] = judged | KNOWN;
    return judged;
  }
}

import { stripId } from "../change/series-classes.ts";
import type { Finding, SuspectKind } from "./detector.ts";

/** What makes a suspect the same one in another run, on another machine, under another version of Node. */
export interface Fingerprint {
  /** Twelve hexadecimal digits, from {@link text}. */
  readonly hash: string;
  /** `collection of Session at sessionCache.map`: detector, class, and the place without indexes, keys and ids. */
  readonly text: string;
}

/** Two names of what one detector finds: with earlier files, and without. */
const DETECTOR_NAMES: Partial<Record<SuspectKind, string>> = {
  "growing-class": "held-class",
  "dominant-retainer": "held-class",
};

/** What engines name themselves, one version otherwise than the next. */
const ENGINE_CLASS = /^(system \/ |Detached system \/ |\(.*\)$|JSArrayBufferData$)/;

/** Node's timers of one duration stand in a ring: which way leads to one is chance. */
const TIMER_RING = /\._idle(Next|Prev)/g;

/** A part of a name that no programmer chose: an index, a date, a hash, half of a UUID. */
const GENERATED = /\d{4,}|\b(?=[\da-f]*\d)[\da-f]{8,}\b/i;

/**
 * The fingerprint of a suspect. Of a place where the biggest finding is of an engine's own class, what hangs beside
 * it and has a name of the program's tells it: Node 20 counts the Buffers of a list, Node 24 the bytes behind them.
 * @param others - what else was found at the place, the weightiest first.
 * @param place - the place as code without indexes and keys, "" where there is none.
 */
export function fingerprintOf(
  main: Pick<Finding, "kind" | "class">,
  others: readonly Pick<Finding, "kind" | "class">[],
  place: string,
): Fingerprint {
  const named = ENGINE_CLASS.test(main.class)
    ? (others.find((one) => !ENGINE_CLASS.test(one.class)) ?? main)
    : main;
  const code = normalizeCode(place);
  const text =
    `${DETECTOR_NAMES[named.kind] ?? named.kind} of ${stripId(named.class)}` +
    (code === "" ? "" : ` at ${code}`);
  return { hash: hashText(text), text };
}

/** Code without ids, engines' internal references, and names that were generated. */
export function normalizeCode(code: string): string {
  return code
    .replaceAll(/ @\d+/g, "")
    .replaceAll(TIMER_RING, "")
    .replaceAll(/<[^<>]*>/g, "")
    .replaceAll(/\["(?:[^"\\]|\\.)*"\]/gs, (key) => (/\d/.test(key) ? "[*]" : key))
    .replaceAll(/\.[\p{ID_Start}$_#][\p{ID_Continue}$]*/gu, (step) =>
      GENERATED.test(step) ? ".*" : step,
    )
    .trim();
}

/** FNV-1a of 64 bits over UTF-8, its upper 48 bits in hexadecimal. */
function hashText(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return (hash >> 16n).toString(16).padStart(12, "0");
}

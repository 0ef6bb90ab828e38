import type { ReportItem } from "./report.ts";

/** What each kind of suspect is, for readers who see no more than the report. */
export const RULES: Readonly<
  Record<ReportItem["rule"], { readonly short: string; readonly help: string }>
> = {
  gate: {
    short: "A limit is passed",
    help: "A measured value is beyond what --fail-on or a budget allows.",
  },
  "dominant-retainer": {
    short: "Many objects hang on one place",
    help: "Most objects of a class are kept by one object. Bound what it may hold, or let go of it.",
  },
  "growing-class": {
    short: "Objects of a class keep growing",
    help: "There are more objects of a class in every snapshot, and one place keeps them.",
  },
  collection: {
    short: "A collection is big or grows",
    help: "A Map, Set, Array, dict or list keeps many objects. Delete entries that are done with, or bound it.",
  },
  listeners: {
    short: "Listeners pile up",
    help: "Listeners of one event are added and never removed; each keeps what its function sees.",
  },
  timers: {
    short: "Timers are never cancelled",
    help: "A timer keeps what its function sees until it fires or is cancelled.",
  },
  closures: {
    short: "Closures keep variables alive",
    help: "Many closures of one function each keep a scope with objects in it.",
  },
  pending: {
    short: "Suspended functions never go on",
    help: "Async functions or generators wait for what never comes, and keep their variables.",
  },
  detached: {
    short: "Detached elements are kept",
    help: "Elements or windows that are on no page any more are still referred to.",
  },
  "weak-values": {
    short: "Values of a WeakMap live on",
    help: "A value of a WeakMap lives as long as its key: find what keeps the keys.",
  },
  strings: {
    short: "Equal strings are stored again and again",
    help: "Copies of one text waste memory. Keep one of each.",
  },
  buffers: {
    short: "Buffers take much memory",
    help: "Many buffers of one size, or a very large one, are kept.",
  },
  copies: {
    short: "Realms are copied",
    help: "Each vm context, frame or worker has its own copy of built-in classes and scripts.",
  },
  inspector: {
    short: "A debugger keeps objects",
    help: "What only the console of a debugger keeps goes when its session ends.",
  },
  unreachable: {
    short: "Unreachable objects are there",
    help: "No root leads to them: they wait for the collector, or only native code knows them.",
  },
};

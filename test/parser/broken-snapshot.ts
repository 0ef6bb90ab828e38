import { buildSnapshot, type NodeInput, type SnapshotFile } from "../support/snapshot-builder.ts";

/** Three nodes and two edges, a property and an element. */
export const NODES: readonly NodeInput[] = [
  { type: "synthetic", edges: [{ name: "a", to: 1 }] },
  { name: "A", edges: [{ type: "element", name: 0, to: 2 }] },
  { name: "B" },
];

/** A snapshot that `change` has broken, its text, and the place of the `nth` number of a section. */
export function broken(change: (file: SnapshotFile) => void): {
  bytes: Buffer;
  text: string;
  placeOf: (section: string, nth: number) => number;
  endOf: (section: string) => number;
} {
  const bytes = buildSnapshot(NODES, { change });
  const text = bytes.toString("latin1");
  const placeOf = (section: string, nth: number): number => {
    let at = text.indexOf(`"${section}":[`) + section.length + 4;
    for (let passed = 0; passed < nth; passed++) at = text.indexOf(",", at) + 1;
    return at;
  };
  const endOf = (section: string): number => text.indexOf("]", placeOf(section, 0));
  return { bytes, text, placeOf, endOf };
}

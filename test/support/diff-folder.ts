import { writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import {
  AFTER_SNAPSHOT,
  BEFORE_SNAPSHOT,
  FOREIGN_SNAPSHOT,
  RENUMBERED_SNAPSHOT,
} from "./grown-heap.ts";
import { buildSnapshot, type NodeInput } from "./snapshot-builder.ts";
import { SnapshotFolder } from "./snapshot-folder.ts";

/** A name that is trouble for terminals, tables and markup. */
export const HOSTILE: string = 'Evil\u001b[31m"\n</text><b>|&amp;\u202e\\';

/** An object that stays and two whose names are trouble for terminals, tables and spreadsheets. */
function hostileSnapshot(isLater: boolean): Buffer {
  const added: readonly NodeInput[] = [
    { name: HOSTILE, id: 101, selfSize: 40, edges: [{ name: "x", to: 4 }] },
    { name: "=SUM(A1:A9)", id: 103, selfSize: 30 },
    { name: "Long".repeat(60), id: 105, selfSize: 20 },
  ];
  const edges = ["kept", ...(isLater ? [`${HOSTILE}\u0000`, "-1", "long"] : [])].map(
    (name, at) => ({ name, to: at + 2 }),
  );
  return buildSnapshot([
    { type: "synthetic", edges: [{ type: "shortcut", name: "1", to: 1 }] },
    { name: "global", selfSize: 80, edges },
    {
      name: "Kept",
      selfSize: 16,
      edges: isLater ? [{ type: "weak", name: "1", to: 3 }] : [],
    },
    ...(isLater ? added : []),
  ]);
}

/** A folder of snapshots to compare, removed after the tests of the file. */
export function createDiffFolder(): SnapshotFolder {
  const folder = new SnapshotFolder();
  for (const [name, bytes] of [
    ["before", BEFORE_SNAPSHOT],
    ["after", AFTER_SNAPSHOT],
    ["foreign", FOREIGN_SNAPSHOT],
    ["renumbered", RENUMBERED_SNAPSHOT],
    ["odd-1", hostileSnapshot(false)],
    ["odd-2", hostileSnapshot(true)],
  ] as const)
    writeFileSync(folder.file(`${name}.heapsnapshot`), bytes);
  writeFileSync(folder.file("after.heapsnapshot.gz"), gzipSync(AFTER_SNAPSHOT));
  writeFileSync(folder.file("before.heapsnapshot.br"), brotliCompressSync(BEFORE_SNAPSHOT));

  return folder;
}

/** An earlier and a later file in it. */
export const PAIR: readonly ["before.heapsnapshot", "after.heapsnapshot"] = [
  "before.heapsnapshot",
  "after.heapsnapshot",
];

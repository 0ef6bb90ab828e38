import { statSync } from "node:fs";
import { detectCompression } from "./content-detection.ts";
import { readHead } from "./head.ts";

/** Bytes of columns and working arrays a node and an edge take at the peak of a full analysis. */
const BYTES_PER_NODE = 64;
const BYTES_PER_EDGE = 14;
/** The process itself. */
const BASE_BYTES = 60e6;

/**
 * Memory a full analysis of a file takes at its peak, from the counts in its header; files whose header
 * is silent are judged by size.
 * @returns bytes, or null where nothing can be said (small, compressed, or not a regular file).
 */
export async function expectedMemory(path: string): Promise<number | null> {
  const stat = statSync(path, { throwIfNoEntry: false });
  // What is small fits anywhere, and is not worth a second look.
  if (stat?.isFile() !== true || stat.size < 20e6) return null;
  const head = await readHead(path);
  if (head === null || detectCompression(head, stat.size).compression !== "none") return null;
  return estimateMemory(
    statedCount(head, "node_count"),
    statedCount(head, "edge_count"),
    stat.size,
  );
}

/** Times that a compressed snapshot is larger once decompressed; texts compress better than most. */
const COMPRESSION = 12;

/** Memory that a full analysis of a file takes at its peak, in bytes, also where only its size can be gone by. */
export async function guessMemory(path: string): Promise<number> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const known = await expectedMemory(path).catch(() => null);
  if (known !== null) return known;
  return BASE_BYTES + size * (/\.(gz|br|zst)$/i.test(path) ? COMPRESSION : 1);
}

/** Peak memory in bytes for such counts; 0 counts are replaced by what the size suggests. */
export function estimateMemory(nodeCount: number, edgeCount: number, fileBytes: number): number {
  if (nodeCount === 0 || edgeCount === 0) return BASE_BYTES + fileBytes;
  const strings = Math.max(0, fileBytes - nodeCount * 25 - edgeCount * 15);
  return BASE_BYTES + nodeCount * BYTES_PER_NODE + edgeCount * BYTES_PER_EDGE + strings;
}

function statedCount(head: Buffer, key: string): number {
  const match = new RegExp(`"${key}"\\s*:\\s*(\\d+)`).exec(head.toString("latin1"));
  return match === null ? 0 : Number(match[1]);
}

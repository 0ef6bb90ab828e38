/** What every JSON answer says of the file it speaks of. */
export interface SnapshotIdentity {
  readonly path: string;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Bytes, native memory outside of nodes included. */
  readonly totalSize: number;
}

/** What is known of a file that could not be read. */
export type UnreadIdentity = Pick<SnapshotIdentity, "path">;

/** A result of an analysis: plain data with the word that tells it from others. */
export interface TaggedResult {
  readonly kind: string;
}

/**
 * The JSON form of a result: one object with version, kind and schema first, then the result's own fields.
 * @param snapshot - the file, or files, it speaks of; null where it speaks of no snapshot and says itself of what.
 */
export function renderJson(
  result: TaggedResult,
  version: string,
  snapshot: SnapshotIdentity | UnreadIdentity | readonly SnapshotIdentity[] | null,
): string {
  const { kind, ...rest } = result;
  const about =
    snapshot === null ? {} : Array.isArray(snapshot) ? { snapshots: snapshot } : { snapshot };
  return `${JSON.stringify({ heapgraph: version, kind, schema: 1, ...about, ...rest }, null, 2)}\n`;
}

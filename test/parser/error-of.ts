import { expect } from "vitest";
import { SnapshotFormatError } from "../../src/errors.ts";
import type { SnapshotSource } from "../../src/parser/byte-source.ts";
import { readSnapshot } from "../../src/parser/read-snapshot.ts";

/** What a promise is rejected with; null when it is not. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return null;
}

/** Expects that reading fails with a SnapshotFormatError that has these fields. */
export async function expectFormatError(
  source: SnapshotSource,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const error = await errorOf(readSnapshot(source));
  expect(error).toBeInstanceOf(SnapshotFormatError);
  expect(error).toMatchObject(fields);
}

/** Yields the bytes in pieces of a size. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

import { open } from "node:fs/promises";
import { HEAD_BYTES } from "./content-detection.ts";

/** The first stored bytes of a file; null when it cannot be read (whoever reads it in full says why). */
export async function readHead(path: string): Promise<Buffer | null> {
  try {
    const file = await open(path, "r");
    try {
      const buffer = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

import { formatBytes, formatCount, formatPercent } from "../quantity-text.ts";
import type { Finding } from "./detector.ts";

/** `500 Session (628 kB, 5.0 % of the heap)`. */
export function describeObjects(
  { class: name, count, bytes }: Pick<Finding, "class" | "count" | "bytes">,
  totalSize: number,
): string {
  const share = totalSize === 0 ? 0 : bytes / totalSize;
  return `${formatCount(count)} ${name} (${formatBytes(bytes)}, ${formatPercent(share)} of the heap)`;
}

import type { GrowthResult } from "../analysis/change/growth-result.ts";
import { visibleText } from "./dot-text.ts";
import { formatBytes, formatCount } from "./format.ts";
import { cutToWidth } from "./table.ts";

/** One line of a chart. */
export interface ChartLine {
  /** Visible text, short enough to stand at its end. */
  readonly label: string;
  /** In full. */
  readonly name: string;
  /** One a file. */
  readonly values: readonly number[];
}

/** What a chart of a growth shows. */
export interface GrowthChart {
  readonly lines: readonly ChartLine[];
  /** What its values are. */
  readonly measure: "retained" | "count" | "size";
  /** What stands below each position, visible text. */
  readonly files: readonly string[];
  readonly format: (value: number) => string;
}

/** Lines that can be told apart. */
const MAX_LINES = 6;

const MAX_LABEL = 34;

/**
 * Chooses what to draw: the first classes of a result by what they retain, or by their counts where it is sorted
 * so; the whole heap where no class grows.
 */
export function toGrowthChart({ classes, sort, by, snapshots }: GrowthResult): GrowthChart {
  const files = snapshots.map(({ path }) => visibleText(baseName(path)));
  const isCount = sort === "count" || (sort === "slope" && by === "count");
  if (classes.length === 0) {
    const values = snapshots.map(({ totalSize }) => totalSize);
    const lines = [{ label: "whole heap", name: "whole heap", values }];
    return { lines, measure: "size", files, format: formatBytes };
  }
  const lines = classes.slice(0, MAX_LINES).map(({ name, location, counts, retainedSizes }) => ({
    label: cutToWidth(visibleText(name), MAX_LABEL),
    name: visibleText(location === null ? name : `${name}, ${location}`),
    values: isCount ? counts : retainedSizes,
  }));
  return isCount
    ? { lines, measure: "count", files, format: formatCount }
    : { lines, measure: "retained", files, format: formatBytes };
}

/** What a chart says, for who cannot see it. */
export function describeChart({ lines, measure, format }: GrowthChart): string {
  const what = { retained: "Retained size", count: "Objects", size: "Size" }[measure];
  const each = lines.map(({ name, values }) => `${name}: ${values.map(format).join(", ")}`);
  return `${what} in each of ${lines[0].values.length} snapshots. ${each.join("; ")}.`;
}

/** The last part of a path, of either kind of system. */
function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

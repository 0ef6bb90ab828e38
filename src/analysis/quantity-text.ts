/** How numbers read in sentences and tables; locale-free, so goldens are stable. */

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as DevTools writes them: 1 kB = 1000 bytes, one decimal below 100. */
export function formatBytes(bytes: number): string {
  const sign = bytes < 0 ? "-" : "";
  let value = Math.abs(bytes);
  let unit = 0;
  // What would round up to 1000 is written in the next unit.
  while (unit < UNITS.length - 1 && roundTo(value, unit) >= 1000) {
    value /= 1000;
    unit++;
  }
  const rounded = roundTo(value, unit);
  const text = unit > 0 && rounded < 100 ? rounded.toFixed(1) : String(rounded);
  return `${sign}${text} ${UNITS[unit]}`;
}

function roundTo(value: number, unit: number): number {
  return unit > 0 && value < 99.95 ? Math.round(value * 10) / 10 : Math.round(value);
}

/** An integer with commas between groups of three digits. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A share of 0 to 1 in percent, one decimal below 10. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  return `${percent < 9.95 ? percent.toFixed(1) : String(Math.round(percent))} %`;
}

/** A word in singular or plural behind its count: `1 node`, `2 nodes`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

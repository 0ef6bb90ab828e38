const CELLS = "▁▂▃▄▅▆▇█";

/**
 * Numbers as a row of bars, one cell each: the lowest of them as low as can be, the highest as high; equal ones
 * all low.
 */
export function renderSparkline(values: readonly number[]): string {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = most - least;
  return values
    .map((value) => {
      const share = range > 0 ? (value - least) / range : 0;
      return CELLS[Math.round(share * (CELLS.length - 1))];
    })
    .join("");
}

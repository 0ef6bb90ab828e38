import { formatBytes } from "./format.ts";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** A time since a beginning, or how long something took: `0.25 s`, `12.3 s`, `5 min 30 s`, `3 h 5 min`, `2 d 4 h`. */
export function formatElapsed(seconds: number): string {
  if (seconds < 0) return `-${formatElapsed(-seconds)}`;
  if (seconds > 0 && seconds < 0.0995) return `${trimZeros(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${trimZeros(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < HOUR) return joinUnits(whole, MINUTE, "min", 1, "s");
  return whole < DAY
    ? joinUnits(Math.round(whole / MINUTE) * MINUTE, HOUR, "h", MINUTE, "min")
    : joinUnits(Math.round(whole / HOUR) * HOUR, DAY, "d", HOUR, "h");
}

function joinUnits(
  seconds: number,
  big: number,
  bigName: string,
  small: number,
  smallName: string,
): string {
  const rest = Math.round((seconds % big) / small);
  const text = `${Math.floor(seconds / big)} ${bigName}`;
  return rest === 0 ? text : `${text} ${rest} ${smallName}`;
}

/** Two significant digits below 1, one decimal below 100; no zeros at the end. */
function trimZeros(value: number): string {
  return String(Number(value < 1 ? value.toPrecision(2) : value.toFixed(value < 100 ? 1 : 0)));
}

/** Units of a growth with their seconds. */
const RATE_UNITS: Readonly<Record<RateUnit, number>> = { s: 1, min: MINUTE, h: HOUR, day: DAY };
export type RateUnit = "s" | "min" | "h" | "day";

/** The unit in which a growth of some bytes a second reads well. */
export function rateUnitOf(bytesPerSecond: number): RateUnit {
  const size = Math.abs(bytesPerSecond);
  if (size >= 1e6) return "s";
  if (size * MINUTE >= 1e5) return "min";
  return size * HOUR >= 1e4 || size === 0 ? "h" : "day";
}

/** A growth: `2.1 MB/min`. */
export function formatRate(
  bytesPerSecond: number,
  unit: RateUnit = rateUnitOf(bytesPerSecond),
): string {
  return `${formatBytes(bytesPerSecond * RATE_UNITS[unit])}/${unit}`;
}

/** A moment of the calendar, in UTC: `2026-11-25 04:20:07 UTC`. */
export function formatMoment(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "an unknown time";
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

import { TextSyntaxError } from "../errors.ts";

const BYTE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3 };

/**
 * Reads a size: `500`, `64kB`, `64KiB`, `1.5MB`, `2GiB`, in any case.
 * @returns bytes, rounded.
 * @throws {TextSyntaxError} SYNTAX_SIZE
 */
export function parseByteSize(text: string): number {
  return Math.round(
    parseQuantity(text, BYTE_UNITS, "SYNTAX_SIZE", "a size such as 500, 64kB, 1.5MB or 2GiB"),
  );
}

/**
 * Reads a duration: `250ms`, `10s`, `5m`, `2h`.
 * @returns milliseconds.
 * @throws {TextSyntaxError} SYNTAX_DURATION
 */
export function parseDuration(text: string): number {
  return parseQuantity(
    text,
    DURATION_UNITS,
    "SYNTAX_DURATION",
    "a duration such as 250ms, 10s, 5m or 2h",
  );
}

const RATE_UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
};

/**
 * Reads a growth: a size for each second, minute, hour or day, such as `500kB/s`, `10MB/min`, `1.5MiB/h`.
 * @returns bytes a second.
 * @throws {TextSyntaxError} SYNTAX_RATE
 */
export function parseRate(text: string): number {
  const expected = "a rate such as 500kB/s, 10MB/min or 1.5MB/h";
  const [size, unit = "", ...rest] = text.split("/");
  const seconds = RATE_UNITS[unit.trim().toLowerCase()];
  if (seconds === undefined || rest.length > 0)
    throw new TextSyntaxError("SYNTAX_RATE", text, 0, `expected ${expected}, got "${text}"`);
  return parseQuantity(size, BYTE_UNITS, "SYNTAX_RATE", expected, text) / seconds;
}

function parseQuantity(
  text: string,
  units: Readonly<Record<string, number>>,
  code: string,
  expected: string,
  whole: string = text,
): number {
  const match = /^\s*(?<number>\d+(?:\.\d+)?)\s*(?<unit>[a-z]*)\s*$/i.exec(text);
  const factor = units[(match?.groups?.["unit"] ?? "?").toLowerCase()];
  if (match?.groups === undefined || factor === undefined) {
    throw new TextSyntaxError(code, whole, 0, `expected ${expected}, got "${whole}"`);
  }
  return Number(match.groups["number"]) * factor;
}

/** Reads values of parsed JSON whose shape nobody vouches for; null for what is of another kind. */

/** An object, no array. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The texts in the first element of a list, which is where a snapshot's meta keeps its types. */
export function firstTextsOf(value: unknown): readonly string[] {
  const first: unknown = Array.isArray(value) ? value[0] : null;
  return Array.isArray(first) ? first.filter((item) => typeof item === "string") : [];
}

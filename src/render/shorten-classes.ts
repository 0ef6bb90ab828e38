/** Fields of results that hold names of classes. */
const CLASS_FIELDS: ReadonlySet<string> = new Set(["class", "name", "exactClasses"]);

/**
 * A result with short names of classes, for people; machines get the full ones. Objects and arrays are copied,
 * columns are not; texts that merely contain a name stay.
 * @param shortNames - see `shortNamesOf`; of an empty map the result itself is returned.
 */
export function shortenClasses<Result>(
  result: Result,
  shortNames: ReadonlyMap<string, string>,
): Result {
  return shortNames.size === 0 ? result : (shorten(result, shortNames, false) as Result);
}

function shorten(
  value: unknown,
  shortNames: ReadonlyMap<string, string>,
  isClass: boolean,
): unknown {
  if (typeof value === "string") return isClass ? (shortNames.get(value) ?? value) : value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((one) => shorten(one, shortNames, isClass));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  // The name of a string is its content.
  const isText = "type" in value && value.type === "string";
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      shorten(inner, shortNames, CLASS_FIELDS.has(field) && !(isText && field === "name")),
    ]),
  );
}

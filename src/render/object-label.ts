import { cutToWidth } from "./table.ts";

/** What a label is made of. */
export interface Labelled {
  readonly id: number | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly class: string;
}

/** Columns a name may take inside of a label. */
const NAME_WIDTH = 48;

/**
 * The shortest text that tells what an object is: its class, or its name where the class says little.
 * Strings stand in quotes, functions end in `()`; long texts are cut. Not yet safe for a terminal.
 */
export function objectLabel({ type, name, class: className }: Labelled): string {
  if (type === null || name === null) return className;
  switch (type) {
    case "string":
      return JSON.stringify(cut(name));
    case "closure":
      return `${name === "" ? "(anonymous)" : cut(name)}()`;
    case "synthetic":
      return name === "" ? "(root)" : cut(name);
    case "native":
      return name === "" ? className : cut(name);
    default:
      // `(system)`, `(array)` … and markup cut to its tag tell less than the node's own name.
      return /^[(<]/.test(className) && name !== "" ? cut(name) : className;
  }
}

/** {@link objectLabel} with the object's id behind it. */
export function objectLabelWithId(object: Labelled): string {
  const label = objectLabel(object);
  return object.id === null ? label : `${label} @${object.id}`;
}

function cut(name: string): string {
  // Names can be whole files: measure no more than can be shown.
  const start = name.length > 4 * NAME_WIDTH ? `${name.slice(0, 4 * NAME_WIDTH)}…` : name;
  return cutToWidth(start, NAME_WIDTH);
}

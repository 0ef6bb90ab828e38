import { cutToWidth } from "./table.ts";

/** What a label is made of. */
export interface Labelled {
  readonly id: number | null;
  readonly type: string | null;
  readonly name: string | null;
  readonly class: string;
}

/** Columns a name may take inside of a label unless there is less room. */
export const NAME_WIDTH = 48;

/**
 * The shortest text that tells what an object is: its class, or its name where the class says little.
 * Strings stand in quotes, functions end in `()`; long texts are cut. Not yet safe for a terminal.
 * @param width - columns that a name may take; where it is less than usual, class names are cut too.
 */
export function objectLabel(object: Labelled, width: number = NAME_WIDTH): string {
  const { type, name } = object;
  const className = width < NAME_WIDTH ? cutName(object.class, width) : object.class;
  const cut = (text: string): string => cutName(text, width);
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
      return /^[(<]/.test(object.class) && name !== "" ? cut(name) : className;
  }
}

/** {@link objectLabel} with the object's id behind it. */
export function objectLabelWithId(object: Labelled, width: number = NAME_WIDTH): string {
  const label = objectLabel(object, width);
  return object.id === null ? label : `${label} @${object.id}`;
}

function cutName(name: string, width: number): string {
  // Names can be whole files: measure no more than can be shown.
  const start = name.length > 4 * NAME_WIDTH ? `${name.slice(0, 4 * NAME_WIDTH)}…` : name;
  return cutToWidth(start, width);
}

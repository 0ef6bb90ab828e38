import type { SourceLocation } from "../graph/class-keys.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NO_NODE } from "../graph/ids.ts";

const SCRIPT_PREFIX = "system / Script / ";

/**
 * Names of scripts by id, as far as the file tells: the script's node (V8 >= 15), or the functions of an
 * allocation profile, whose rows carry both.
 */
export function scriptNames(graph: HeapGraph): ReadonlyMap<number, string> {
  const { locations, traceFunctions } = graph.data;
  const names = new Map<number, string>();
  const { scriptOrdinals, scriptIds } = locations;
  if (scriptOrdinals !== null) {
    for (let row = 0; row < locations.count; row++) {
      const ordinal = scriptOrdinals[row];
      if (ordinal === NO_NODE || names.has(scriptIds[row])) continue;
      const name = graph.rawName(ordinal);
      if (name.startsWith(SCRIPT_PREFIX))
        names.set(scriptIds[row], name.slice(SCRIPT_PREFIX.length));
    }
  }
  const { script_id: ids, script_name: files } = traceFunctions.fields;
  if (ids === undefined || files === undefined) return names;
  for (let row = 0; row < traceFunctions.count; row++) {
    if (ids[row] <= 0 || names.has(ids[row])) continue;
    const name = graph.strings.get(files[row]);
    if (name !== "") names.set(ids[row], name);
  }
  return names;
}

/** The name of a script from that of its node, which V8 >= 15 writes behind a prefix. */
export function scriptName(nodeName: string): string {
  return nodeName.replace(/^system \/ Script( \/ )?/, "");
}

/** `file.js:12:3` with 1-based numbers, or `script 77:12:3` where the file's name is not known. */
export function describeLocation(
  location: SourceLocation,
  scripts: ReadonlyMap<number, string>,
): string {
  const script = scripts.get(location.scriptId) ?? `script ${location.scriptId}`;
  return `${script}:${location.line + 1}:${location.column + 1}`;
}

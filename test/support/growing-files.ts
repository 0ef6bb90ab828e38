import { buildSnapshot, type EdgeInput, type NodeInput } from "./snapshot-builder.ts";

/** What a state of the small program holds, by class. */
export type ObjectCounts = Readonly<Record<string, number>>;

/**
 * States of a small program whose global holds objects of some classes in arrays. An object keeps its id as long
 * as it lives, and the later born have higher ones. The class `Code` is compiled code.
 */
export function growingSnapshots(states: readonly ObjectCounts[]): Buffer[] {
  const ids = new Map<string, number>();
  for (const counts of states) {
    for (const [name, count] of Object.entries(counts)) {
      for (let at = 0; at < count; at++) {
        const key = `${name} ${at}`;
        if (!ids.has(key)) ids.set(key, 2 * ids.size + 1001);
      }
    }
  }
  const names = [...new Set(states.flatMap((counts) => Object.keys(counts)))];
  return states.map((counts) => {
    const nodes: NodeInput[] = [
      { type: "synthetic", edges: [{ type: "shortcut", name: "g", to: 1 }] },
    ];
    const lists: EdgeInput[] = [];
    nodes.push({ name: "global", selfSize: 80, edges: lists });
    for (const [at, name] of names.entries()) {
      const edges: EdgeInput[] = [];
      const list = nodes.push({ name: "Array", id: 2 * at + 11, selfSize: 16, edges }) - 1;
      lists.push({ name: `list${at}`, to: list });
      for (let number = 0; number < (counts[name] ?? 0); number++) {
        const id = ids.get(`${name} ${number}`) ?? 0;
        const kind = name === "Code" ? { type: "code", name: "(bytecode)" } : { name };
        const to = nodes.push({ ...kind, id, selfSize: 100 }) - 1;
        edges.push({ type: "element", name: number, to });
      }
    }
    return buildSnapshot(nodes);
  });
}

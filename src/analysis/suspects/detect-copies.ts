import { sumRetained } from "../../graph/dominance.ts";
import { type Detector, MAX_FOUND } from "./detector.ts";
import { placeOf } from "./kept-objects.ts";

/** A realm's own node: one for each page, frame, worker or vm context. Words of a file may read alike. */
const REALM_NAME = /^(Detached )?system \/ NativeContext\b/;

/** Realms that a page or a program has without meaning to have copies. */
const MIN_REALMS = 4;

/** Copies of all built-in classes and of every script that a realm runs: vm contexts, frames. */
export const detectCopies: Detector = (context) => {
  const { analyses } = context;
  const { graph } = analyses;
  const realmClass = "system / NativeContext";
  const realms: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!graph.strings.startsWith(graph.data.nodeNames[node], realmClass)) continue;
    if (REALM_NAME.test(graph.rawName(node))) realms.push(node);
  }
  if (realms.length < MIN_REALMS) return [];
  const ordinals = realms.slice(0, MAX_FOUND);
  return [
    {
      kind: "copies",
      class: realmClass,
      count: realms.length,
      bytes: sumRetained(analyses.dominance, Uint32Array.from(realms), analyses.retainedSizes),
      ordinals,
      accumulation: placeOf(context, ordinals),
      sentence: ({ objects, where }) =>
        `${objects}: as many realms, each with its own copy of built-in classes and scripts` +
        (where === "" ? "" : `, most of them under ${where}`),
      isExpected: false,
      certainty: 0.7,
    },
  ];
};

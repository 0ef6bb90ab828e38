import { EdgeType } from "../../graph/edge-type.ts";
import { NodeType } from "../../graph/node-type.ts";
import type { Analyses } from "../analyses.ts";
import { readStringContent } from "../string-content.ts";
import { NO_VALUE, type PropertyValue } from "./property-value.ts";

/** Characters of a text that are read. */
const TEXT_LIMIT = 65_536;

const LITERALS: ReadonlyMap<string, boolean | null | undefined> = new Map<
  string,
  boolean | null | undefined
>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
]);

/**
 * Makes a reader of what nodes stand for: the text of strings, `true`, `false`, `null` and `undefined`, and
 * numbers as far as the file has them. V8 writes numbers only when asked for numeric values
 * (`exposeNumericValues`), Chrome and Hermes always; BigInts and Python's numbers have no values in any file.
 */
export function createValueReader(analyses: Analyses): (node: number) => PropertyValue {
  const { graph, referenceKinds } = analyses;
  const { nodeTypes, nodeIds } = graph.data;
  const isHermes = referenceKinds.runtime === "hermes";
  const valueOf = (node: number): PropertyValue["value"] => {
    switch (nodeTypes[node]) {
      case NodeType.string:
      case NodeType.concatenatedString:
      case NodeType.slicedString:
        return readStringContent(graph, node, TEXT_LIMIT)?.text ?? NO_VALUE;
      case NodeType.number:
        return readNumber(analyses, node);
      case NodeType.hidden:
      case NodeType.native:
        return readOddball(analyses, node);
      case NodeType.object:
        return isHermes ? readOddball(analyses, node) : NO_VALUE;
      default:
        return NO_VALUE;
    }
  };
  return (node) => ({ value: valueOf(node), id: nodeIds[node] });
}

/** Hermes names a number by its digits; V8 puts them into a string that an edge `value` leads to. */
function readNumber({ graph }: Analyses, node: number): number | typeof NO_VALUE {
  const { firstEdges, edgeTypes, edgeTargets } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (edgeTypes[edge] === EdgeType.internal && graph.edgeName(edge) === "value")
      return toNumber(graph.rawName(edgeTargets[edge]));
  }
  return toNumber(graph.rawName(node));
}

function toNumber(text: string): number | typeof NO_VALUE {
  const number = Number(text);
  return text === "" || (Number.isNaN(number) && text !== "NaN") ? NO_VALUE : number;
}

/** V8's singletons; before V8 13 all have one name, and what they are is their first hidden string. */
function readOddball({ graph }: Analyses, node: number): PropertyValue["value"] {
  const name = graph.rawName(node);
  if (LITERALS.has(name)) return LITERALS.get(name);
  if (name !== "system / Oddball") return NO_VALUE;
  const { firstEdges, edgeTypes, edgeNames, edgeTargets } = graph.data;
  for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
    if (edgeTypes[edge] !== EdgeType.hidden || edgeNames[edge] !== 0) continue;
    const text = graph.rawName(edgeTargets[edge]);
    return LITERALS.has(text) ? LITERALS.get(text) : NO_VALUE;
  }
  return NO_VALUE;
}

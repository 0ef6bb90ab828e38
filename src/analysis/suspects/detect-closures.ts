import { followInternal } from "../follow-edge.ts";
import { sumRetained } from "../../graph/dominance.ts";
import { NodeType } from "../../graph/node-type.ts";
import { commonClass, findWasted, isOfProgram } from "../closures/find-closures.ts";
import { formatCount } from "../quantity-text.ts";
import { type Detector, type DetectorContext, type Finding, MAX_FOUND } from "./detector.ts";
import { keptByClosures, placeOf } from "./kept-objects.ts";

/** Closures made at one place, each with a scope of its own. */
const MIN_CLOSURES = 50;

/** Memory of unused variables that is worth a word whatever the number of scopes, as a share of the heap. */
const MIN_WASTED_SHARE = 0.005;

/** Many closures of one function that each keep variables alive, and variables that no function uses any more. */
export const detectClosures: Detector = (context) => [
  ...ofUnusedVariables(context),
  ...ofClosures(context),
];

/** What scopes keep though no function alive can use it; only newer V8 tells. */
function ofUnusedVariables(context: DetectorContext): Finding[] {
  const { analyses, totalSize } = context;
  if (analyses.variableUses === null) return [];
  const findings: Finding[] = [];
  for (const group of analyses.scopeGroups.groups) {
    const byName = new Map<string, number[]>();
    for (const { name, value } of findWasted(analyses, group)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [value]);
      else known.push(value);
    }
    for (const [name, values] of byName) {
      const bytes = sumRetained(
        analyses.dominance,
        Uint32Array.from(values),
        analyses.retainedSizes,
      );
      if (values.length < MIN_CLOSURES && bytes < MIN_WASTED_SHARE * totalSize) continue;
      const whose = group.maker === null ? "" : ` of ${group.maker.name || "a function"}()`;
      findings.push({
        kind: "closures",
        class: commonClass(analyses, values),
        count: values.length,
        bytes,
        ordinals: values.slice(0, MAX_FOUND),
        accumulation: placeOf(context, values),
        sentence: ({ objects, where }) =>
          `${objects} are kept by the variable ${name} in scopes${whose}, which no function uses any more` +
          (where === "" ? "" : `; the scopes hang on ${where}`),
        isExpected: !isOfProgram(analyses, group),
        certainty: 0.95,
      });
    }
  }
  return findings;
}

function ofClosures(context: DetectorContext): Finding[] {
  const { locations, nodeTypes } = context.analyses.graph.data;
  const groups = new Map<string, number[]>();
  for (let row = 0; row < locations.count; row++) {
    const ordinal = locations.ordinals[row];
    if (nodeTypes[ordinal] !== NodeType.closure || !context.program.isProgramNode(ordinal))
      continue;
    const place = `${locations.scriptIds[row]}:${locations.lines[row]}:${locations.columns[row]}`;
    const known = groups.get(place);
    if (known === undefined) groups.set(place, [ordinal]);
    else known.push(ordinal);
  }
  return [...groups.values()].flatMap((closures) =>
    closures.length < MIN_CLOSURES ? [] : (describe(context, closures) ?? []),
  );
}

function describe(context: DetectorContext, closures: readonly number[]): Finding | null {
  const { analyses } = context;
  const scopes = new Set(
    closures.map((one) => followInternal(context.analyses.graph, one, "context")),
  );
  if (scopes.size * 2 < closures.length) return null;
  const kept = keptByClosures(context, closures);
  const name = analyses.graph.rawName(closures[0]);
  const ordinals = kept?.ordinals ?? closures.slice(0, MAX_FOUND);
  return {
    kind: "closures",
    class: kept?.class ?? `${name}()`,
    count: kept?.count ?? closures.length,
    bytes: sumRetained(
      analyses.dominance,
      Uint32Array.from([...closures, ...(kept?.ordinals ?? [])]),
      analyses.retainedSizes,
    ),
    ordinals,
    accumulation: placeOf(context, ordinals),
    sentence: ({ objects, where }) =>
      kept === null
        ? `${objects}: as many closures of one function, kept by ${where}`
        : `${objects} are kept by variables of ${formatCount(closures.length)} closures ${name}() at ${where}`,
    isExpected: false,
    certainty: 0.85,
  };
}

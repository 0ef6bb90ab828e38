import type { Analyses } from "../analyses.ts";
import { findSingleCuts } from "../cut/single-cuts.ts";
import { ReferenceDescriber } from "../cut/find-cuts.ts";
import { stripId } from "../change/series-classes.ts";
import { Parts } from "../lineage/parts.ts";
import { searchPath } from "../lineage/path-search.ts";
import { accessCode, describePath } from "../lineage/path-steps.ts";
import { Patterns } from "../lineage/patterns.ts";
import { createRootTest } from "../lineage/root-test.ts";
import type { ClassGrowth, DetectorContext, Finding } from "./detector.ts";
import { DETECTORS } from "./detectors.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { mergeFindings, type MergedFinding, ownerOf } from "./merge-findings.ts";
import { scoreFinding, severityOf } from "./score.ts";
import { describeObjects } from "./sentence.ts";
import { type Score, SEVERITIES, type Severity, type Suspect } from "./suspect.ts";

/** Ids that a suspect names. */
const SAMPLE_IDS = 3;

/** Share of the objects from which the way to them tells where they are. */
const MOST = 0.5;

/** Ways to its objects that a suspect names. */
const MAX_WAYS = 4;

export interface SuspectOptions {
  /** Suspects to return, 0 for all. Default 10. */
  readonly limit?: number;
  /** By class name, from a series; see {@link DetectorContext.growth}. */
  readonly growth?: ReadonlyMap<string, ClassGrowth> | null;
}

export const DEFAULT_SUSPECTS = 10;

/** Suspects, and how many of each severity there are, those that the limit cut off included. */
export interface Suspects {
  readonly totalSize: number;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly suspects: readonly Suspect[];
  readonly omitted: { readonly count: number };
}

/**
 * What probably leaks in a heap, most urgent first. Every detector is asked; what several find in one place is
 * one suspect. O(nodes + edges), and for each suspect that is returned a search for its path and cut.
 */
export function findSuspects(analyses: Analyses, options: SuspectOptions = {}): Suspects {
  const { limit = DEFAULT_SUSPECTS, growth = null } = options;
  const context = createContext(analyses, growth);
  const patterns = new Patterns(analyses.graph);
  const parts = new Parts(analyses, patterns);
  const findings = DETECTORS.flatMap((detect) => detect(context));
  const rated = mergeFindings(findings, parts)
    .map((merged) => rate(merged, context))
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        b.score.total - a.score.total ||
        b.merged.main.bytes - a.merged.main.bytes,
    );
  const shown = limit === 0 ? rated : rated.slice(0, limit);
  const counts = { info: 0, low: 0, medium: 0, high: 0 };
  for (const { severity } of rated) counts[severity]++;
  const describer = new SuspectDescriber(context, parts, patterns);
  return {
    totalSize: context.totalSize,
    counts,
    suspects: shown.map((one) => describer.describe(one)),
    omitted: { count: rated.length - shown.length },
  };
}

/** What detectors ask, from a heap alone or with what is known of earlier files. */
export function createContext(
  analyses: Analyses,
  growth: ReadonlyMap<string, ClassGrowth> | null,
): DetectorContext {
  return {
    analyses,
    totalSize: analyses.retainedSizes[analyses.graph.rootOrdinal],
    growth,
    members: analyses.members,
    program: analyses.program,
    holders: analyses.holders,
  };
}

interface RatedFinding {
  readonly merged: MergedFinding;
  readonly growth: ClassGrowth | null;
  readonly score: Score;
  readonly severity: Severity;
}

/** The growth is that of the finding's own class, or of the first that hangs on the same place. */
function rate(
  merged: MergedFinding,
  { growth, totalSize, program }: DetectorContext,
): RatedFinding {
  const growths = [merged.main, ...merged.others].map((one) => growth?.get(stripId(one.class)));
  const own = growths[0] ?? null;
  const growing = growths.find((one) => one?.isGrowing === true && !one.isArtefact) ?? own;
  const score = scoreFinding(merged.main, totalSize, growing);
  const { accumulation, isExpected } = merged.main;
  const isOfRuntime = accumulation !== null && program.isBookkeeping(accumulation);
  return {
    merged,
    growth: growing,
    score,
    severity: severityOf(
      { ...merged.main, isExpected: isExpected || isOfRuntime },
      score,
      totalSize,
      growth === null ? null : { growth: growing },
    ),
  };
}

/** Adds to findings what their readers ask next: where, how held, how to let go. */
class SuspectDescriber {
  readonly #context: DetectorContext;
  readonly #parts: Parts;
  readonly #patterns: Patterns;
  readonly #references: ReferenceDescriber;
  readonly #isRoot: (ordinal: number) => boolean;

  constructor(context: DetectorContext, parts: Parts, patterns: Patterns) {
    this.#context = context;
    this.#parts = parts;
    this.#patterns = patterns;
    this.#references = new ReferenceDescriber(context.analyses, parts, patterns);
    this.#isRoot = createRootTest(context.analyses);
  }

  describe({ merged, growth, score, severity }: RatedFinding): Suspect {
    const { main, others } = merged;
    const { analyses, totalSize, program, holders } = this.#context;
    const { graph, retainedSizes } = analyses;
    const place = main.accumulation === null ? null : ownerOf(main.accumulation, this.#parts);
    const { path, code, pattern } = this.#wayTo(place ?? main.ordinals[0]);
    const where = place === null || code === "" ? "" : `\`${code}\``;
    const words = (finding: Finding): string =>
      finding.sentence({ objects: describeObjects(finding, totalSize), where });
    const [held, ...otherWays] = holders
      .findPlaces(Uint32Array.from(main.ordinals), MAX_WAYS)
      .map((way) => ({ code: way.code, share: way.share }));
    const { keyOf, keys } = analyses.classKeys;
    const classKey = main.ordinals.length === 0 ? null : keys[keyOf[main.ordinals[0]]];
    return {
      finding: words(main),
      kind: main.kind,
      severity,
      fingerprint: fingerprintOf(
        main,
        others,
        place !== null ? pattern : held !== undefined && held.share >= MOST ? held.code : "",
      ),
      score,
      class: main.class,
      count: main.count,
      bytes: main.bytes,
      share: totalSize === 0 ? 0 : main.bytes / totalSize,
      accumulation:
        place === null
          ? null
          : {
              id: graph.data.nodeIds[place],
              class: analyses.className(place),
              code,
              retainedSize: retainedSizes[place],
            },
      path,
      mergedPath: held === undefined ? null : { ...held, others: otherWays },
      ids: main.ordinals.slice(0, SAMPLE_IDS).map((ordinal) => graph.data.nodeIds[ordinal]),
      growth,
      bestCut: this.#cutOf(main, place),
      location: program.describe(
        classKey?.location ?? (classKey === null ? null : program.locationOf(main.ordinals[0])),
      ),
      evidence: others.map((other) => ({
        kind: other.kind,
        finding: words(other),
        class: other.class,
        count: other.count,
        bytes: other.bytes,
      })),
    };
  }

  #wayTo(
    ordinal: number | undefined,
  ): Pick<Suspect, "path"> & { readonly code: string; readonly pattern: string } {
    const { analyses } = this.#context;
    const raw = ordinal === undefined ? null : searchPath(analyses, ordinal, this.#isRoot);
    if (raw === null) return { path: null, code: "", pattern: "" };
    return {
      path: describePath(analyses, this.#parts, this.#patterns, raw),
      code: accessCode(analyses, this.#parts, this.#patterns, raw),
      pattern: accessCode(analyses, this.#parts, this.#patterns, raw, false),
    };
  }

  /** The reference that holds the most of the objects, else the place. */
  #cutOf({ ordinals }: Finding, place: number | null): Suspect["bestCut"] {
    const { analyses } = this.#context;
    const chosen = Uint32Array.from(ordinals.length > 0 ? ordinals : place === null ? [] : [place]);
    if (chosen.length === 0) return null;
    const [cut] = findSingleCuts(analyses, this.#parts, chosen);
    if (cut === undefined || cut.freedCount * 2 < chosen.length) return null;
    return { ...this.#references.describe(cut.reference), freedSize: cut.freedSize };
  }
}

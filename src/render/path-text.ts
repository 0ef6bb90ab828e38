import type { HeapPath, PathResult, PathStep } from "../analysis/path-result.ts";
import { escapeText, formatBytes, formatCount, formatId, formatQuantity } from "./format.ts";
import { fitRow, labelOf, shortCode } from "./row-text.ts";
import { splitCode, wrapPieces, wrapWords } from "./wrap.ts";

/** Of more objects than this the ways are one line of code each, without their steps. */
const DETAILED_OBJECTS = 3;

/** Steps of one way that are listed, half of them from each end. */
const LISTED_STEPS = 60;

const INDENT = "  ";

/** Columns in front of a step: two sizes, and what stands left of them. */
const STEP_SIZES_WIDTH = 26;

/** Least columns of a step right of its sizes. */
const MIN_STEP_WIDTH = 24;

/**
 * Ways from roots to objects as text: each object, then each of its ways as one expression, in full; of few
 * objects also the steps with what each retains.
 */
export function* renderPathText(result: PathResult, width: number): Generator<string> {
  const { objects, omitted } = result;
  const hasSteps = objects.length <= DETAILED_OBJECTS;
  for (const [index, object] of objects.entries()) {
    if (index > 0) yield "\n";
    const label = `${labelOf(object)} ${formatId(object.id)}`;
    yield lines(wrapWords(`${label}, ${formatBytes(object.retainedSize)} retained`, width));
    if (object.paths.length === 0) yield `${INDENT}nothing leads to it\n`;
    for (const [at, path] of object.paths.entries()) {
      if (at > 0 && hasSteps) yield "\n";
      yield lines(describeWay(path, width));
      if (hasSteps) yield* renderSteps(path.steps, width, at === 0);
    }
  }
  if (omitted.count > 0) {
    const more = formatQuantity(omitted.count, "more object");
    yield lines(["", ...wrapWords(`… ${more}; --max-objects 0 takes all`, width)]);
  }
}

/** `global.cache.get("u17").user  (global, 4 references)`, in as many lines as it takes. */
function describeWay({ code, root, length }: HeapPath, width: number): string[] {
  const about = length === 0 ? "" : `, ${formatQuantity(length, "reference")}`;
  const pieces = [...splitCode(code).map(escapeText), `  (${escapeText(root)}${about})`];
  return wrapPieces([INDENT, ...pieces], width, INDENT.repeat(2));
}

function* renderSteps(
  steps: readonly PathStep[],
  width: number,
  hasHeading: boolean,
): Generator<string> {
  if (hasHeading) yield sizes("Retained", "Shallow", "Step");
  const half = LISTED_STEPS / 2;
  const isCut = steps.length > LISTED_STEPS;
  const head = isCut ? steps.slice(0, half) : steps;
  const tail = isCut ? steps.slice(-half) : [];
  yield renderStepLines(head, width);
  if (!isCut) return;
  const left = formatCount(steps.length - LISTED_STEPS);
  yield sizes("", "", `… ${left} steps; --json has all`);
  yield renderStepLines(tail, width);
}

function renderStepLines(steps: readonly PathStep[], width: number): string {
  const space = Math.max(width - STEP_SIZES_WIDTH, MIN_STEP_WIDTH);
  return steps
    .map((step) =>
      sizes(
        formatBytes(step.retainedSize),
        formatBytes(step.shallowSize),
        describeStep(step, space),
      ),
    )
    .join("");
}

/** `.next × 1,199,998  Node @17`. */
function describeStep(step: PathStep, space: number): string {
  const times = step.repeat > 1 ? ` × ${formatCount(step.repeat)}` : "";
  return fitRow("", space, ({ edgeWidth, nameWidth }) => [
    step.code === "" ? "" : shortCode(step.code.trim(), edgeWidth) + times,
    `${labelOf(step, nameWidth)} ${formatId(step.id)}`,
  ]);
}

function sizes(retained: string, shallow: string, step: string): string {
  const columns = `${INDENT.repeat(2)}${retained.padStart(9)}  ${shallow.padStart(9)}  ${step}`;
  return `${columns.trimEnd()}\n`;
}

function lines(texts: readonly string[]): string {
  return `${texts.join("\n")}\n`;
}

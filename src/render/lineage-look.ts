import type { BoxAttributes, EdgeAttributes } from "./lineage-graph.ts";
import { LIGHT_THEME, type Surface } from "./lineage-theme.ts";

/** How a box looks on a light background, and the classes by which a style sheet changes that. */
export interface BoxLook {
  readonly classes: readonly string[];
  readonly surface: Surface;
  readonly nameColor: string;
  readonly borderColor: string;
  readonly borderWidth: number;
  readonly isDashed: boolean;
}

/** How a reference looks on a light background. */
export interface EdgeLook {
  readonly class: string;
  readonly color: string;
  readonly width: number;
  readonly dash: "dashed" | "dotted" | null;
}

const MIN_LINE_WIDTH = 1;
const MAX_LINE_WIDTH = 6;

/** Start objects have a red border and name, roots and modules are green, highlights blue, others grey by depth. */
export function boxLook(box: BoxAttributes): BoxLook {
  const { depths, border, start, root, highlight, more, paper } = LIGHT_THEME;
  if (box.kind === "more") {
    const [surface, color] = [{ ...paper, text: more }, more];
    return {
      classes: ["more"],
      surface,
      nameColor: color,
      borderColor: color,
      borderWidth: 1.2,
      isDashed: false,
    };
  }
  if (box.kind === "steps") {
    const shade = shadeOf(box.depth);
    const surface = depths[shade];
    return {
      classes: [`depth-${shade}`, "steps"],
      surface,
      nameColor: surface.text,
      borderColor: border,
      borderWidth: 1,
      isDashed: true,
    };
  }
  const { isStart, isHighlighted, isRoot, isModule, isCut } = box;
  // Red must be readable on it.
  const shade = shadeOf(isStart ? 0 : box.depth);
  const accent = isHighlighted ? highlight : isRoot || isModule ? root : null;
  const surface = accent ?? depths[shade];
  const roles = { start: isStart, root: isRoot, module: isModule, highlight: isHighlighted };
  return {
    classes: [`depth-${shade}`, ...Object.entries(roles).flatMap(([name, is]) => (is ? name : []))],
    surface,
    nameColor: isStart ? start : surface.text,
    borderColor: isStart ? start : (accent?.border ?? border),
    borderWidth: isStart ? 2.2 : accent === null ? 1 : 1.6,
    isDashed: isCut,
  };
}

/** Lines are the wider the more what they hold retains, by area; `most` is the picture's biggest. */
export function edgeLook(
  { hold, retainedSize, cut }: Pick<EdgeAttributes, "hold" | "retainedSize" | "cut">,
  most: number,
): EdgeLook {
  const { line, faintLine, start } = LIGHT_THEME;
  if (hold === "weak" || hold === "loose") {
    const dash = hold === "weak" ? "dashed" : "dotted";
    return { class: hold, color: faintLine, width: MIN_LINE_WIDTH, dash };
  }
  const share = most > 0 ? Math.max(0, retainedSize) / most : 0;
  const width = MIN_LINE_WIDTH + (MAX_LINE_WIDTH - MIN_LINE_WIDTH) * Math.sqrt(share);
  if (cut !== null)
    return { class: "cut", color: start, width: Math.max(width, CUT_WIDTH), dash: null };
  return { class: hold, color: line, width, dash: null };
}

/** Least width of the reference to cut. */
const CUT_WIDTH = 2.5;

/** Shade of grey for a box that many steps away. */
function shadeOf(depth: number): number {
  return Math.max(0, Math.min(depth, LIGHT_THEME.depths.length - 1));
}

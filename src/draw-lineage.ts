import type { LineagePicture } from "./analysis/lineage-picture.ts";
import { layOut, type LayoutOptions } from "./layout/lay-out.ts";
import type { BoxTextOptions } from "./render/lineage-box-text.ts";
import { type PictureCaption, renderLineageDot } from "./render/lineage-dot.ts";
import { toLineageGraph } from "./render/lineage-graph.ts";
import { renderLineageSvg } from "./render/lineage-svg.ts";

export interface DrawOptions extends BoxTextOptions, LayoutOptions {
  /** What stands around the picture. Default: that it is a lineage. */
  readonly caption?: PictureCaption;
}

/**
 * Draws boxes and the references between them as an SVG that stands alone: no script, no reference to
 * anything outside, colours for light and dark. Laid out in a thread of its own.
 * @throws {LayoutError} LAYOUT_TIMEOUT after 10 s unless `timeLimit` says otherwise, LAYOUT_FAILED
 * @throws {AbortedError} the signal fired.
 */
export async function drawLineage(
  picture: LineagePicture,
  options: DrawOptions = {},
): Promise<string> {
  const { caption = { title: "Lineage" }, timeLimit, signal, ...text } = options;
  const graph = toLineageGraph(picture);
  const limits = { signal, ...(timeLimit !== undefined && { timeLimit }) };
  return renderLineageSvg(await layOut(renderLineageDot(graph, text), limits), graph, caption);
}

/** The same as DOT text, for Graphviz: any number of boxes. */
export function writeLineageDot(
  picture: LineagePicture,
  options: Omit<DrawOptions, keyof LayoutOptions> = {},
): string {
  return renderLineageDot(toLineageGraph(picture), options);
}

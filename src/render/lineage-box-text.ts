import type { HoldKind, ObjectsBox } from "../analysis/lineage-picture.ts";
import {
  cutLong,
  formatBytes,
  formatCount,
  formatDistance,
  formatId,
  formatQuantity,
} from "./format.ts";
import type { BoxAttributes, EdgeAttributes } from "./lineage-graph.ts";
import { objectLabel } from "./object-label.ts";
import { cutToWidth } from "./table.ts";

/** What a box says beside class and count. The id of a single object always stands there. */
export type BoxExtra = "size" | "retained" | "id" | "location";

/** How texts of a picture are written. */
export interface BoxTextOptions {
  /** Default: `size` and `retained`. */
  readonly extra?: readonly BoxExtra[];
  /** Names of classes as they are, not cut and with the module in front. */
  readonly longNames?: boolean;
}

/** Text of a box: its name in bold, the rest below. */
export interface BoxText {
  readonly name: string;
  readonly details: readonly string[];
  /** What a pointer that rests on it brings up, in lines. */
  readonly tooltip: readonly string[];
}

const NAME_WIDTH = 32;
/** A name can be a whole file; no page has room for that. */
const LONG_NAME_WIDTH = 160;
const TOOLTIP_WIDTH = 1000;
const EDGE_WIDTH = 36;
const SHORT_EDGE_WIDTH = 20;

const DEFAULT_EXTRA: readonly BoxExtra[] = ["size", "retained"];

/** What a kind of reference means, for who has no legend at hand. */
const HOLD_MEANINGS: Readonly<Record<HoldKind, string | null>> = {
  strong: null,
  together: "WeakMap entry: holds only while its key and its map both live",
  loose: "not counted for retained sizes, though the collector follows it",
  weak: "weak: does not keep alive",
};

/** Texts of a box. They hold names from the file: not yet safe for DOT or SVG. */
export function boxText(box: BoxAttributes, options: BoxTextOptions = {}): BoxText {
  switch (box.kind) {
    case "objects":
      return objectsText(box, options);
    case "more": {
      const groups = box.boxes === box.count ? [] : [`in ${formatQuantity(box.boxes, "group")}`];
      const tooltip = [`${formatQuantity(box.count, "object")} left out here`, ...groups];
      return { name: `${formatCount(box.count)} more`, details: groups, tooltip };
    }
    case "steps": {
      const steps = formatQuantity(box.count, "step");
      return { name: `… ${steps}`, details: [], tooltip: [`${steps} of the way, drawn as one`] };
    }
  }
}

/** Lines along a reference: its labels as code, then how many it stands for. Not yet safe. */
export function edgeLines(edge: EdgeAttributes): readonly string[] {
  const lines = edge.labels.map((label) => cutToWidth(cutLong(label, TOOLTIP_WIDTH), EDGE_WIDTH));
  if (edge.omittedLabels > 0) lines.push(`+${formatCount(edge.omittedLabels)} more`);
  if (edge.count > 1) lines.push(`${formatCount(edge.count)}×`);
  if (edge.cut !== null) lines.push(`cut: frees ${formatBytes(edge.cut.freedSize)}`);
  return lines;
}

/** {@link edgeLines} in one line, for pictures with little room. */
export function shortEdgeLine(edge: EdgeAttributes): string {
  const [first] = edge.labels;
  if (first === undefined) return edge.count > 1 ? `${formatCount(edge.count)}×` : "";
  const others = edge.labels.length + edge.omittedLabels - 1;
  const label = cutToWidth(cutLong(first, TOOLTIP_WIDTH), SHORT_EDGE_WIDTH);
  return others > 0 ? `${label} +${formatCount(others)}` : label;
}

/** What a pointer that rests on a reference brings up, in lines. Not yet safe. */
export function edgeTooltip(edge: EdgeAttributes, from: string, to: string): readonly string[] {
  const { labels, omittedLabels, count, targetCount, retainedSize } = edge;
  const targets = formatQuantity(targetCount, "object");
  const meaning = HOLD_MEANINGS[edge.hold];
  if (count === 0) return [`${from} → ${to}`];
  return [
    `${from} → ${to}`,
    ...labels.map((label) => cutLong(label, TOOLTIP_WIDTH)),
    ...(omittedLabels > 0 ? [`+${formatQuantity(omittedLabels, "more label")}`] : []),
    `${formatQuantity(count, "reference")} to ${targets}, retained ${formatBytes(retainedSize)}`,
    ...(meaning === null ? [] : [meaning]),
  ];
}

function objectsText(box: ObjectsBox, options: BoxTextOptions): BoxText {
  const { count, newCount, shallowSize, retainedSize, ids, location, distance } = box;
  const extra = options.extra ?? DEFAULT_EXTRA;
  const [id] = ids;
  const sizes = [formatBytes(shallowSize), `retained ${formatBytes(retainedSize)}`];
  const first =
    count === 1 ? (id === undefined ? [] : [formatId(id)]) : [`${formatCount(count)} ×`];
  // Roots are no objects of their own.
  if (extra.includes("size") && shallowSize > 0) first.push(sizes[0]);
  const details = [first.join(" · ")];
  if (extra.includes("retained")) details.push(sizes[1]);
  if (newCount !== null && newCount > 0) details.push(`+${formatCount(newCount)} new`);
  if (extra.includes("id") && count > 1) details.push(listIds(box));
  if (extra.includes("location") && location !== null) details.push(cutPath(location));
  const fullName = nameOf(box, { ...options, longNames: true }, TOOLTIP_WIDTH);
  return {
    name: nameOf(box, options, options.longNames === true ? LONG_NAME_WIDTH : NAME_WIDTH),
    details: details.filter((line) => line !== ""),
    tooltip: [
      ...(fullName === box.class
        ? [fullName]
        : [fullName, `class ${cutLong(box.class, TOOLTIP_WIDTH)}`]),
      `${formatQuantity(count, "object")}, ${sizes[0]}, ${sizes[1]}`,
      ...(ids.length > 0 ? [listIds(box)] : []),
      ...(location === null ? [] : [cutLong(location, TOOLTIP_WIDTH)]),
      ...(distance === null ? [] : [`distance ${formatDistance(distance)}`]),
      ...describeRoles(box),
    ],
  };
}

function describeRoles(box: ObjectsBox): string[] {
  const roles: string[] = [];
  if (box.isStart) roles.push("asked for");
  if (box.isRoot) roles.push("root: kept alive by the runtime");
  if (box.isModule) roles.push("module");
  if (box.isHighlighted) roles.push("highlighted");
  if (box.isCut) roles.push("not followed further");
  return roles;
}

function nameOf(box: ObjectsBox, options: BoxTextOptions, width: number): string {
  // V8 names the scopes of functions so, some versions with the kind and an id behind.
  if (options.longNames !== true && /^system \/ Context\b/.test(box.class)) return "scope";
  const label = objectLabel({ id: null, type: box.type, name: box.name, class: box.class }, width);
  const name = options.longNames === true ? label : shortenDotted(label);
  // Empty or blank, it could not be seen.
  return name.trim() === "" ? "(no name)" : cutToWidth(cutLong(name, TOOLTIP_WIDTH), width);
}

/**
 * `DataFrame` for `pandas.core.frame.DataFrame`, `<function load>` for `<function app.store.load>`. Packages of
 * Python begin small; JavaScript's `Intl.Locale` stays.
 */
function shortenDotted(name: string): string {
  const markup = /^<(?<kind>function|type|method) (?<path>[\w.<>]+)>$/.exec(name)?.groups;
  if (markup !== undefined)
    return `<${markup["kind"]} ${markup["path"].slice(markup["path"].lastIndexOf(".") + 1)}>`;
  return /^[a-z_]\w*(?:\.[\w<>]+)+$/.test(name) ? name.slice(name.lastIndexOf(".") + 1) : name;
}

function listIds({ ids, count }: ObjectsBox): string {
  const rest = count > ids.length ? " …" : "";
  return `${ids.map(formatId).join(" ")}${rest}`;
}

/** The end of a path tells more than its beginning. */
function cutPath(location: string): string {
  return location.length > NAME_WIDTH ? `…${location.slice(1 - NAME_WIDTH)}` : location;
}

import type { LineageBox, LineageEdge, LineagePicture, ObjectsBox } from "./lineage-picture.ts";
import type {
  HeapPath,
  MergedPathResult,
  MergedPathRow,
  PathResult,
  PathStep,
} from "./path-result.ts";

/** Ways as a picture: objects that several ways pass are one box, a row of equal steps is one. */
export function picturePaths(result: PathResult): LineagePicture {
  const picture = new PictureDraft();
  const hasRoots = result.from === null;
  for (const { paths } of result.objects)
    for (const path of paths) addPath(picture, path, hasRoots);
  return picture.finish();
}

function addPath(picture: PictureDraft, { steps }: HeapPath, hasRoots: boolean): void {
  let previous = -1;
  for (const [at, step] of steps.entries()) {
    const depth = steps.length - 1 - at;
    const box = picture.boxOf(step, {
      depth,
      isRoot: at === 0 && hasRoots,
      isStart: depth === 0,
    });
    if (at > 0) {
      let from = previous;
      if (step.repeat > 1) {
        const count = step.repeat - 1;
        const between = picture.add({ kind: "steps", count, depth });
        picture.connect(from, between, step.code, count, step.retainedSize);
        from = between;
      }
      picture.connect(from, box, step.code, 1, step.retainedSize);
    }
    previous = box;
  }
}

/** A tree of merged ways as a picture; what is not among its rows becomes a box of its own. */
export function pictureMergedPaths({ rows }: MergedPathResult): LineagePicture {
  const picture = new PictureDraft();
  /** Boxes of the rows above, by depth. */
  const above: number[] = [];
  for (const row of rows) {
    const box = picture.add(boxOfRow(row));
    above[row.depth] = box;
    if (row.depth > 0)
      picture.connect(above[row.depth - 1], box, row.code, row.count, row.retainedSize);
    const { count, reachedCount } = row.omitted;
    if (reachedCount > 0) {
      const depth = row.depth + 1;
      const more = picture.add({ kind: "more", count: reachedCount, boxes: count, depth });
      picture.connect(box, more, "", 0, 0);
    }
  }
  return picture.finish();
}

function boxOfRow(row: MergedPathRow): ObjectsBox {
  return {
    kind: "objects",
    class: row.class,
    type: row.type,
    name: row.name,
    count: row.count,
    shallowSize: row.shallowSize,
    retainedSize: row.retainedSize,
    ids: row.ids,
    distance: null,
    location: null,
    depth: row.depth,
    ...PLAIN,
    isModule: isModule(row),
    isStart: row.endCount > 0,
    isRoot: row.depth === 0,
  };
}

/** A module of Python; an element of a page that is called so is native. */
function isModule({ type, class: className }: Pick<PathStep, "type" | "class">): boolean {
  return type === "object" && className === "<module>";
}

const PLAIN = { newCount: null, isHighlighted: false, isCut: false } as const;

/** Boxes and references while they are put together. */
class PictureDraft {
  readonly #boxes: LineageBox[] = [];
  readonly #edges = new Map<string, LineageEdge>();
  /** Boxes of single objects, by ordinal; as many as steps are drawn. */
  readonly #boxOf = new Map<number, number>();

  add(box: LineageBox): number {
    return this.#boxes.push(box) - 1;
  }

  /** The box of a step's object. */
  boxOf(
    step: PathStep,
    place: { readonly depth: number; readonly isRoot: boolean; readonly isStart: boolean },
  ): number {
    const known = this.#boxOf.get(step.ordinal);
    if (known !== undefined) {
      const box = this.#boxes[known];
      if (box.kind === "objects") {
        const { isRoot, isStart } = place;
        this.#boxes[known] = {
          ...box,
          isRoot: box.isRoot || isRoot,
          isStart: box.isStart || isStart,
        };
      }
      return known;
    }
    const box = this.add({
      kind: "objects",
      class: step.class,
      type: step.type,
      name: step.name,
      count: 1,
      shallowSize: step.shallowSize,
      retainedSize: step.retainedSize,
      ids: [step.id],
      distance: null,
      location: null,
      ...PLAIN,
      isModule: isModule(step),
      ...place,
    });
    this.#boxOf.set(step.ordinal, box);
    return box;
  }

  connect(from: number, to: number, label: string, count: number, retainedSize: number): void {
    const key = `${from},${to},${label}`;
    if (this.#edges.has(key)) return;
    this.#edges.set(key, {
      from,
      to,
      labels: label === "" ? [] : [label],
      omittedLabels: 0,
      count,
      targetCount: count,
      retainedSize,
      hold: "strong",
      cut: null,
    });
  }

  finish(): LineagePicture {
    return { boxes: this.#boxes, edges: [...this.#edges.values()] };
  }
}

import type { RecordedMark, RecordedSpan } from "./recording.ts";

/**
 * Makes spans of the marks `phase NAME begin` and `phase NAME end`. What never ends lasts to the end of the
 * recording; an end without a beginning stays a mark.
 * @param last - the time of the last sample.
 */
export function joinPhases(
  marks: readonly RecordedMark[],
  last: number,
): { readonly marks: RecordedMark[]; readonly spans: RecordedSpan[] } {
  const open = new Map<string, number[]>();
  const others: RecordedMark[] = [];
  const spans: RecordedSpan[] = [];
  const close = (name: string, from: number, to: number, level: number): void => {
    spans.push({ name, from, to, memory: null, level });
  };
  let level = 0;
  for (const mark of marks) {
    const phase =
      mark.what === "phase"
        ? /^(?<name>.+) (?<edge>begin|end)$/.exec(mark.text)?.groups
        : undefined;
    const name = phase?.["name"] ?? "";
    const begun = open.get(name);
    if (phase?.["edge"] === "begin") {
      if (begun === undefined) open.set(name, [mark.time]);
      else begun.push(mark.time);
      level++;
    } else if (phase !== undefined && begun !== undefined && begun.length > 0) {
      close(name, begun.pop() ?? mark.time, mark.time, --level);
    } else others.push(mark);
  }
  for (const [name, begun] of open)
    for (const from of begun.toReversed()) close(name, from, Math.max(last, from), --level);
  return { marks: others, spans };
}

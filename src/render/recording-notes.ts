import type { PlotResult } from "../analysis/recording/plot-result.ts";
import { formatBytes, formatCount } from "./format.ts";
import {
  describeMark,
  describeRecording,
  describeTotal,
  describeTrend,
  isSteady,
  METRIC_NAMES,
} from "./recording-words.ts";
import { formatElapsed } from "./time-format.ts";

/** Marks that are told one by one. */
const MAX_TOLD = 20;

/** What a picture is called: as the user says, else the command line that was recorded. */
export function plotTitle({ recordings }: PlotResult, title: string | undefined): string {
  if (title !== undefined) return title;
  if (recordings.length > 1) return `Memory of ${recordings.length} recordings`;
  const { commandLine } = recordings[0];
  return commandLine === null || commandLine === "" ? "Memory over time" : commandLine;
}

/** Where it comes from. */
export function plotSource({ recordings }: PlotResult): string {
  const [first] = recordings;
  return recordings.length === 1
    ? `${first.path}: ${describeRecording(first)}`
    : `${recordings.length} recordings, their beginnings aligned`;
}

export interface NoteOptions {
  /** The line of least squares is drawn. */
  readonly slope?: boolean | undefined;
  /** False where there are no lines and colours to be explained. */
  readonly ofPicture?: boolean;
}

/** What lines and marks mean, and what cannot be seen, a sentence each. */
export function plotNotes(
  result: PlotResult,
  { slope = false, ofPicture = true }: NoteOptions = {},
): string[] {
  const { recordings, window } = result;
  const notes: string[] = [];
  const several = recordings.length > 1;
  for (const recording of recordings) {
    const trend = describeTrend(recording).join(". ");
    notes.push(several ? `${recording.path}: ${trend}` : trend);
  }
  if (ofPicture && recordings.some(({ trend }) => isSteady(trend.floor)))
    notes.push(
      `${several ? "Straight and dashed" : "Dashed green"}: the floor that memory does not fall below`,
    );
  if (slope)
    notes.push(
      `${several ? "Straight and dotted" : "Dotted green"}: least squares over all samples`,
    );
  notes.push(...measureNotes(result));
  if (window !== null)
    notes.push(
      `Only ${formatElapsed(window.from)} to ${formatElapsed(window.to)}: all that is told is of this stretch`,
    );
  if (!several) notes.push(...markNotes(result));
  for (const { isCut, path } of recordings)
    if (isCut) notes.push(`${several ? `${path}: ` : ""}The last line is cut off and left out`);
  return notes;
}

function measureNotes({ recordings }: PlotResult): string[] {
  const [first] = recordings;
  const notes: string[] = [];
  if (recordings.some(({ rss }) => rss !== null) && recordings.length === 1)
    notes.push(
      `${METRIC_NAMES[first.metric]} counts shared pages once; RSS added up counts them for each process, but is sampled more often`,
    );
  else if (first.metric === "rss" && first.scope === "tree" && first.processCount > 1)
    notes.push("RSS counts pages that processes share once for each of them");
  if (recordings.length > 1 && new Set(recordings.map(describeTotal)).size > 1)
    notes.push("Not all recordings are measured alike");
  for (const { memoryLimit, peak } of recordings.slice(0, 1))
    if (memoryLimit !== null && memoryLimit > 1.7 * peak.value)
      notes.push(`The limit of ${formatBytes(memoryLimit)} is far above`);
  return notes;
}

function markNotes({ recordings: [{ marks }] }: PlotResult): string[] {
  const notes = marks.slice(0, MAX_TOLD).map((mark, at) => `${at + 1}  ${describeMark(mark)}`);
  if (marks.length > MAX_TOLD) notes.push(`… ${formatCount(marks.length - MAX_TOLD)} more marks`);
  return notes;
}

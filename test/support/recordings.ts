import { RecordingParser } from "../../src/recording/recording-parser.ts";
import type { Recording } from "../../src/recording/recording.ts";

/** Reads the text of a recording in one piece. */
export function readText(text: string): Recording {
  const parser = new RecordingParser();
  parser.push(Buffer.from(text));
  return parser.finish();
}

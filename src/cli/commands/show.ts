import { shortNamesOf } from "../../analysis/short-class-names.ts";
import { shortenClasses } from "../../render/shorten-classes.ts";
import { DEFAULT_SHOWN_EDGES, DEFAULT_SHOWN_TEXT, showObject } from "../../analysis/show.ts";
import { renderJson } from "../../render/json.ts";
import { renderShowText } from "../../render/show-text.ts";
import { VERSION } from "../../version.ts";
import { type Command, ExitCode, UsageError } from "../command.ts";
import { loadSnapshot } from "../load.ts";
import {
  type InputArgs,
  inputPositional,
  jsonOutput,
  limitOption,
  objectOf,
  objectOption,
  splitInputs,
} from "../options.ts";

interface ShowArgs extends InputArgs {
  id: string | undefined;
  limit: number;
  json: boolean;
}

/** Characters of a string's text with --limit 0: well below what one JavaScript string can hold. */
const MOST_TEXT = 2 ** 26;

export const showCommand: Command<ShowArgs> = {
  name: "show [inputs..]",
  summary: "Show one object: sizes, what it refers to, what holds it",
  examples: [
    ["show app.heapsnapshot @4711", "sizes, references and retainers of one object"],
    ["show app.heapsnapshot @4711 --limit 0 --json", "all of it for a script"],
  ],
  options: (y) =>
    limitOption(
      objectOption(jsonOutput(inputPositional(y, "An object as @id, and the snapshot"))),
      DEFAULT_SHOWN_EDGES,
      "references, and retainers",
    ),
  async run(args, io) {
    const { files, objects } = splitInputs(args.inputs, 1, 1);
    const id = objectOf(objects, args.id);
    if (id === undefined) throw new UsageError("name an object by its id, as in @1234");
    const { analyses, identity } = await loadSnapshot(files[0], io);
    const textLimit = args.limit === 0 ? MOST_TEXT : DEFAULT_SHOWN_TEXT;
    const result = showObject(analyses, id, { limit: args.limit, textLimit });
    io.stdout.write(
      args.json
        ? renderJson(result, VERSION, identity)
        : renderShowText(shortenClasses(result, shortNamesOf(analyses)), io.width),
    );
    return ExitCode.ok;
  },
};

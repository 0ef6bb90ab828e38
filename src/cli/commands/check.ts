import {
  checkSnapshot,
  type CheckResult,
  DEFAULT_VIOLATION_LIMIT,
  unreadableSnapshot,
} from "../../analysis/check-snapshot.ts";
import { SnapshotFormatError, UnsupportedSnapshotError } from "../../errors.ts";
import { renderCheckText } from "../../render/check-text.ts";
import { renderJson, type SnapshotIdentity, type UnreadIdentity } from "../../render/json.ts";
import { VERSION } from "../../version.ts";
import { type CliIo, type Command, ExitCode } from "../command.ts";
import { findSnapshot } from "../find-snapshot.ts";
import { identify, loadGraph } from "../load.ts";
import {
  type InputArgs,
  inputPositional,
  jsonOutput,
  limitOption,
  splitInputs,
} from "../options.ts";

interface CheckArgs extends InputArgs {
  json: boolean;
  limit: number;
}

export const checkCommand: Command<CheckArgs> = {
  name: "check [inputs..]",
  summary: "Tell whether a file keeps to the format, and where not; exits 1 when it is broken",
  examples: [
    ["check app.heapsnapshot", "what holds, what does not, what is unusual"],
    ["check app.heapsnapshot --json --limit 0", "every single violation, for a script"],
  ],
  options: (y) =>
    limitOption(
      jsonOutput(inputPositional(y, "The snapshot; the newest in this folder when none is named")),
      DEFAULT_VIOLATION_LIMIT,
      "violations of each invariant",
    ),
  async run(args, io) {
    const path = splitInputs(args.inputs, 1).files[0] ?? findSnapshot(io);
    const { result, identity } = await check(path, args.limit, io);
    io.stdout.write(
      args.json ? renderJson(result, VERSION, identity) : renderCheckText(result, path),
    );
    return result.ok ? ExitCode.ok : ExitCode.failed;
  },
};

/** A file that breaks the format is an answer here; one that cannot be opened remains an error. */
async function check(
  path: string,
  limit: number,
  io: CliIo,
): Promise<{ result: CheckResult; identity: SnapshotIdentity | UnreadIdentity }> {
  try {
    const { graph } = await loadGraph(path, io);
    return { result: checkSnapshot(graph, limit), identity: identify(path, graph) };
  } catch (error) {
    if (!(error instanceof SnapshotFormatError || error instanceof UnsupportedSnapshotError))
      throw error;
    return { result: unreadableSnapshot(error), identity: { path } };
  }
}

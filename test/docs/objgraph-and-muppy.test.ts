import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";
import { splitShellWords } from "../support/shell-words.ts";
import { SAMPLES_FOLDER } from "../support/samples.ts";

const PAGE = readFileSync(
  fileURLToPath(new URL("../../docs/objgraph-and-muppy.md", import.meta.url)),
  "utf8",
);

/** Functions of the other tools, each with the commands that the page names beside it. */
const ROWS: readonly (readonly [string, readonly string[]])[] = PAGE.split("\n")
  .map((line) => /^\| (?<theirs>`.*?) \| (?<ours>.*) \|$/.exec(line)?.groups)
  .filter((row) => row !== undefined)
  .map(({ theirs, ours }) => [
    theirs,
    Array.from(ours.matchAll(/`heapgraph (?<command>[^`]+)`/g), (match) => match[1] ?? ""),
  ]);

/** objgraph's public functions, and what muppy and its neighbours offer. */
const FUNCTIONS = [
  ..."count typestats most_common_types show_most_common_types growth show_growth get_new_ids".split(
    " ",
  ),
  ..."get_leaking_objects by_type at at_addrs find_ref_chain find_backref_chain show_backrefs".split(
    " ",
  ),
  ..."show_refs show_chain is_proper_module".split(" "),
  ..."get_objects get_size get_diff sort filter get_referents print_summary summarize format_".split(
    " ",
  ),
  ..."print_diff print_tree ReferenceGraph GarbageGraph asizeof asized flatsize".split(" "),
  ..."ClassTracker ProcessMemoryInfo".split(" "),
];

describe("the page for users of objgraph and muppy", () => {
  it.each(FUNCTIONS)("has a row for %s", (name) => {
    const has = ROWS.some(([theirs]) => new RegExp(`(\\b|\\.)${name}\\(`).test(theirs));
    expect(has).toBe(true);
  });

  it.each(ROWS)("answers %s", async (_, commands) => {
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const { code, out, err } = await runCliIn(
        { cwd: `${SAMPLES_FOLDER}python/` },
        ...splitShellWords(command),
      );
      expect({ code, command, err: err.replaceAll(/^heapgraph: (warning|…).*\n/gm, "") }).toEqual({
        code: 0,
        command,
        err: "",
      });
      expect(out.length).toBeGreaterThan(1);
    }
  });
});

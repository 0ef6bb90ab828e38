import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCliIn } from "../support/cli.ts";
import { SAMPLES_FOLDER } from "../support/samples.ts";
import { splitShellWords } from "../support/shell-words.ts";

const PAGE = readFileSync(fileURLToPath(new URL("../../docs/python.md", import.meta.url)), "utf8");

/** What a command prints by the page: a line that is an ellipsis alone, first or last, stands for what was cut. */
const SHOWN = Array.from(
  PAGE.matchAll(/^```console\n\$ heapgraph (?<command>.+)\n(?<answer>[^]*?)^```$/gm),
  (match) => [match[1] ?? "", match[2] ?? ""] as const,
);

describe("the page on Python services", () => {
  it("shows what every step prints", () => {
    expect(SHOWN.length).toBeGreaterThan(6);
  });

  it.each(SHOWN)("shows what `heapgraph %s` prints", async (command, answer) => {
    const { code, out } = await runCliIn(
      { cwd: `${SAMPLES_FOLDER}python/`, width: 120 },
      ...splitShellWords(command),
    );
    expect(code).toBe(0);
    if (answer.endsWith("\n…\n")) expect(out.startsWith(answer.slice(0, -2))).toBe(true);
    else if (answer.startsWith("…\n")) expect(out.endsWith(answer.slice(2))).toBe(true);
    else expect(out).toBe(answer);
  });
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseBudget } from "../../src/gates/budget-file.ts";
import { runCliIn } from "../support/cli.ts";
import { SAMPLES_FOLDER } from "../support/samples.ts";
import { splitShellWords } from "../support/shell-words.ts";

/** What commands print by a page: a line that is an ellipsis alone, first or last, stands for what was cut. */
function shownOn(page: string): (readonly [command: string, answer: string])[] {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${page}`, import.meta.url)), "utf8");
  return Array.from(
    text.matchAll(/^```console\n\$ heapgraph (?<command>.+)\n(?<answer>[^]*?)^```$/gm),
    (match) => [match[1] ?? "", match[2] ?? ""] as const,
  );
}

describe.each([
  { page: "python.md", folder: "python/", least: 7, exit: 0 },
  { page: "ci.md", folder: "leaky-server/", least: 1, exit: 3 },
])("$page", ({ page, folder, least, exit }) => {
  const shown = shownOn(page);

  it("shows what every step prints", () => {
    expect(shown.length).toBeGreaterThanOrEqual(least);
  });

  it.each(shown)("shows what `heapgraph %s` prints", async (command, answer) => {
    const { code, out } = await runCliIn(
      { cwd: `${SAMPLES_FOLDER}${folder}`, width: 120 },
      ...splitShellWords(command),
    );
    expect(code).toBe(exit);
    if (answer.endsWith("\n…\n")) expect(out.startsWith(answer.slice(0, -2))).toBe(true);
    else if (answer.startsWith("…\n")) expect(out.endsWith(answer.slice(2))).toBe(true);
    else expect(out).toBe(answer);
  });
});

it("ci.md's budget is one", () => {
  const text = readFileSync(fileURLToPath(new URL("../../docs/ci.md", import.meta.url)), "utf8");
  const [, budget = ""] = /```yaml\n([^]*?)```/.exec(text) ?? [];
  expect(parseBudget(budget, "heap-budget.yml").rules).toHaveLength(6);
});

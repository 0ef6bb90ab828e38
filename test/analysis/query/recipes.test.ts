import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderQueryText } from "../../../src/render/query-text.ts";
import { openSnapshot } from "../../../src/snapshot.ts";

const page = readFileSync("docs/query.md", "utf8");

/** The recipes of the page: its file and its query. */
const recipes = [
  ...page.matchAll(/^ {4}heapgraph query (?<file>samples\/\S+) '(?<query>[^']+)'$/gm),
].map(({ groups }) => ({ file: groups?.["file"] ?? "", query: groups?.["query"] ?? "" }));

const files = [...new Set(recipes.map(({ file }) => file))];

describe("the page on queries", () => {
  it("has twenty recipes", () => {
    expect(recipes).toHaveLength(20);
  });

  it.each(files)("answers its recipes for %s as ever", async (file) => {
    const snapshot = await openSnapshot(file);
    const answers = recipes
      .filter((recipe) => recipe.file === file)
      .map(({ query }) => {
        const result = snapshot.query(query, { limit: 25 });
        expect(result.count).toBeGreaterThan(0);
        return `${query}\n\n${renderQueryText(result, 120)}`;
      });
    const name = file.replaceAll(/^samples\/|\.heapsnapshot\.gz$/g, "").replaceAll("/", "-");
    await expect(answers.join("\n")).toMatchFileSnapshot(`../../golden/query/${name}.txt`);
  });
});

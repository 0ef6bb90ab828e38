import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { COMMANDS, loadCommands } from "../src/cli/commands/index.ts";
import { VERSION } from "../src/version.ts";

const readme = readFileSync("README.md", "utf8");
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  version: string;
  scripts: Record<string, string>;
};

it("lists every command with its summary, in the order of the help", async () => {
  const commands = await loadCommands(undefined);
  const rows = [...readme.matchAll(/^\| `(?<name>[a-z]+)[^`]*` \| (?<does>[^|]+) \|$/gm)];
  expect(rows.map((row) => [row.groups?.["name"], row.groups?.["does"]])).toEqual(
    commands.map((command) => [command.name.split(" ")[0], command.summary]),
  );
  expect(commands.map((command) => command.name.split(" ")[0])).toEqual(
    COMMANDS.map((entry) => entry.name),
  );
});

it("has a quick start of two commands that exist", () => {
  const commands = readme.match(/^ {4}npm install && npm .+$/gm);
  expect(commands).toEqual(["    npm install && npm run demo", "    npm install && npm test"]);
  expect(manifest.scripts).toHaveProperty("demo");
});

it("gives every command two examples at least", async () => {
  const commands = await loadCommands(undefined);
  expect(commands.filter(({ examples }) => examples.length < 2).map(({ name }) => name)).toEqual(
    [],
  );
});

it("has one version", () => {
  expect(VERSION).toBe(manifest.version);
});

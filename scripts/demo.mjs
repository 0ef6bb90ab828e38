// The main job on the shipped samples: what grew in a leaking program, and a picture of who holds it.
import { spawnSync } from "node:child_process";

// `| head` ends this early, which is nobody's mistake.
process.stdout.on("error", () => {});
const command = new URL("../dist/cli/main.js", import.meta.url).pathname;
const folder = "samples/dataframe";
const lines = [
  ["summary", `${folder}/before.heapsnapshot.gz`, "--limit", "8"],
  ["summary", `${folder}/after.heapsnapshot.gz`, "--limit", "8"],
  ["backrefs", `${folder}/after.heapsnapshot.gz`, "--type", "DataFrame"],
  ["backrefs", `${folder}/after.heapsnapshot.gz`, "--type", "DataFrame", "--svg", "dataframe.svg"],
];
for (const line of lines) {
  process.stdout.write(`\n$ heapgraph ${line.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [command, ...line], {
    cwd: new URL("..", import.meta.url).pathname,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = status ?? 1;
}
process.stdout.write("\nOpen dataframe.svg in a browser: it shows who holds the DataFrames.\n");

// The main job on the shipped samples: what two snapshots of one leaking program hold.
import { spawnSync } from "node:child_process";

// `| head` ends this early, which is nobody's mistake.
process.stdout.on("error", () => {});
const command = new URL("../dist/cli/main.js", import.meta.url).pathname;
for (const sample of ["before", "after"]) {
  const file = `samples/dataframe/${sample}.heapsnapshot.gz`;
  process.stdout.write(`\n$ heapgraph summary ${file} --limit 12\n`);
  const { status } = spawnSync(process.execPath, [command, "summary", file, "--limit", "12"], {
    cwd: new URL("..", import.meta.url).pathname,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = status ?? 1;
}

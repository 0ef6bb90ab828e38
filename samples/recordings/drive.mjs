// drive.mjs SECONDS: starts leaky-app.cjs of ../leaky-server and sends it requests for so long.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const seconds = Number(process.argv[2] ?? 60);
const port = process.env.PORT ?? "8124";
const server = spawn("node", ["--max-semi-space-size=16", "leaky-app.cjs"], {
  cwd: fileURLToPath(new URL("../leaky-server", import.meta.url)),
  env: { ...process.env, PORT: port },
  stdio: ["ignore", "pipe", "inherit"],
});
await once(server.stdout, "data");

const ask = async (path) => {
  await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
};
for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100))
  await ask("/hit?n=30");
await ask("/quit").catch(() => {});

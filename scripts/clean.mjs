// Removes the folders named on the command line, so that no file of an older build stays behind.
import { rmSync } from "node:fs";

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });

// Lets the built command run as a program: the compiler keeps its first line, not its mode.
import { chmodSync } from "node:fs";

for (const file of process.argv.slice(2)) chmodSync(file, 0o755);

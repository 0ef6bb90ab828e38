// Compiles src/parser/integer-scanner.wat into src/parser/integer-scanner-wasm.ts.
// `--check` writes nothing and exits 1 when the committed file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import wabt from "wabt";

const source = new URL("../src/parser/integer-scanner.wat", import.meta.url);
const target = new URL("../src/parser/integer-scanner-wasm.ts", import.meta.url);

const toolkit = await wabt();
const binary = toolkit
  .parseWat("integer-scanner.wat", readFileSync(source, "utf8"))
  .toBinary({}).buffer;
const base64 = Buffer.from(binary).toString("base64");
const lines = base64.match(/.{1,92}/g).map((line) => `  "${line}",`);
const text = `// Compiled from integer-scanner.wat by \`npm run build:wasm\`; do not edit.

/** The WebAssembly module of the integer scanner, as base64. */
export const INTEGER_SCANNER_WASM: string = [
${lines.join("\n")}
].join("");
`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    process.stderr.write("src/parser/integer-scanner-wasm.ts is stale; run `npm run build:wasm`\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}

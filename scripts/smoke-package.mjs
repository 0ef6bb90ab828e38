// Packs the package, installs the tarball in an empty folder, and uses its command, library and types there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapgraph-smoke-"));
const sample = join(root, "samples", "dataframe", "after.heapsnapshot.gz");

function run(command, args, cwd = folder) {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function expect(condition, what) {
  if (!condition) throw new Error(`the installed package: ${what}`);
  process.stdout.write(`ok ${what}\n`);
}

try {
  const [{ filename }] = JSON.parse(
    run("npm", ["pack", "--json", "--pack-destination", folder], root),
  );
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, filename)]);

  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const bin = join(folder, "node_modules", ".bin", "heapgraph");
  expect(run(bin, ["--version"]).trim() === version, "prints its version");
  const summary = JSON.parse(run(bin, ["summary", sample, "--json", "--limit", "0"]));
  const row = summary.classes.find(({ name }) => name === "DataFrame");
  expect(row?.count === 200, "counts the sample's 200 DataFrames");

  const python = join(folder, "node_modules", "heapgraph", "python");
  for (const file of ["heapgraph_dump.py", join("preload", "sitecustomize.py")])
    expect(existsSync(join(python, file)), `brings python/${file}`);
  expect(!existsSync(join(python, "__pycache__")), "brings no compiled Python");

  writeFileSync(
    join(folder, "consumer.ts"),
    `import { openSnapshot, type SummaryResult, type NodeOrdinal } from "heapgraph";
const snapshot = await openSnapshot(process.argv[2] ?? "");
const summary: SummaryResult = snapshot.summary({ filter: ["DataFrame"] });
// @ts-expect-error a plain number is no ordinal
const ordinal: NodeOrdinal = 3;
void ordinal;
console.log(summary.classes[0]?.count);
`,
  );
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        strict: true,
        skipLibCheck: false,
        outDir: "out",
        types: ["node"],
        typeRoots: [join(root, "node_modules", "@types")],
      },
      files: ["consumer.ts"],
    }),
  );
  run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", folder]);
  const printed = run(process.execPath, [join(folder, "out", "consumer.js"), sample]);
  expect(printed.trim() === "200", "serves a typed ESM consumer");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

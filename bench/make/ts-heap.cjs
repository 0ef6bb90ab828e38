"use strict";
// ts-heap.cjs OUT MAX_SOURCE_MB CHECK_FILES DIR... : type-check real sources with the TypeScript compiler, keep program + checker alive, snapshot.
const path = require("path"),
  fs = require("fs"),
  v8 = require("v8");
const ts = require(process.env.TS || "typescript");
const [out, maxMb, checkFiles, ...dirs] = process.argv.slice(2);
const files = [];
let bytes = 0;
function walk(d) {
  let ents;
  try {
    ents = fs.readdirSync(d, { withFileTypes: true });
  } catch {
    return;
  }
  ents.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const e of ents) {
    if (bytes > maxMb * 1e6) return;
    const p = path.join(d, e.name);
    if (e.isDirectory()) {
      walk(p);
      continue;
    }
    if (!/\.(d\.ts|ts|tsx|js|mjs|cjs)$/.test(e.name) || /\.min\.(js|mjs)$/.test(e.name)) continue;
    const s = fs.statSync(p).size;
    if (s > 12e6) continue;
    bytes += s;
    files.push(p);
  }
}
dirs.forEach(walk);
console.error("root files", files.length, "source MB", (bytes / 1e6).toFixed(1));
const t0 = Date.now();
const program = ts.createProgram(files, {
  allowJs: true,
  checkJs: process.env.CHECKJS === "1",
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  noEmit: true,
  skipLibCheck: false,
  types: [],
  maxNodeModuleJsDepth: 2,
});
const checker = program.getTypeChecker();
let diags = 0,
  n = 0;
for (const sf of program.getSourceFiles()) {
  if (n++ >= +checkFiles) break;
  try {
    diags += program.getSemanticDiagnostics(sf).length;
  } catch (e) {
    console.error("check fail", sf.fileName, e.message);
  }
}
globalThis.__keep = { program, checker };
let identifiers = 0,
  nodes = 0;
for (const sf of program.getSourceFiles()) {
  const st = [sf];
  while (st.length) {
    const x = st.pop();
    nodes++;
    if (x.kind === ts.SyntaxKind.Identifier) identifiers++;
    ts.forEachChild(x, (c) => {
      st.push(c);
    });
  }
}
console.error(
  "checked in",
  Date.now() - t0,
  "ms; heapUsed MB",
  (process.memoryUsage().heapUsed / 1e6).toFixed(0),
  "ast nodes",
  nodes,
);
if (globalThis.gc) {
  gc();
  gc();
}
console.error("after gc heapUsed MB", (process.memoryUsage().heapUsed / 1e6).toFixed(0));
const truth = {
  process: process.version,
  v8: process.versions.v8,
  ts: ts.version,
  rootFiles: files.length,
  sourceFiles: program.getSourceFiles().length,
  astNodesWalked: nodes,
  identifiersWalked: identifiers,
  diagnostics: diags,
  retainedBy: "globalThis.__keep.program / .checker",
  heapUsed: process.memoryUsage().heapUsed,
  heapStats: v8.getHeapStatistics(),
};
if (out === "dry") process.exit(0);
const t1 = Date.now();
v8.writeHeapSnapshot(out);
truth.snapshotMs = Date.now() - t1;
truth.bytes = fs.statSync(out).size;
truth.peakRss = process.resourceUsage().maxRSS * 1024;
console.error(
  "snapshot",
  (truth.bytes / 1e6).toFixed(0),
  "MB in",
  truth.snapshotMs,
  "ms, peak rss",
  (truth.peakRss / 1e9).toFixed(2),
  "GB",
);
fs.writeFileSync(out + ".truth.json", JSON.stringify(truth, null, 1));

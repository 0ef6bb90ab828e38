"use strict";
// deep-list.cjs OUT LIST CLOSURES ROPE PROMISES : very deep structures (recursion stress)
const v8 = require("v8"),
  fs = require("fs");
const [out, L, K, R, P] = process.argv.slice(2).map((x, i) => (i ? +x : x));
class Chain {
  constructor(v) {
    this.v = v;
    this.next = null;
  }
}
class Doubly {
  constructor(v) {
    this.v = v;
    this.next = null;
    this.prev = null;
  }
}
class TreeNode {
  constructor(k) {
    this.k = k;
    this.left = null;
    this.right = null;
  }
}
const head = new Chain(0);
let t = head;
for (let i = 1; i < L; i++) {
  t.next = new Chain(i);
  t = t.next;
}
const dhead = new Doubly(0);
let d = dhead;
for (let i = 1; i < L / 4; i++) {
  const n = new Doubly(i);
  d.next = n;
  n.prev = d;
  d = n;
}
let f = function base() {
  return 0;
};
for (let i = 0; i < K; i++) {
  const prev = f;
  f = function wrapped() {
    return prev;
  };
} // closure chain: closure -> context -> closure ...
let rope = "start-of-rope-" + Date.now();
for (let i = 0; i < R; i++) rope = rope + ("segment" + i); // un-flattened cons string, left-deep
let p = null,
  resolve0;
p = new Promise((r) => {
  resolve0 = r;
});
const p0 = p;
for (let i = 0; i < P; i++)
  p = p.then(function step(x) {
    return x;
  }); // promise -> reaction -> promise ...
const degenerate = new TreeNode(0);
let g = degenerate;
for (let i = 1; i < L / 8; i++) {
  const n = new TreeNode(i);
  if (i & 1) g.left = n;
  else g.right = n;
  g = n;
}
globalThis.deep = { head, dhead, f, rope, p0, p, resolve0, degenerate };
if (globalThis.gc) gc();
const t0 = Date.now();
v8.writeHeapSnapshot(out);
const truth = {
  process: process.version,
  v8: process.versions.v8,
  classes: { Chain: L, Doubly: Math.ceil(L / 4), TreeNode: Math.ceil(L / 8) },
  closures: { wrapped: K, step: P },
  ropeSegments: R,
  promises: P + 1,
  retainedBy: "globalThis.deep.{head,dhead,f,rope,p0,p,degenerate}",
  expect:
    "dominator-tree depth >= " +
    L +
    "; shortest path from root to the last Chain has about " +
    L +
    " edges",
  ms: Date.now() - t0,
  bytes: fs.statSync(out).size,
  peakRss: process.resourceUsage().maxRSS * 1024,
};
fs.writeFileSync(out + ".truth.json", JSON.stringify(truth, null, 1));
console.error(JSON.stringify(truth));

"use strict";
// many-strings.cjs OUT COUNT LEN : COUNT unique flat strings of about LEN chars (log lines, JSON, non-latin text), strings section > 512 MiB
const v8 = require("v8"),
  fs = require("fs");
const [out, c, l] = process.argv.slice(2);
const N = +c,
  LEN = +l;
class LogRecord {
  constructor(i, text) {
    this.i = i;
    this.text = text;
  }
}
class LogStore {
  constructor() {
    this.records = [];
  }
}
const store = new LogStore();
globalThis.logStore = store;
let seed = 12345;
const rnd = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
const words = [
  "request",
  "GET",
  "/api/v1/items",
  "timeout",
  "user",
  "cache miss",
  "SELECT * FROM t WHERE id = ",
  "ok",
  "error: ECONNRESET",
  "payload",
  "retry",
];
const nonLatin = [
  "\u0437\u0430\u043f\u0440\u043e\u0441",
  "\u8bf7\u6c42",
  "\u30a8\u30e9\u30fc",
  "\u{1F680}",
  "na\u00efve",
];
const truth = { latin: 0, json: 0, nonLatin: 0 };
function line(i) {
  const kind = i % 20 === 0 ? 2 : i % 3 === 0 ? 1 : 0;
  const parts = [];
  let len = 0;
  const stamp = "[" + i + "] ";
  parts.push(stamp);
  len += stamp.length;
  while (len < LEN) {
    let w;
    if (kind === 2 && rnd() % 4 === 0) w = nonLatin[rnd() % nonLatin.length] + " ";
    else if (kind === 1) w = '"' + words[rnd() % words.length] + '":' + rnd() + ",\n\t";
    else w = words[rnd() % words.length] + " " + rnd().toString(36) + " ";
    parts.push(w);
    len += w.length;
  }
  truth[kind === 2 ? "nonLatin" : kind === 1 ? "json" : "latin"]++;
  return parts.join("");
}
for (let i = 0; i < N; i++) store.records.push(new LogRecord(i, line(i)));
if (globalThis.gc) gc();
const t0 = Date.now();
v8.writeHeapSnapshot(out);
Object.assign(truth, {
  process: process.version,
  v8: process.versions.v8,
  classes: { LogRecord: N, LogStore: 1 },
  uniqueStrings: N,
  approxLen: LEN,
  note: "V8 cuts names at 1024 chars unless --heap-snapshot-string-limit is given; string self_size still counts the whole string",
  retainedBy: "globalThis.logStore.records[i].text",
  ms: Date.now() - t0,
  bytes: fs.statSync(out).size,
  peakRss: process.resourceUsage().maxRSS * 1024,
});
fs.writeFileSync(out + ".truth.json", JSON.stringify(truth, null, 1));
console.error(JSON.stringify(truth));

import { expect, it } from "vitest";
import { readPlace } from "../../src/render/source-place.ts";

it.each([
  ["/srv/app/src/a.js:3:7", { file: "src/a.js", line: 3, column: 7 }],
  ["/srv/other/a.js:3:7", { file: "/srv/other/a.js", line: 3, column: 7 }],
  ["file:///srv/app/a%20b.mjs:10:1", { file: "a b.mjs", line: 10, column: 1 }],
  ["webpack://app/./src/x.ts:1:2", { file: "src/x.ts", line: 1, column: 2 }],
  ["https://example.com/a.js:1:2", { file: "https://example.com/a.js", line: 1, column: 2 }],
  [String.raw`C:\app\a.js:1:2`, { file: "C:/app/a.js", line: 1, column: 2 }],
  ["src/a.js:1:2", { file: "src/a.js", line: 1, column: 2 }],
  ["node:buffer:306:16", null],
  ["internal/timers:1:1", null],
  ["evalmachine.<anonymous>:1:1", null],
  ["script", null],
  [null, null],
])("%s is %j", (location, place) => {
  expect(readPlace(location, "/srv/app")).toEqual(place);
});

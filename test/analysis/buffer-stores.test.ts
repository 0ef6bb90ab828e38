import { expect, it } from "vitest";
import { Analyses } from "../../src/analysis/analyses.ts";
import { findBuffers } from "../../src/analysis/buffers.ts";
import { graph } from "../support/graph-dsl.ts";

const POOL = `
  root -element:1-> global
  global -> a b own lost
  a -internal:buffer-> pool
  b -internal:buffer-> pool
  pool -internal:backing_store-> data
  own -internal:backing_store-> ownData
  lost is native "system / JSArrayBufferData" 5000000000
  a is object "Buffer" 96
  b is object "Buffer" 96
  pool is object "ArrayBuffer" 88
  own is object "ArrayBuffer" 88
  data is native "system / JSArrayBufferData" 8192
  ownData is native "system / JSArrayBufferData" 8192
`;

it("tells slices of one buffer from buffers of the same size, and sizes beyond 32 bits", () => {
  const { buffers, totals } = findBuffers(new Analyses(graph(POOL).graph));
  expect(buffers).toMatchObject([
    { class: "system / JSArrayBufferData", count: 1, size: 5_000_000_000, viewCount: 0 },
    { class: "ArrayBuffer", count: 1, size: 8192, viewCount: 0, sharedCount: 0 },
    { class: "Buffer", count: 1, size: 8192, viewCount: 2, sharedCount: 1 },
  ]);
  expect(totals).toMatchObject({ count: 3, sharedCount: 1, sharedViewCount: 2 });
});

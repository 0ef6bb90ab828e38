import { parentPort } from "node:worker_threads";
import { Analyses } from "../analysis/analyses.ts";
import { HeapGraph, type HeapGraphData } from "../graph/heap-graph.ts";
import { type EdgeBlockJob, type EdgeBlockResult, readEdgeBlocks } from "../parser/edge-blocks.ts";
import type { HelperReply, HelperRequest } from "./helper-thread.ts";

/** What a helper thread can do; inputs and outputs are plain data. */
export interface HelperTasks {
  readEdgeBlocks(job: EdgeBlockJob): EdgeBlockResult | null;
  /** With the memory that was worked in, for reuse. */
  findDistances(graph: HeapGraphData): { distances: Int32Array; spare: Uint8Array[] };
}

const tasks: HelperTasks = {
  readEdgeBlocks: (job) => readEdgeBlocks(job),
  findDistances: (graph) => {
    const { distances, scratch } = new Analyses(new HeapGraph(graph));
    return { distances, spare: scratch.drain() };
  },
};

parentPort?.on("message", (request: HelperRequest) => {
  const run = tasks[request.task] as (input: unknown) => unknown;
  let reply: HelperReply;
  try {
    reply = { id: request.id, output: run(request.input) };
  } catch (error) {
    reply = { id: request.id, error };
  }
  parentPort?.postMessage(reply);
});

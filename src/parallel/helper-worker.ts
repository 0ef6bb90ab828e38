import { parentPort } from "node:worker_threads";
import { findNodeFacts, type NodeFacts } from "../analysis/analyses.ts";
import { HeapGraph, type HeapGraphData } from "../graph/heap-graph.ts";
import { type EdgeBlockJob, type EdgeBlockResult, readEdgeBlocks } from "../parser/edge-blocks.ts";
import type { HelperReply, HelperRequest } from "./helper-thread.ts";

/** What a helper thread can do; inputs and outputs are plain data. */
export interface HelperTasks {
  readEdgeBlocks(job: EdgeBlockJob): EdgeBlockResult | null;
  findNodeFacts(graph: HeapGraphData): NodeFacts;
}

const tasks: HelperTasks = {
  readEdgeBlocks: (job) => readEdgeBlocks(job),
  findNodeFacts: (graph) => findNodeFacts(new HeapGraph(graph)),
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

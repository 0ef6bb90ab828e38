import { parentPort, workerData } from "node:worker_threads";
import { instance } from "@viz-js/viz";
import type { LayoutReply } from "./lay-out.ts";

const viz = await instance();
const { status, output, errors } = viz.render(workerData as string, { format: "svg" });
// Graphviz draws something else in place of a label it cannot read, and calls that a success.
const faults = errors.filter(({ level }) => level === "error").map(({ message }) => message);
const reply: LayoutReply =
  status === "success" && faults.length === 0 ? { svg: output } : { faults };
parentPort?.postMessage(reply);

import type { Analyses } from "../analyses.ts";
import type { CollectionFormat } from "./collection.ts";
import { HermesFormat } from "./hermes-format.ts";
import { PythonFormat } from "./python-format.ts";
import { V8Format } from "./v8-format.ts";

/** How the runtime that a heap is of keeps its collections. */
export function createCollectionFormat({ graph, referenceKinds }: Analyses): CollectionFormat {
  switch (referenceKinds.runtime) {
    case "python":
      return new PythonFormat(graph);
    case "hermes":
      return new HermesFormat(graph);
    case "javascript":
      return new V8Format(graph);
  }
}

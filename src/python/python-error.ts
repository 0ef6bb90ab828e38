import { HeapgraphError } from "../errors.ts";

/** A snapshot of a Python process cannot be had. Code `PYTHON_*`. */
export class PythonError extends HeapgraphError {
  override name = "PythonError";
}

/** Asks for a script to be run in the process of the first argument (PEP 768). */
export const REMOTE_EXEC = "import sys; sys.remote_exec(int(sys.argv[1]), sys.argv[2])";

/**
 * Python that dumps the process that runs it and leaves nothing behind in it.
 * @param folder - where the exporter lies, and where `out.heapsnapshot`, or else `error`, appears.
 */
export function injectedScript(
  folder: string,
  options: { readonly redact: boolean; readonly collect: boolean; readonly fork: boolean },
): string {
  return `__heapgraph_injected__ = True
def run():
    exporter, error_file = ${text(`${folder}/heapgraph_dump.py`)}, ${text(`${folder}/error`)}
    namespace = {"__name__": "heapgraph_dump", "__file__": exporter}
    try:
        with open(exporter, "rb") as file:
            exec(compile(file.read(), exporter, "exec"), namespace)
        loaded = __import__("sys").modules.get("heapgraph_dump")
        is_same = getattr(loaded, "__version__", None) == namespace["__version__"]
        dump = loaded.dump if is_same else namespace["dump"]
        dump(${text(`${folder}/out.heapsnapshot`)}, fork=${flag(options.fork)}, collect=${flag(options.collect)},
             redact=${flag(options.redact)}, _error_file=error_file)
    except BaseException as error:
        with open(error_file, "w") as file:
            file.write("%s: %s" % (type(error).__name__, error))
    namespace.clear()
run()
`;
}

/** Python's notation of a text that is a path, and so has nothing in it that JSON writes otherwise. */
function text(value: string): string {
  return JSON.stringify(value);
}

function flag(value: boolean): string {
  return value ? "True" : "False";
}

/**
 * Commands for gdb that have a stopped process run the script.
 *
 * A main thread that waits in the kernel holds no lock of the C library, and may wait for long: it runs the script
 * at once. Any other is asked to run it between two instructions, since calling into it now could find a lock taken.
 */
export function gdbScript(folder: string): string {
  // Read and closed first: a file that is left open makes Python warn, and note that in `__main__`.
  const read = `with open('${folder}/inject.py') as file: code = file.read()`;
  const code = `"exec(\\"${read}\\\\nexec(code)\\", {\\"__heapgraph_injected__\\": 1})"`;
  const orig = process.arch === "x64" ? "$orig_rax" : "-1";
  return `if ${orig} != -1
  set $lock = ((int (*)(void))PyGILState_Ensure)()
  set $result = ((int (*)(const char *))PyRun_SimpleString)(${code})
  call ((void (*)(int))PyGILState_Release)($lock)
else
  set $result = ((int (*)(void *, void *))Py_AddPendingCall)((void *)PyRun_SimpleString, (void *)${code})
end
echo heapgraph: asked\\n
`;
}

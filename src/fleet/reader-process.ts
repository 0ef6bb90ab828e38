import type { ReaderReply, ReaderRequest } from "./file-reader.ts";
import { readFileReport } from "./read-file-report.ts";

// Ends by itself when whoever started it goes: nothing else keeps it alive.
process.on("message", (request: ReaderRequest) => {
  void readFileReport(request.path, request.threads).then(
    (outcome) => reply({ outcome }),
    (error: unknown) => reply({ fault: error instanceof Error ? error.message : String(error) }),
  );
});

function reply(message: ReaderReply): void {
  process.send?.(message);
}

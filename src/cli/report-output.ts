import { resolve } from "node:path";
import type { Argv } from "yargs";
import { JUNIT_MARK, renderJunit } from "../render/report-junit.ts";
import { MARKDOWN_MARK, renderMarkdownReport } from "../render/report-markdown.ts";
import type { Report } from "../render/report.ts";
import { renderSarif, SARIF_MARK } from "../render/report-sarif.ts";
import { renderGithub } from "../render/report-github.ts";
import { escapeText } from "../render/format.ts";
import { type CliIo, UsageError } from "./command.ts";
import { requireWritable, writeOutputFile } from "./output-file.ts";

/** Reports besides text and JSON, which each command has its own way of. */
export const REPORT_FORMATS = ["md", "junit", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type FileFormat = "json" | ReportFormat;
const FILE_FORMATS: readonly FileFormat[] = ["json", ...REPORT_FORMATS];

/** How each is told from files that heapgraph did not write. */
const MARKS: Readonly<Record<FileFormat, string>> = {
  json: '"heapgraph": "',
  md: MARKDOWN_MARK,
  junit: JUNIT_MARK,
  sarif: SARIF_MARK,
  github: "::error ",
};

export interface ReportArgs {
  report: string[];
  force: boolean;
}

/** A file that a report goes to. */
export interface ReportFile {
  readonly format: FileFormat;
  /** Absolute. */
  readonly path: string;
  readonly name: string;
}

/** `--report FORMAT=FILE`, and `--force`. */
export function reportOptions<A>(y: Argv<A>): Argv<A & ReportArgs> {
  return y
    .option("report", {
      type: "string",
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: `Write a report, too: FORMAT=FILE of ${FILE_FORMATS.join(", ")}; repeat for more`,
    })
    .option("force", {
      type: "boolean",
      default: false,
      describe: "Let reports and pictures replace files that heapgraph did not write",
    });
}

/**
 * Reads where reports go, and refuses files that must not be written; ask before long work.
 * @param inputs - the snapshots, as the user wrote them.
 * @throws {UsageError | OutputError}
 */
export async function readReports(
  { report, force }: ReportArgs,
  inputs: readonly string[],
  io: CliIo,
): Promise<readonly ReportFile[]> {
  const files = report.map((text): ReportFile => {
    const match = /^(?<format>[^=]*)=(?<file>.+)$/s.exec(text)?.groups;
    const format = FILE_FORMATS.find((one) => one === match?.["format"]);
    const name = match?.["file"] ?? "";
    if (format === undefined || name === "-")
      throw new UsageError(
        `--report takes a format and a file such as junit=out.xml; formats are ${FILE_FORMATS.join(", ")}; got "${text}"`,
      );
    return { format, path: resolve(io.cwd, name), name };
  });
  const twice = files.find(({ path }, at) => files.findIndex((one) => one.path === path) < at);
  if (twice !== undefined) throw new UsageError(`two reports go to ${twice.name}`);
  const input = inputs.filter((one) => one !== "-").map((one) => resolve(io.cwd, one));
  for (const { path, format } of files)
    await requireWritable(path, { force, ownMark: MARKS[format], input });
  return files;
}

/** Writes reports, and says on stderr which. */
export async function writeReports(
  files: readonly ReportFile[],
  report: Report,
  json: () => string,
  { force }: ReportArgs,
  io: CliIo,
): Promise<void> {
  for (const { format, path, name } of files) {
    const text = format === "json" ? json() : renderReport(format, report);
    const options = { force, ownMark: MARKS[format], signal: io.signal };
    await writeOutputFile(path, [text], options);
    io.stderr.write(`wrote ${escapeText(name)}\n`);
  }
}

/** A report in one of its formats. */
export function renderReport(format: ReportFormat, report: Report): string {
  switch (format) {
    case "md":
      return renderMarkdownReport(report);
    case "junit":
      return renderJunit(report);
    case "sarif":
      return renderSarif(report);
    case "github":
      return renderGithub(report);
  }
}

/** The folder that places in code are told from. */
export function reportRoot(io: CliIo): string {
  return resolve(io.cwd, io.env["GITHUB_WORKSPACE"] ?? ".");
}

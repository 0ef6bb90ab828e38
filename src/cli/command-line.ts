/** What a command line said, as far as its options say it. */
interface SpokenArgs {
  readonly inputs: readonly string[];
  readonly id: readonly string[];
  readonly type: readonly string[];
  readonly where: readonly string[];
  readonly pick?: string | undefined;
  readonly maxObjects?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The choice of objects as a command line that can be run again: for the caption of a picture. */
export function commandLine(command: string, args: SpokenArgs): string {
  const { inputs, id, type, where } = args;
  const objects = inputs.filter((input) => input.startsWith("@"));
  const words = [
    ...objects,
    ...id.flatMap((text) => ["--id", text]),
    ...type.flatMap((text) => ["--type", text]),
    ...where.flatMap((text) => ["--where", text]),
    ...one("--pick", args.pick),
    ...one("--max-objects", args.maxObjects),
    ...one("--from", args.from),
    ...one("--to", args.to),
  ];
  return ["heapgraph", command, ...words.map(quote)].join(" ");
}

function one(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [option, value];
}

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

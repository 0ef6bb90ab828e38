/** What a command line said, as far as its options say it. */
interface SpokenArgs {
  readonly inputs: readonly string[];
  readonly id: readonly string[];
  readonly type: readonly string[];
  readonly where: readonly string[];
}

/** The choice of objects as a command line that can be run again: for the caption of a picture. */
export function commandLine(command: string, { inputs, id, type, where }: SpokenArgs): string {
  const objects = inputs.filter((input) => input.startsWith("@"));
  const words = [
    ...objects,
    ...id.flatMap((text) => ["--id", text]),
    ...type.flatMap((text) => ["--type", text]),
    ...where.flatMap((text) => ["--where", text]),
  ];
  return ["heapgraph", command, ...words.map(quote)].join(" ");
}

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words of a command line as a shell would split it: blanks between, single or double quotes around. */
export function splitShellWords(command: string): string[] {
  const words = command.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replaceAll(/['"]/g, ""));
}

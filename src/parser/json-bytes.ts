/** Whether JSON takes a byte for white space. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A byte for messages: in quotes where it has a picture, else its number. */
export function describeByte(byte: number): string {
  if (byte >= 0x20 && byte < 0x7f) return JSON.stringify(String.fromCharCode(byte));
  return `byte 0x${byte.toString(16)}`;
}

/** What {@link scanSlowly} finds. */
export interface SlowScan {
  readonly values: readonly number[];
  /** Where each value starts. */
  readonly places: readonly number[];
  /** Position of the byte that cannot stand there, -1 without a fault. */
  readonly fault: number;
}

/** Reads the content of an integer array byte by byte: the definition the fast scanner must meet. */
export function scanSlowly(text: string): SlowScan {
  const values: number[] = [];
  const places: number[] = [];
  let expectsNumber = true;
  let at = 0;
  const stop = (fault: number): SlowScan => ({ values, places, fault });
  while (at < text.length) {
    const character = text.charAt(at);
    if (" \n\r\t".includes(character)) {
      at++;
    } else if (character === ",") {
      if (expectsNumber) return stop(at);
      expectsNumber = true;
      at++;
    } else {
      const start = at;
      if (!expectsNumber) return stop(at);
      if (character === "-") at++;
      if (!isDigit(text.charAt(at))) return stop(at);
      let value = 0;
      for (; isDigit(text.charAt(at)); at++) {
        // One digit more would pass 2^53.
        if (value > 900_719_925_474_099) return stop(at);
        value = value * 10 + Number(text.charAt(at));
      }
      values.push(character === "-" ? -value : value);
      places.push(start);
      expectsNumber = false;
    }
  }
  return stop(-1);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

import { TextSyntaxError } from "../errors.ts";

/** Most characters of what stands at a fault that its message quotes. */
const MAX_QUOTED = 40;

/** A value as it was written. */
export interface ValueText {
  /** Without the quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * A place in an expression that is read from left to right. Whatever is taken is followed by blanks, which are
 * taken with it; nothing goes back.
 */
export class TextCursor {
  readonly text: string;
  /** Column of the next character, from 0. */
  at = 0;
  readonly #code: string;

  /** @param code - of the faults, e.g. SYNTAX_PREDICATE. */
  constructor(text: string, code: string) {
    this.text = text;
    this.#code = code;
    this.skipBlanks();
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, "" at the end. */
  get next(): string {
    return this.text[this.at] ?? "";
  }

  /** Takes what the sticky `pattern` finds here. */
  match(pattern: RegExp): string | null {
    const found = this.matchTight(pattern);
    if (found !== null) this.skipBlanks();
    return found;
  }

  /** The same, but leaves the blanks behind it, where they mean something. */
  matchTight(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  /** Takes one character. */
  take(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    this.skipBlanks();
    return true;
  }

  /** Takes a word, in any case. */
  takeWord(word: string): boolean {
    if (!this.isAtWord(word)) return false;
    this.at += word.length;
    this.skipBlanks();
    return true;
  }

  isAtWord(word: string): boolean {
    const end = this.at + word.length;
    return (
      this.text.slice(this.at, end).toLowerCase() === word && !/[\w-]/.test(this.text[end] ?? "")
    );
  }

  /** Column behind what was taken, without the blanks. */
  get endOfTaken(): number {
    return this.text.slice(0, this.at).trimEnd().length;
  }

  /**
   * Takes a value: quoted text, a regular expression, or a word that may begin with a bracketed part
   * (`(compiled code)`). What a value begins with decides where it ends.
   * @param ends - characters that end a word even without a blank before them.
   */
  takeValue(ends = ""): ValueText {
    const start = this.at;
    const first = this.next;
    if (first === '"' || first === "'") return { text: this.takeQuoted(), isQuoted: true };
    const regex = this.match(ends === "" ? REGEX : LISTED_REGEX);
    if (regex !== null) return { text: regex, isQuoted: false };
    const isBracketed = first !== "" && "([{".includes(first);
    let at = start;
    let open = 0;
    for (; at < this.text.length; at++) {
      const character = this.text[at];
      if ("([{".includes(character)) open++;
      else if (")]}".includes(character) && --open < 0) break;
      // Blanks belong to a value only inside of the brackets that it begins with.
      else if (/\s/.test(character) && (open === 0 || !isBracketed)) break;
      else if (ends.includes(character) && open === 0) break;
    }
    if (at === start) throw this.fault(start, `expected a value, got ${this.found()}`);
    if (open > 0 && isBracketed) throw this.fault(start, `this "${first}" is never closed`);
    this.at = at;
    this.skipBlanks();
    return { text: this.text.slice(start, at), isQuoted: false };
  }

  /** Takes text in single or double quotes, of which the next character must be one. */
  takeQuoted(): string {
    const quote = this.next;
    const start = this.at;
    const literal = this.match(quote === '"' ? /"(?:[^"\\]|\\.)*"/suy : /'(?:[^'\\]|\\.)*'/suy);
    if (literal === null) throw this.fault(start, `this ${quote} is never closed`);
    // Other backslashes stay: they belong to a regular expression.
    return literal.slice(1, -1).replaceAll(/\\(["'\\])/g, "$1");
  }

  skipBlanks(): void {
    while (!this.isAtEnd && /\s/.test(this.text[this.at])) this.at++;
  }

  /** What stands here, for messages: quoted, or `the end`. */
  found(): string {
    if (this.isAtEnd) return "the end";
    return `"${/\S+/.exec(this.text.slice(this.at))?.[0].slice(0, MAX_QUOTED) ?? ""}"`;
  }

  fault(column: number, message: string): TextSyntaxError {
    return new TextSyntaxError(this.#code, this.text, column, message);
  }

  /** Gives faults of a value's own reader the value's place. */
  locating<T>(column: number, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TextSyntaxError)) throw error;
      throw this.fault(column, error.message);
    }
  }
}

const REGEX = /\/(?:[^/\\]|\\.)+\/[a-z]*(?=[\s)]|$)/suy;
const LISTED_REGEX = /\/(?:[^/\\]|\\.)+\/[a-z]*(?=[\s),]|$)/suy;

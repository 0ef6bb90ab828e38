/** Strings that only certain programs have in their heaps. */
export interface StringMarkers {
  /** Whether all strings were looked at, so that what was not seen is not there. */
  readonly isComplete: boolean;
  /** As in `process.versions.v8`, e.g. `12.4.254.21-node.57`. */
  readonly v8Version: string | null;
  /** Strings that look like `process.version`, without their `v`, in the order of the file. */
  readonly versions: readonly string[];
  /** `Node / Environment`, the root of Node's own objects. */
  readonly hasNodeEnvironment: boolean;
  /** Names of Chrome's rendering engine. */
  readonly hasBlink: boolean;
  readonly hasWorkerd: boolean;
  /** Numbers have nodes of their own. */
  readonly hasNumericValues: boolean;
}

/** No marker is longer, its surroundings included. */
const OVERLAP = 64;
const MOST_VERSIONS = 8;

const PLAIN_MARKERS = {
  hasNodeEnvironment: '"Node / Environment"',
  hasBlink: '"blink::',
  hasWorkerd: '"workerd / ',
  hasNumericValues: '"smi number"',
} as const;
type PlainMarker = keyof typeof PLAIN_MARKERS;
const PLAIN_ENTRIES = Object.entries(PLAIN_MARKERS) as [PlainMarker, string][];

/** Looks for markers in the bytes of a strings section, piece by piece, with native searches only. */
export class MarkerSearch {
  readonly #seen: Record<PlainMarker, boolean> = {
    hasNodeEnvironment: false,
    hasBlink: false,
    hasWorkerd: false,
    hasNumericValues: false,
  };
  #v8Version: string | null = null;
  readonly #versions = new Set<string>();
  #carried: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): void {
    if (this.#carried.length > 0) {
      this.#search(Buffer.concat([this.#carried, bytes.subarray(0, OVERLAP)]));
    }
    this.#search(bytes);
    this.#carried = Buffer.from(bytes.subarray(Math.max(0, bytes.length - OVERLAP)));
  }

  finish(isComplete: boolean): StringMarkers {
    return {
      isComplete,
      v8Version: this.#v8Version,
      versions: [...this.#versions],
      ...this.#seen,
    };
  }

  #search(bytes: Buffer): void {
    for (const [name, text] of PLAIN_ENTRIES) {
      if (!this.#seen[name]) this.#seen[name] = bytes.includes(text, 0, "latin1");
    }
    for (let at = 0; this.#v8Version === null; at++) {
      at = bytes.indexOf("-node.", at, "latin1");
      if (at < 0) break;
      const around = bytes.toString("latin1", Math.max(0, at - 24), at + 16);
      this.#v8Version = /"(\d+\.\d+\.\d+\.\d+-node\.\d+)"/.exec(around)?.[1] ?? null;
    }
    for (let at = 0; this.#versions.size < MOST_VERSIONS; at++) {
      at = bytes.indexOf('"v', at, "latin1");
      if (at < 0) break;
      // Most strings that begin so are words.
      if (bytes[at + 2] < 0x30 || bytes[at + 2] > 0x39) continue;
      const version = /^"v(\d+\.\d+\.\d+)"/.exec(bytes.toString("latin1", at, at + 20))?.[1];
      if (version !== undefined) this.#versions.add(version);
    }
  }
}

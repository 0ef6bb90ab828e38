import { readOnly } from "./graphology-errors.ts";

/** Names of attributes, in order, and how to find each one's value for a node or edge. */
export type AttributeReaders = Readonly<Record<string, (position: number) => unknown>>;

/** What a proxy stands on: printing looks through a proxy, and calls this with the proxy as `this`. */
class Slot {
  readonly position: number;

  constructor(position: number) {
    this.position = position;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): object {
    return Object.assign({}, this);
  }
}

/**
 * Makes the attribute objects of nodes or of edges: each looks like a plain object with own, enumerable
 * properties, but a value is found only when it is read. So looking at names computes no dominators, and
 * spreading or printing computes everything. Proxies, because an object with seven getters of its own costs
 * some microseconds and there are millions; `structuredClone` needs a copy, `{ ...attributes }`.
 *
 * Writing to such an object throws UsageGraphError.
 */
export class AttributeObjects {
  readonly #readers: ReadonlyMap<unknown, (position: number) => unknown>;
  readonly #handler: ProxyHandler<Slot>;

  constructor(readers: AttributeReaders) {
    this.#readers = new Map(Object.entries(readers));
    this.#handler = createHandler(this.#readers);
  }

  /** The attributes of one node or edge. */
  at(position: number): object {
    return new Proxy(new Slot(position), this.#handler);
  }

  /** One value, undefined where there is no such attribute. */
  value(position: number, name: unknown): unknown {
    return this.#readers.get(name)?.(position);
  }

  has(name: unknown): boolean {
    return this.#readers.has(name);
  }
}

function refuse(): never {
  throw readOnly("attributes");
}

function createHandler(
  readers: ReadonlyMap<unknown, (position: number) => unknown>,
): ProxyHandler<Slot> {
  const names = [...readers.keys()] as string[];
  return {
    get: ({ position }, name, receiver) => {
      const read = readers.get(name);
      return read === undefined ? Reflect.get(Object.prototype, name, receiver) : read(position);
    },
    has: (_, name) => readers.has(name) || name in Object.prototype,
    ownKeys: () => names,
    // A getter: Object.keys and hasOwnProperty ask for this too, and must not compute the value.
    getOwnPropertyDescriptor: ({ position }, name) => {
      const read = readers.get(name);
      if (read === undefined) return undefined;
      return { get: () => read(position), enumerable: true, configurable: true };
    },
    getPrototypeOf: () => Object.prototype,
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
    preventExtensions: refuse,
  };
}

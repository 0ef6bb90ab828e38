import { type BitSet, createBitSet, hasBit, setBit } from "../graph/arrays/bit-set.ts";
import type { SourceLocation } from "../graph/class-keys.ts";
import type { HeapGraph } from "../graph/heap-graph.ts";
import { NodeType } from "../graph/node-type.ts";
import type { Analyses } from "./analyses.ts";
import { followInternal } from "./follow-edge.ts";
import { describeLocation, scriptName, scriptNames } from "./script-names.ts";

/** Scripts of the runtime's own: `node:fs`, `node-internal:timers`, before Node 16 `internal/util.js`. */
const RUNTIME_SCRIPT =
  /^(node:|node-internal:|workerd:|cloudflare-internal:|internal\/|ext:|deno:|bun:|extensions::|chrome-extension:|(electron|v8)\/)/;

/** Before Node 16 its modules had names without any folder, `fs.js`, beside those in `internal/`. */
const OLD_RUNTIME_FOLDER = /^internal\//;
const BARE_SCRIPT = /^[\w-]+\.js$/;

/** How far a scope is followed outwards; code is never nested so deeply. */
const MAX_SCOPES = 100;

/** Levels of the dominator tree that are searched for something of the program's. */
const MAX_DOMINATORS = 1000;

/** Tells objects that the program's own code made or holds from those of the runtime. */
export class ProgramCode {
  readonly #analyses: Analyses;
  readonly #scripts: ReadonlyMap<number, string>;
  /** Whether `fs.js` is the runtime's. */
  readonly #hasBareScripts: boolean;
  /** Objects and functions of the program's scripts, scopes of those functions and the ones around them. */
  readonly #marked: BitSet;
  /** Whether the file tells where anything comes from. */
  readonly hasLocations: boolean;

  /** O(locations). */
  constructor(analyses: Analyses) {
    this.#analyses = analyses;
    this.#scripts = nameAllScripts(analyses.graph);
    this.#hasBareScripts = [...this.#scripts.values()].some((name) =>
      OLD_RUNTIME_FOLDER.test(name),
    );
    this.hasLocations = this.#scripts.size > 0;
    this.#marked = this.#mark();
  }

  /** Whether a place lies in a script that does not belong to the runtime. */
  isProgramPlace(location: SourceLocation | null): boolean {
    return location !== null && this.#isProgramScript(location.scriptId);
  }

  /** Whether a place lies in a script of the runtime's own. */
  isRuntimePlace(location: SourceLocation | null): boolean {
    const name = location === null ? undefined : this.#scripts.get(location.scriptId);
    return name !== undefined && this.#isRuntimeScript(name);
  }

  /** The name of a script by its number; null where the file does not tell. */
  scriptName(id: number): string | null {
    return this.#scripts.get(id) || null;
  }

  /** `script:line:column`, from 1; null for none. */
  describe(location: SourceLocation | null): string | null {
    return location === null ? null : describeLocation(location, this.#scripts);
  }

  /** Where the class of a node, or the function that it is, stands in code; a scan, O(locations). */
  locationOf(ordinal: number): SourceLocation | null {
    const { locations } = this.#analyses.graph.data;
    const row = locations.ordinals.subarray(0, locations.count).indexOf(ordinal);
    if (row < 0) return null;
    const { scriptIds, lines, columns } = locations;
    return { scriptId: scriptIds[row], line: lines[row], column: columns[row] };
  }

  /** Whether a node is of a class, function or scope of the program's. */
  isProgramNode(ordinal: number): boolean {
    return hasBit(this.#marked, ordinal);
  }

  /** Whether something of the program's is above a node in the dominator tree, or it is such itself. */
  isHeldByProgram(ordinal: number): boolean {
    const { dominators, graph } = this.#analyses;
    let at = ordinal;
    for (let level = 0; level < MAX_DOMINATORS && at !== graph.rootOrdinal; level++) {
      if (this.isProgramNode(at)) return true;
      at = dominators.idoms[at];
    }
    return false;
  }

  /** Whether a node belongs to what Python knows of its own types, which grows with weak references to them. */
  isBookkeeping(ordinal: number): boolean {
    const { dominators, graph, referenceKinds } = this.#analyses;
    if (referenceKinds.runtime !== "python") return false;
    let at = ordinal;
    for (let level = 0; level < MAX_DOMINATORS && at !== graph.rootOrdinal; level++) {
      if (graph.rawName(at) === "(Type subclasses)") return true;
      at = dominators.idoms[at];
    }
    return false;
  }

  #isProgramScript(id: number): boolean {
    const name = this.#scripts.get(id);
    return name !== undefined && name !== "" && !this.#isRuntimeScript(name);
  }

  #isRuntimeScript(name: string): boolean {
    return RUNTIME_SCRIPT.test(name) || (this.#hasBareScripts && BARE_SCRIPT.test(name));
  }

  #mark(): BitSet {
    const { graph } = this.#analyses;
    const { locations, nodeTypes } = graph.data;
    const marked = createBitSet(graph.nodeCount);
    for (let row = 0; row < locations.count; row++) {
      if (!this.#isProgramScript(locations.scriptIds[row])) continue;
      const ordinal = locations.ordinals[row];
      setBit(marked, ordinal);
      if (nodeTypes[ordinal] !== NodeType.closure) continue;
      let scope = followInternal(graph, ordinal, "context");
      for (let level = 0; level < MAX_SCOPES && scope !== null && !hasBit(marked, scope); level++) {
        if (graph.rawName(scope).includes("NativeContext")) break;
        setBit(marked, scope);
        scope = followInternal(graph, scope, "previous");
      }
    }
    return marked;
  }
}

/** Names of scripts by id: what {@link scriptNames} finds, and what functions lead to. O(locations). */
function nameAllScripts(graph: HeapGraph): ReadonlyMap<number, string> {
  const names = new Map(scriptNames(graph));
  const { locations, nodeTypes } = graph.data;
  for (let row = 0; row < locations.count; row++) {
    const id = locations.scriptIds[row];
    const ordinal = locations.ordinals[row];
    if (names.has(id) || nodeTypes[ordinal] !== NodeType.closure) continue;
    const shared = followInternal(graph, ordinal, "shared");
    if (shared === null) continue;
    const script =
      followInternal(graph, shared, "script") ??
      followInternal(graph, shared, "script_or_debug_info");
    if (script !== null) names.set(id, scriptName(graph.rawName(script)));
  }
  return names;
}

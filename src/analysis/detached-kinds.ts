/** What begins the class of all that has left its page. */
export const DETACHED_PREFIX = "Detached ";

/**
 * What a detached object is: a window or document (a whole page), a node of a page, another object that a page
 * has (`Performance`); an object of Node's own C++ side, of which each process has some; or what Blink and V8 keep
 * for each element.
 */
export type DetachedKind = "window" | "document" | "node" | "object" | "base-object" | "runtime";

/** Whether a kind is none of a page's. */
export function isRuntimeKind(is: DetachedKind): boolean {
  return is === "runtime" || is === "base-object";
}

const RUNTIME_NAME = /^(blink::|cppgc::|system \/|InternalNode|V8EventListener|EventListener)/;
const WINDOW_NAME = /^(Local|Remote)?(DOM)?Window\b/;
const DOCUMENT_NAME = /^(HTML|XML|SVG)?Document\b/;
const NODE_NAME =
  /^(<|#|(HTML|SVG|MathML)\w*Element$|(Element|Text|Comment|CDATASection|DocumentFragment|DocumentType|ShadowRoot|Attr|ProcessingInstruction)\b)/;

/** What the objects of a class are; null when they are not detached. */
export function detachedKindOf(className: string): DetachedKind | null {
  if (!className.startsWith(DETACHED_PREFIX)) return null;
  const name = className.slice(DETACHED_PREFIX.length);
  if (name.startsWith("Node /")) return "base-object";
  if (RUNTIME_NAME.test(name)) return "runtime";
  if (WINDOW_NAME.test(name)) return "window";
  if (DOCUMENT_NAME.test(name)) return "document";
  return NODE_NAME.test(name) ? "node" : "object";
}

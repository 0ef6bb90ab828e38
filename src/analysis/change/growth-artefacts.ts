import type { Runtime } from "../lineage/reference-kinds.ts";

/** What V8 and Bun count under names of their own instead of a program's. */
const JAVASCRIPT_KINDS = /^\((system|compiled code|object shape|code|hidden)\)$/;

/** Of V8 15, which names all of its nodes: variables, entries and bytes, which are a program's. */
const PROGRAM_DATA =
  /^system \/ (Context|ContextCell|JSLexicalEnvironment|JSModuleEnvironment|JSGlobalLexicalEnvironment|PropertyCell|PropertyArray|Cell|JSArrayBufferData|ExternalStringData|Foreign|ArrayList|EmbedderDataArray|OrderedHash\w+|EphemeronHashTable|\w*Dictionary|Wasm\w+|Managed)\b/;

const HERMES_KINDS =
  /^(HiddenClass|DictPropertyMap|CodeBlock|Domain|RuntimeModule|PropertyAccessor|OldGen|\(compiled code\)|\(system\)|\(object shape\)|std::.*)$/;

/**
 * Whether a class is the runtime's own, which grows while code warms up whatever the program does: compiled code,
 * feedback, scope infos, maps.
 */
export function isWarmingUp(className: string, runtime: Runtime): boolean {
  switch (runtime) {
    case "javascript":
      return className.startsWith("system / ")
        ? !PROGRAM_DATA.test(className)
        : JAVASCRIPT_KINDS.test(className);
    case "hermes":
      return HERMES_KINDS.test(className);
    case "python":
      return false;
  }
}

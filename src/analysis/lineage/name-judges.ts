import { NameFlag, type NameJudge } from "./name-flags.ts";

/** Names of V8's and JavaScriptCore's nodes that no program sees. */
const RUNTIME_NODE =
  /^(system \/ (Map|FeedbackCell|FeedbackVector|FeedbackMetadata|PrototypeInfo|TransitionArray|DescriptorArray|EnumCache|ScopeInfo|SharedFunctionInfo|AllocationSite|WeakArrayList|NativeContext|Script|ScriptOrModule|InterpreterData|BytecodeArray|Code|WeakCell|FunctionTemplateInfo|FunctionTemplateRareData|ObjectTemplateInfo|AccessorInfo|CallHandlerInfo|InterceptorInfo|ScriptContextTable|ArrayBoilerplateDescription|ClassBoilerplate|ClassPositions|IrRegExpData|AtomRegExpData|RegExpData)\b|\((map descriptors|transition array|code deopt data|source position table|feedback|shared function info|script line ends|system|prototype users|optimized code map|enum cache|bytecode)|Structure|StructureChain|StructureRareData|FunctionExecutable|FunctionCodeBlock|UnlinkedFunction)/;

const SCOPE = /^system \/ (Context|JSLexicalEnvironment)/;

/** Nodes of V8 and Blink that are a part of what refers to them. */
const V8_PART =
  /^(system \/ (PropertyCell|AccessorPair|Cell|OrderedHashMap|OrderedHashSet|EphemeronHashTable|NameDictionary|NumberDictionary|PropertyArray)$|blink::(Heap\w*Backing|BasicHeapVector|HeapVector)<)/;

/** V8, Chrome, Bun: edge names, and names of nodes. */
export const judgeJavaScriptName: NameJudge = (name) => {
  switch (name) {
    case "__proto__":
    case "constructor":
    case "prototype":
      return NameFlag.prototype;
    case "map":
    case "feedback_cell":
    case "feedback_vector":
    case "shared":
    case "code":
    case "initial_map":
    case "descriptors":
    case "constructor_or_back_pointer":
      return NameFlag.plumbing;
    case "elements":
    case "properties":
      return NameFlag.backing;
    default:
      if (SCOPE.test(name)) return NameFlag.scope;
      if (RUNTIME_NODE.test(name)) return NameFlag.plumbingNode;
      return V8_PART.test(name) ? NameFlag.part : 0;
  }
};

export const judgeHermesName: NameJudge = (name) => {
  switch (name) {
    case "__proto__":
    case "constructor":
    case "prototype":
    case "parent":
      return NameFlag.prototype;
    case "class":
    case "propertyMap":
    case "symbol":
      return NameFlag.plumbing;
    case "HiddenClass":
    case "DictPropertyMap":
    case "Domain":
    case "CodeBlock":
      return NameFlag.plumbingNode;
    case "Environment":
      return NameFlag.scope;
    case "propStorage":
    case "indexedStorage":
    case "elements":
      return NameFlag.backing;
    case "OrderedHashMap":
    case "OrderedHashSet":
    case "HashMapEntry":
      return NameFlag.part;
    default:
      // Each stands beside a property edge of the program's own name.
      return /^directProp\d+$/.test(name) ? NameFlag.plumbing : 0;
  }
};

/** Edges of a Python heap; its nodes are judged by how they are held. */
export const judgePythonName: NameJudge = (name) => {
  switch (name) {
    case "__class__":
    case "__mro__":
    case "__bases__":
    case "__base__":
    case "__globals__":
    case "__builtins__":
    case "f_globals":
    case "f_builtins":
    case "f_back":
    case "tp_subclasses":
    case "__subclasses__":
    case "__objclass__":
      return NameFlag.plumbing;
    case "cell":
      return NameFlag.part;
    default:
      return 0;
  }
};

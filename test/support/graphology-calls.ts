/** What a call of a graph's method is made with; callbacks write down what they are given. */
export interface Call {
  readonly args: readonly unknown[];
  /** What the callback was called with, so far. */
  readonly heard: () => readonly unknown[];
}

/** Places of a graph to ask about; some of the keys lead nowhere. */
export interface Places {
  readonly node: number;
  readonly other: number;
  readonly edge: number;
}

type Arguments = readonly (readonly unknown[])[];

const ITERATION =
  /^(?:(?<verb>forEach|map|filter|reduce|find|some|every)(?<noun>\w*?(?:Node|Neighbor|Edge))s?|(?<list>(?!are[A-Z])\w*?(?:[nN]ode|[nN]eighbor|[eE]dge))(?:s|Entries))$/;

/**
 * Every way to call a read method: each overload, keys as text and as numbers, keys that do not exist, and
 * numbers of arguments that are wrong.
 * @returns undefined for a method nobody has thought of.
 */
export function callForms(name: string, places: Places): (() => Call)[] | undefined {
  const iteration = ITERATION.exec(name)?.groups;
  if (iteration !== undefined) {
    const noun = iteration["noun"] ?? iteration["list"];
    return placeForms(noun, places).flatMap((place) =>
      iteration["verb"] === undefined
        ? [plain(place)]
        : callbackForms(iteration["verb"], noun, place, places),
    );
  }
  if (name.startsWith("forEach")) return [recording([]), plain([])];
  return otherForms(name, places)?.map(plain);
}

const plain =
  (args: readonly unknown[]): (() => Call) =>
  () => ({ args, heard: () => [] });

/** A call whose callback writes down its arguments and answers with `answer`. */
function recording(
  place: readonly unknown[],
  answer: (item: readonly unknown[]) => unknown = () => undefined,
  initial: readonly unknown[] = [],
): () => Call {
  return () => {
    const heard: unknown[] = [];
    const callback = (...item: readonly unknown[]): unknown => {
      heard.push(item);
      return answer(item);
    };
    return { args: [...place, callback, ...initial], heard: () => heard };
  };
}

function placeForms(noun: string, { node, other }: Places): Arguments {
  if (/node$/i.test(noun)) return [[]];
  const nodes: Arguments = [[node], [String(other)], ["no node"], [`0${node}`], [-1], [999]];
  if (/neighbor$/i.test(noun)) return nodes;
  const pairs: Arguments = [
    [node, other],
    [String(other), String(node)],
    [node, node],
    [node, "no node"],
    ["no node", node],
  ];
  // Graphology does not look at the arguments where it finds nothing anyway.
  const wrong: Arguments = /undirected/i.test(noun) ? [] : [[node, other, node, other]];
  return [[], ...nodes, ...pairs, ...wrong];
}

const isEven = ([key]: readonly unknown[]): boolean => Number(key) % 2 === 0;

const sum = ([total, key]: readonly unknown[]): number => Number(total) + Number(key) + 1;

/** Answers are such that they do not depend on the order of the calls. */
function callbackForms(
  verb: string,
  noun: string,
  place: readonly unknown[],
  { other, edge }: Places,
): (() => Call)[] {
  const isTheOne = ([key]: readonly unknown[]): boolean =>
    key === String(noun.endsWith("Edge") ? edge : other);
  switch (verb) {
    case "forEach":
      return [recording(place)];
    case "map":
      return [recording(place, (item) => JSON.stringify(item))];
    case "filter":
      return [recording(place, isEven), recording(place)];
    case "reduce": {
      const forms = [recording(place, sum, [1000])].map(withoutAccumulators);
      return /Undirected/.test(noun) ? forms : [...forms, recording(place)];
    }
    case "find":
      // What else is found first depends on the order, and what is looked at until then.
      return [isTheOne, () => false].map((answer) => silent(recording(place, answer)));
    default:
      return [isTheOne, isEven, () => false, () => true].map((answer) =>
        silent(recording(place, answer)),
      );
  }
}

const silent = (form: () => Call) => (): Call => ({ args: form().args, heard: () => [] });

const withoutAccumulators = (form: () => Call) => (): Call => {
  const { args, heard } = form();
  return { args, heard: () => heard().map((item) => (item as readonly unknown[]).slice(1)) };
};

function otherForms(name: string, { node, other, edge }: Places): Arguments | undefined {
  const edges: Arguments = [[edge], [String(edge)], ["no edge"], [`0${edge}`], [9999]];
  const nodes: Arguments = [[node], [String(other)], ["no node"], [999]];
  const pairs: Arguments = [
    [node, other],
    [other, String(node)],
    [node, node],
    [node, "no node"],
    ["no node", node],
  ];
  const named = (keys: Arguments, attributes: readonly string[]): Arguments =>
    keys.flatMap((key) => attributes.map((attribute) => [...key, attribute]));
  const nodeNames = ["id", "type", "name", "class", "retainedSize", "distance", "no attribute"];

  if (/^(?:export|toJSON|toString|inspect|getAttributes)$/.test(name)) return [[]];
  if (/^(?:null|empty)Copy$/.test(name)) return [[], [{ type: "mixed" }]];
  if (name === "copy") {
    const refused = [{ type: "undirected" }, { multi: false }, { allowSelfLoops: false }];
    return [[], [{ type: "mixed" }], ...refused.map((options) => [options])];
  }
  if (/^(?:get|has)Attribute$/.test(name)) return [["root"], ["no attribute"]];
  if (name === "hasNode") return nodes;
  if (name === "hasUndirectedEdge") return [...edges, ...pairs];
  if (/^has(?:Directed)?Edge$/.test(name)) return [...edges, ...pairs, [], [node, other, edge]];
  if (/^(?:directedEdge|undirectedEdge|edge)$/.test(name)) return pairs;
  if (/[dD]egree(?:WithoutSelfLoops)?$/.test(name)) return nodes;
  if (/^are\w*Neighbors$/.test(name)) return pairs;
  if (/^(?:source|target|extremities|isUndirected|isDirected|isSelfLoop)$/.test(name)) return edges;
  const ends: Arguments = [node, other, "no node"].flatMap((key) => edges.map(([e]) => [key, e]));
  if (name === "opposite") return ends;
  if (name === "hasExtremity") return ends.map(([key, e]) => [e, key]);
  switch (/^(?:get|has)(\w+?)Attributes?$/.exec(name)?.[1]) {
    case "Node":
      return name.endsWith("s") ? nodes : named(nodes, nodeNames);
    case "Source":
    case "Target":
      return name.endsWith("s") ? edges : named(edges, nodeNames);
    case "Opposite":
      return name.endsWith("s") ? ends : named(ends, nodeNames);
    case "Edge":
    case "DirectedEdge":
    case "UndirectedEdge":
      return name.endsWith("s")
        ? [...edges, ...pairs]
        : named([...edges, ...pairs], ["type", "name", "essential", "no attribute"]);
    default:
      return undefined;
  }
}

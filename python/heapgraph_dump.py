"""Write the object graph of a live CPython process as a V8 heap snapshot (.heapsnapshot).

One file, standard library only, CPython 3.8 and later. heapgraph, Chrome DevTools (Memory > Load) and every
other reader of heap snapshots open the result.

    import heapgraph_dump
    heapgraph_dump.dump("a.heapsnapshot")               # now, in this process
    heapgraph_dump.dump("a.heapsnapshot", fork=True)    # in a forked child: the process pauses for milliseconds
    heapgraph_dump.install(signal="USR2")               # later, at `kill -USR2 PID`

    python heapgraph_dump.py [options] script.py args   # run a script, write its heap at its end

A process that runs already is asked by `heapgraph python dump PID`. The folder `preload` beside this file, put into PYTHONPATH, calls `autoinstall()` at the start of any program;
`autoinstall` has the list of the environment variables.

What a dump promises:

* No code of the application runs: no `repr`, `len`, `==`, property, `__getattribute__` or `__sizeof__` written in
  Python, and no `obj.__dict__` that would create one. (Garbage collection does run finalizers, with collect=True;
  forking runs the hooks of `os.register_at_fork`; audit hooks run.)
* Nothing is imported that is not there, apart from the built-in module `gc`.
* Nothing stays behind: no object, no thread, no temporary file.
* The file appears under its name when it is complete, readable by its owner alone.

How the file is built is told at `_Walker` (nodes and edges), `_Roots` (what holds them) and `_Output` (the bytes).
"""
import gc
import os
import sys
import time
from _io import BytesIO as _BytesIO

__version__ = "1.0"

if sys.version_info < (3, 8) or sys.implementation.name != "cpython":
    raise ImportError(
        "heapgraph_dump needs CPython 3.8 or later, this is %s %d.%d"
        % ((sys.implementation.name,) + tuple(sys.version_info[:2]))
    )

# ------------------------------------------------------------------------------------------------------------------
# The format: the layout of Node.js 24 (V8 13)

_STRING, _OBJECT, _NATIVE, _SYNTHETIC = 2, 3, 8, 9
_CONTEXT, _ELEMENT, _PROPERTY, _INTERNAL, _WEAK = 0, 1, 2, 3, 6
_META = (
    '"meta":{"node_fields":["type","name","id","self_size","edge_count",%s"detachedness"],'
    '"node_types":[["hidden","array","string","object","code","closure","regexp","number","native",'
    '"synthetic","concatenated string","sliced string","symbol","bigint","object shape"],"string",'
    '"number","number","number",%s"number"],'
    '"edge_fields":["type","name_or_index","to_node"],'
    '"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],'
    '"string_or_number","node"],'
    '"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],'
    '"trace_node_fields":["id","function_info_index","count","size","children"],'
    '"sample_fields":["timestamp_us","last_assigned_id"],'
    '"location_fields":["object_index","script_id","line","column"]}'
)

# Ids of objects are addresses divided by 8; those of tracked objects lie above all addresses. The second summand
# keeps them apart from addresses even in DevTools, which cuts ids to 32 bits.
_TRACKED_IDS = (1 << 46) + (1 << 20)

# ------------------------------------------------------------------------------------------------------------------
# CPython: flags of types, and readers that never go through a metaclass or a __getattribute__ of the application

_HEAP_TYPE, _READY, _HAVE_GC = 1 << 9, 1 << 12, 1 << 14
_LIST, _TUPLE, _DICT, _TYPE = 1 << 25, 1 << 26, 1 << 29, 1 << 31
# Types whose objects have two words before the collector's header (managed dict, weak references).
_PREHEADER = 0 if sys.version_info < (3, 11) else 1 << 4 if sys.version_info < (3, 12) else 1 << 3 | 1 << 4

_type_qualname = type.__dict__["__qualname__"].__get__
_type_module = type.__dict__["__module__"].__get__
_type_dict = type.__dict__["__dict__"].__get__
_type_mro = type.__dict__["__mro__"].__get__
_type_base = type.__dict__["__base__"].__get__
_type_bases = type.__dict__["__bases__"].__get__
_type_flags = type.__dict__["__flags__"].__get__
_raw_getattr = object.__getattribute__
_dict_items = dict.items
_referents = gc.get_referents


def _mro(cls):
    return _type_mro(cls) or ()  # None before PyType_Ready()


def _sample_types():
    """Types that have no name in a module that is always loaded."""

    def generator():
        yield

    async def coroutine():
        pass

    async def async_generator():
        yield

    class Sample:
        def method(self):
            return Sample

    started = coroutine()
    started.close()
    return (
        type(generator),
        type(generator.__code__),
        type(Sample().method),
        type(Sample.method.__closure__[0]),
        type(generator()),
        type(started),
        type(async_generator()),
        type(sys._getframe()),
    )


(
    _Function,
    _Code,
    _Method,
    _Cell,
    _Generator,
    _Coroutine,
    _AsyncGenerator,
    _Frame,
) = _sample_types()
_Module = type(sys)
_Member = type(_Function.__dict__["__closure__"])
_GetSet = type(type.__dict__["__name__"])
_MethodDescriptor = type(str.join)
_SlotWrapper = type(object.__init__)
_Builtin = type(len)
from _weakref import CallableProxyType as _CallableProxy, ProxyType as _Proxy, ref as _Ref  # noqa: E402

_deref = _Ref.__call__
_module_dict = _Module.__dict__["__dict__"].__get__
_builtin_name = _Builtin.__dict__["__name__"].__get__
_builtin_self = _Builtin.__dict__["__self__"].__get__

_CO_OPTIMIZED = 1

# ------------------------------------------------------------------------------------------------------------------
# What names references that the collector knows only as objects

_FUNCTION_PARTS = (
    "__code__",
    "__globals__",
    "__closure__",
    "__defaults__",
    "__kwdefaults__",
    "__name__",
    "__qualname__",
    "__module__",
    "__doc__",
    "__builtins__",
)
_CODE_PARTS = (
    "co_consts",
    "co_names",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_linetable",
    "co_exceptiontable",
)
# Getters in C that hand out an attribute and do nothing else, by module and class.
_GETTERS = {
    ("pandas._libs.internals", "BlockManager"): ("blocks", "axes", "_blknos", "_blklocs", "refs", "parent"),
    ("pandas._libs.internals", "SharedBlock"): ("_mgr_locs",),
    ("pandas._libs.internals", "Block"): ("_mgr_locs", "values", "refs"),
    ("pandas._libs.internals", "NumpyBlock"): ("values",),
    ("pandas._libs.internals", "NDArrayBackedBlock"): ("values",),
    ("pandas._libs.internals", "BlockPlacement"): ("_as_slice", "_as_array"),
    ("pandas._libs.arrays", "NDArrayBacked"): ("_ndarray", "_dtype"),
    ("builtins", "generator"): ("gi_yieldfrom",),
    ("builtins", "BaseException"): ("args", "__traceback__", "__context__", "__cause__"),
}
# The same for objects that the collector does not know at all, although they refer to others.
_HIDDEN_PARTS = {
    ("datetime", "datetime"): ("tzinfo",),
    ("datetime", "time"): ("tzinfo",),
    ("builtins", "range"): ("start", "stop", "step"),
    ("builtins", "slice"): ("start", "stop", "step"),
}
# Parts of types in C that have neither member nor getter, by type of the owner and type of the part.
_NAMES_BY_TYPES = {
    ("functools._lru_cache_wrapper", dict): "cache",
    ("functools._lru_cache_wrapper", _Function): "__wrapped__",
    ("property", str): "__doc__",
    ("mappingproxy", dict): "mapping",
    ("pandas._libs.properties.CachedProperty", _Function): "func",
    ("fused_cython_function", _Code): "func_code",
    ("cython_function_or_method", _Code): "func_code",
    ("collections.defaultdict", _Builtin): "default_factory",
    ("collections.defaultdict", type): "default_factory",
    ("_asyncio.Task", _Coroutine): "coro",
    ("_contextvars.Context", dict): "vars",
    ("method-wrapper", _SlotWrapper): "descr",
    ("_abc._abc_data", set): "cache",
}


def _name_of_type(cls):
    """`pandas.core.frame.DataFrame`; builtins are bare, as in `dict`."""
    try:
        name, module = _type_qualname(cls), _type_module(cls)
    except Exception:
        name, module = "?", None
    if type(name) is not str:
        name = "?"
    return module + "." + name if type(module) is str and module != "builtins" else name


def _name_of_module(module):
    namespace = _module_dict(module)
    name = namespace.get("__name__") if type(namespace) is dict else None
    return name if type(name) is str else "?"


def _runs_code(value):
    """Whether a class attribute is a descriptor, so that reading it from an instance could run code."""
    return any("__get__" in _type_dict(base) or "__set__" in _type_dict(base) for base in _mro(type(value)))


class _Facts:
    """What is the same for all objects of a type."""

    __slots__ = (
        "name",  # of the type, as shown
        "label",  # index of that name among the strings
        "node_type",
        "visit",  # method of _Walker that writes the edges; None: there are none
        "sizeof",  # function of an object that runs no Python code
        "head",  # bytes to add to what sizeof says
        "mro",
        "flags",
        "members",  # [(name, descriptor in C)]
        "elements",  # how to iterate over the elements of a list, tuple or deque, or of a type made from these
        "is_python",  # class statement of Python: attributes may be inline
        "candidates",  # names that attributes may have; None: not asked for yet
        "hot",  # names that attributes of other instances had
        "misses",  # instances whose attributes had none of the candidates' names
    )


# ------------------------------------------------------------------------------------------------------------------
# State of this module, and how it is kept out of the picture

_state = {"busy": False, "sequence": 0, "serial": 0, "pid": os.getpid()}
# {id: (weak reference, serial number)} of the objects whose identity is kept exact.
_tracked = {}


def _own_ids():
    """Ids of this module, its namespace, functions and classes: a dump does not show its tool."""
    namespace = globals()
    own = {id(namespace)}
    for module in list(sys.modules.values()):
        if type(module) is _Module and _module_dict(module) is namespace:
            own.add(id(module))
    stack = list(namespace.values())
    while stack:
        value = stack.pop()
        if id(value) in own:
            continue
        if type(value) is staticmethod:
            own.add(id(value))
            value = value.__func__
        if type(value) is _Function and value.__globals__ is namespace:
            own.update((id(value), id(value.__code__)))
        elif _is_own_class(value):
            own.add(id(value))
            stack.extend(_type_dict(value).values())
    return own


def _is_own_class(value):
    return type(value) is type and _type_module(value) == __name__


def _is_own_container(value):
    """Whether the things that only this module refers to may be looked for in there."""
    return type(value) is not _Module and not isinstance(value, type) and type(value) is not _Frame


def _keep_out(seen, starts):
    """Marks what is reachable from `starts` alone, after all that the program holds is in `seen`."""
    stack = list(starts)
    while stack:
        value = stack.pop()
        for part in _referents(value):
            if id(part) not in seen and _is_own_container(part):
                seen[id(part)] = -1
                stack.append(part)


# ------------------------------------------------------------------------------------------------------------------
# Frames of running functions


class _FrameCopy:
    """What a dump needs of a running frame, taken before the walk.

    In a forked child the stacks of all other threads are gone (3.11 and later free them): even
    `sys.getsizeof(frame)` would read freed memory. So nothing after this touches a running frame.
    """

    __slots__ = ("ident", "code", "globals", "line", "locals", "size")

    def __init__(self, frame):
        self.ident = id(frame)
        self.code = frame.f_code
        self.globals = frame.f_globals
        self.line = frame.f_lineno or 0
        self.size = sys.getsizeof(frame)
        self.locals = _copy_locals(frame)


def _copy_locals(frame):
    """The variables of a frame as a dict of its own, or None at module level, where they are the globals."""
    if not frame.f_code.co_flags & _CO_OPTIMIZED:
        # A class body. Its namespace can be an object of the application, which is not asked.
        names = frame.f_locals
        return dict(names) if type(names) is dict and names is not frame.f_globals else None
    names = frame.f_locals
    copy = dict(names)
    # Before 3.13 this is a dict that stays in the frame and would keep objects alive that the function lets go:
    # a leak made by looking. Emptying it leaves the variables alone, unless a debugger is to write them back;
    # and if the program has called locals(), the dict is the program's.
    if type(names) is dict and frame.f_trace is None and sys.getrefcount(names) <= _refs_of_fresh_locals():
        names.clear()
    return copy


def _refs_of_fresh_locals(cache=[]):  # noqa: B006
    """References to the f_locals of a frame that nobody else has asked for, as `_copy_locals` counts them."""
    if not cache:

        def probe():
            names = sys._getframe().f_locals
            return sys.getrefcount(names)

        cache.append(probe())
    return cache[0]


def _copy_threads(injected):
    """[(thread name, [_FrameCopy, innermost first])], and what is left out as our own: ids of frames, namespaces."""
    threads, left_out, namespaces = [], set(), [globals()]
    threading = sys.modules.get("threading")
    known = _module_dict(threading).get("_active") if type(threading) is _Module else None
    frames = sys._current_frames()
    alone = len(frames) == 1
    for ident, frame in frames.items():
        copies, is_own_thread = [], False
        while frame is not None:
            # An injected dump is called from code that belongs to it, too.
            if frame.f_globals is globals() or (injected and is_own_thread and _is_injected(frame)):
                left_out.add(id(frame))
                is_own_thread = True
                if _INJECTION_MARK in frame.f_globals:
                    namespaces.append(frame.f_globals)
            else:
                copies.append(_FrameCopy(frame))
            frame = frame.f_back
        if copies:
            threads.append((_thread_name(known, ident, alone), copies))
    frames.clear()
    return threads, left_out, namespaces


# Among the globals or constants of code that was put into the process to make a dump.
_INJECTION_MARK = "__heapgraph_injected__"


def _is_injected(frame):
    return _INJECTION_MARK in frame.f_globals or _INJECTION_MARK in frame.f_code.co_consts


def _thread_name(known, ident, alone):
    try:
        name = _raw_getattr(known[ident], "_name")
        if type(name) is str:
            return name
    except Exception:
        pass
    return "MainThread" if alone else "thread %d" % ident


# ------------------------------------------------------------------------------------------------------------------
# Identity beyond addresses


def _track(names):
    """Numbers the live objects of the named types, so that no later object can be taken for one of them."""
    matches = {}
    for value in gc.get_objects():
        cls = type(value)
        hit = matches.get(cls)
        if hit is None:
            name = _name_of_type(cls)
            hit = matches[cls] = name in names or name.rsplit(".", 1)[-1] in names
        if not hit:
            continue
        entry = _tracked.get(id(value))
        if entry is None or _deref(entry[0]) is not value:
            try:
                reference = _Ref(value)
            except TypeError:
                continue
            _state["serial"] += 1
            _tracked[id(value)] = (reference, _state["serial"])
    for ident in [ident for ident, entry in _tracked.items() if _deref(entry[0]) is None]:
        del _tracked[ident]


# ------------------------------------------------------------------------------------------------------------------
# The walk


class _Walker:
    """Gives every object a node, breadth first, and writes nodes and edges as it goes.

    Nodes: name = type (`pandas.core.frame.DataFrame`, `dict`), or kind and name for what is a part of the program
    (`<module os>`, `<function m.f>`, `<type m.C>`, `<frame file:line f>`); the text for str. Everything is of type
    `object`, except str (`string`) and threads (`native`): DevTools' other types behave in ways Python's objects
    do not (it moves sizes of `array` to their owner, and shows all `closure` as one class).

    Edges: `property` for attributes and dict entries, `element` for lists, tuples and sets, `context` for variables of
    frames and cells of closures, `weak` for what weak references refer to, `internal` for all else (`__class__`,
    `__dict__`, keys of dicts, parts of functions).

    None, True, False, Ellipsis, NotImplemented and small ints have no node.

    A dict from ids to positions says what has a node; the list of all objects keeps them, hence their ids, alive.
    """

    def __init__(self, nodes, edges, own, limit, keys, redact, traceback_of, may_create_dicts):
        self.nodes, self.edges = nodes, edges
        self.limit = limit or sys.maxsize
        self.all_keys, self.no_keys, self.redact = keys == "all", keys == "none", redact
        self.traces = _Traces(traceback_of) if traceback_of else None
        self.may_create_dicts = may_create_dicts
        self.width = 7 if self.traces else 6
        self.strings = {"": 0}
        self.queue = []
        self.head = 0
        self.seen = dict.fromkeys(own, -1)
        for value in (None, True, False, Ellipsis, NotImplemented):
            self.seen[id(value)] = -1
        for number in range(-5, 257):
            self.seen[id(number)] = -1
        self.facts = {}
        self.static_types = []
        self.closures = {}  # id of a closure's tuple of cells → names
        self.namespaces = set()  # ids of dicts that hold names of the program
        self.weak_target = None
        self.unresolved = []  # [position among the edges' bytes, target of a weak reference]
        self.generators = 0
        self.edge_count = self.self_size = self.errors = 0
        self.last_error = None
        key, deque = self.text("key"), sys.modules.get("_collections")
        self.s_key, self.s_class, self.s_dict = key, self.text("__class__"), self.text("__dict__")
        self.deque = _module_dict(deque).get("deque") if type(deque) is _Module else None
        self.visitors = {
            dict: self.visit_dict,
            list: self.visit_list,
            tuple: self.visit_tuple,
            set: self.visit_set,
            frozenset: self.visit_set,
            str: self.visit_str,
            _Function: self.visit_function,
            _Module: self.visit_module,
            _Frame: self.visit_frame,
            _FrameCopy: self.visit_frame_copy,
            _Code: self.visit_code,
            _Cell: self.visit_cell,
            _Method: self.visit_method,
            _Builtin: self.visit_builtin,
            _Generator: self.visit_generator,
            _Coroutine: self.visit_generator,
            _AsyncGenerator: self.visit_generator,
        }

    def text(self, text):
        """Index of a text among the strings."""
        strings = self.strings
        index = strings.get(text)
        if index is None:
            index = strings[text] = len(strings)
        return index

    def to(self, value):
        """Position of an object's node, which it gets now if it has none; -1 for what is not shown."""
        offset = self.seen.get(id(value))
        if offset is None:
            offset = self.seen[id(value)] = len(self.queue) * self.width
            self.queue.append(value)
        return offset

    def edge(self, edges, kind, name, value):
        """Adds an edge with a name to an object, if that is shown."""
        offset = self.to(value)
        if offset >= 0:
            edges += (kind, self.text(name), offset)

    def walk(self):
        """Writes nodes and edges of all objects that are waiting."""
        queue, all_facts, width = self.queue, self.facts, self.width
        nodes, edges = [], []
        edge_count = self_size = 0
        head, traces, tracked = self.head, self.traces, _tracked
        while head < len(queue):
            value = queue[head]
            head += 1
            cls = type(value)
            facts = all_facts.get(cls)
            if facts is None:
                facts = self.learn(cls)
            start = len(edges)
            label = facts.label
            try:  # never let one odd object spoil the dump
                size = facts.sizeof(value) + facts.head
                if facts.visit is not None:
                    label = facts.visit(value, facts, edges)
            except Exception as error:
                self.errors += 1
                self.last_error = "%s: %s" % (facts.name, type(error).__name__)
                size = 0
            count = (len(edges) - start) // 3
            if self.weak_target is not None:
                self.write_weak(edges)
                count += 1
            ident = id(value) >> 3
            if cls is _FrameCopy:
                size, ident = value.size, value.ident >> 3
            elif tracked and id(value) in tracked:
                reference, serial = tracked[id(value)]
                if _deref(reference) is value:
                    ident = _TRACKED_IDS + serial
            edge_count += count
            self_size += size
            if traces is None:
                nodes += (facts.node_type, label, ident, size, count, 0)
            else:
                nodes += (facts.node_type, label, ident, size, count, traces.add(value, size), 0)
            if len(edges) > 60000:
                self.edges.write(edges)
                del edges[:]
            if len(nodes) > 30000:
                self.nodes.write(nodes)
                del nodes[:]
        if edges:
            self.edges.write(edges)
        if nodes:
            self.nodes.write(nodes)
        self.head = head
        self.edge_count += edge_count
        self.self_size += self_size

    def write_weak(self, edges):
        """The edge of a weak reference, whose target may have no node yet: it must not get one on this account."""
        if edges:
            self.edges.write(edges)
            del edges[:]
        at = self.edges.write_gap(_WEAK, self.text("referent"))
        self.unresolved.append([at, self.weak_target])
        self.weak_target = None

    # -------------------------------------------------------------------------------------------- types

    def learn(self, cls):
        facts = self.facts[cls] = _Facts()
        flags, mro = _type_flags(cls), _mro(cls)
        facts.name, facts.flags, facts.mro = _name_of_type(cls), flags, mro
        facts.label = self.text(facts.name)
        facts.node_type = _STRING if cls is str else _OBJECT
        facts.sizeof, facts.head = self.sizeof_of(flags, mro)
        facts.is_python = bool(flags & _HEAP_TYPE)
        facts.elements = (
            dict.items
            if flags & _DICT
            else list.__iter__
            if flags & _LIST
            else tuple.__iter__
            if flags & _TUPLE
            else None
        )
        facts.members, facts.candidates, facts.hot, facts.misses = [], None, [], 0
        facts.visit = self.visitors.get(cls) or self.visitor_of(cls, facts)
        if cls is _FrameCopy:
            return facts
        if facts.visit == self.visit_hidden:
            facts.members = self.named_getters(mro, _HIDDEN_PARTS)
        elif facts.visit is not None and cls not in self.visitors:
            facts.members = [
                (name, value) for base in mro for name, value in _type_dict(base).items() if type(value) is _Member
            ] + self.named_getters(mro, _GETTERS)
        if not flags & _HEAP_TYPE:
            offset = self.to(cls)
            if offset >= 0:
                self.static_types.append(offset)
        return facts

    def visitor_of(self, cls, facts):
        if facts.flags & _TYPE:
            return self.visit_type
        for base in facts.mro:
            if base is _Ref:
                return self.visit_weakref
            if base is _Module:
                return self.visit_module
            if base is self.deque or base is set or base is frozenset:
                facts.elements = _type_dict(base)["__iter__"]
            elif _type_qualname(base) == "ndarray" and _type_module(base) == "numpy":
                return self.visit_ndarray
        if facts.flags & _HAVE_GC:
            return self.visit_other
        return self.visit_hidden if self.named_getters(facts.mro, _HIDDEN_PARTS) else None

    @staticmethod
    def sizeof_of(flags, mro):
        """`sys.getsizeof` runs a `__sizeof__` in Python, such as DataFrame's; this takes the nearest one in C."""
        is_first = True
        for base in mro:
            method = _type_dict(base).get("__sizeof__")
            if type(method) is _MethodDescriptor:
                if is_first:
                    return sys.getsizeof, 0
                return method, (16 if flags & _HAVE_GC else 0) + (16 if flags & _PREHEADER else 0)
            is_first = is_first and method is None
        return object.__sizeof__, 0

    @staticmethod
    def named_getters(mro, table):
        found = []
        for base in mro:
            namespace = _type_dict(base)
            for name in table.get((_type_module(base), _type_qualname(base)), ()):
                value = namespace.get(name)
                if type(value) in (_GetSet, _Member):
                    found.append((name, value))
        return found

    # -------------------------------------------------------------------------------------------- builtins

    def visit_str(self, value, facts, edges):
        if self.redact:
            return self.text("str[%d]" % len(value))
        return self.text(value if len(value) <= self.limit else value[: self.limit] + "…")

    def visit_dict(self, value, facts, edges, is_namespace=False):
        queue, seen, width, strings, limit = self.queue, self.seen, self.width, self.strings, self.limit
        is_redacted = self.redact and not (is_namespace or self.is_namespace(value))
        # The copy is made without interruption: signal handlers and, in a stream, threads may change the dict.
        for key, entry in list(_dict_items(value)):
            if type(key) is str:
                with_key = self.all_keys or not key.isidentifier()
                if is_redacted:
                    name = self.text("str[%d]" % len(key))
                elif len(key) > limit:
                    name = self.text(key[:limit] + "…")
                else:
                    name = strings.get(key)
                    if name is None:
                        name = strings[key] = len(strings)
            else:
                with_key = True
                name = self.text(self.key_label(key))
            if with_key and not self.no_keys:
                offset = self.to(key)
                if offset >= 0:
                    edges += (_INTERNAL, self.s_key, offset)
            offset = seen.get(id(entry))
            if offset is None:
                offset = seen[id(entry)] = len(queue) * width
                queue.append(entry)
            if offset >= 0:
                edges += (_PROPERTY, name, offset)
        return facts.label

    def is_namespace(self, value):
        """Whether the keys of a dict are names of the program, not data of the user."""
        return id(value) in self.namespaces or value is sys.modules or "__module__" in value or "__name__" in value

    def key_label(self, key):
        """A key that is no str, in brackets."""
        cls = type(key)
        if isinstance(key, type):
            return "[<type " + _name_of_type(key) + ">]"
        if self.redact or cls not in (int, bool, float, bytes, tuple, type(None)):
            return "[<" + _name_of_type(cls) + ">]"
        return "[" + self.key_text(key) + "]"

    def key_text(self, key):
        cls = type(key)
        if cls in (str, bytes):
            return repr(key[:40])
        if cls is int:
            return repr(key) if -(10**18) < key < 10**18 else "int"
        if cls in (bool, float, type(None)):
            return repr(key)
        if cls is tuple:
            if len(key) > 4:
                return "<tuple of %d>" % len(key)
            return "(" + ", ".join(map(self.key_text, key)) + (",)" if len(key) == 1 else ")")
        return "<" + _name_of_type(cls) + ">"

    def visit_list(self, value, facts, edges):
        queue, seen, width, index = self.queue, self.seen, self.width, 0
        for element in value:
            offset = seen.get(id(element))
            if offset is None:
                offset = seen[id(element)] = len(queue) * width
                queue.append(element)
            if offset >= 0:
                edges += (_ELEMENT, index, offset)
            index += 1
        return facts.label

    def visit_tuple(self, value, facts, edges):
        names = self.closures.get(id(value))
        if names is None:
            return self.visit_list(value, facts, edges)
        for name, cell in zip(names, value):
            self.edge(edges, _CONTEXT, name, cell)
        return facts.label

    def visit_set(self, value, facts, edges):
        for index, element in enumerate(_referents(value)):
            offset = self.to(element)
            if offset >= 0:
                edges += (_ELEMENT, index, offset)
        return facts.label

    def visit_cell(self, value, facts, edges):
        for content in _referents(value):
            self.edge(edges, _PROPERTY, "cell_contents", content)
        return facts.label

    def visit_hidden(self, value, facts, edges):
        for name, descriptor in facts.members:
            self.edge(edges, _INTERNAL, name, descriptor.__get__(value))
        return facts.label

    # -------------------------------------------------------------------------------------------- code

    def visit_module(self, value, facts, edges):
        # Not the module's referents: the collector's view of _asyncio in 3.12 includes dead objects of a free list,
        # and whoever refers to these hangs or crashes the process.
        namespace = _module_dict(value)
        if namespace is not None:
            self.namespaces.add(id(namespace))
            self.edge(edges, _INTERNAL, "__dict__", namespace)
        if type(value) is not _Module:
            self.edge(edges, _INTERNAL, "__class__", type(value))
        return self.text("<%s %s>" % (facts.name, _name_of_module(value)))

    def visit_function(self, value, facts, edges):
        names = {}
        for name in _FUNCTION_PARTS:
            if name in _type_dict(_Function):
                names.setdefault(id(_raw_getattr(value, name)), name)
        code = value.__code__
        for part in _referents(value):
            name = names.get(id(part))
            if name == "__closure__" and part is not None:
                self.closures[id(part)] = code.co_freevars
            elif name is None:
                if type(part) is dict:
                    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                    is_annotation = part and all(key == "return" or key in arguments for key in part if type(key) is str)
                    name = "__annotations__" if is_annotation else "__dict__"
                    self.namespaces.add(id(part))
                else:
                    name = "__annotations__" if type(part) is tuple else "ref"
            self.edge(edges, _INTERNAL, name, part)
        module, name = value.__module__, value.__qualname__
        return self.text("<function %s.%s>" % (module if type(module) is str else "?", name))

    def visit_builtin(self, value, facts, edges):
        owner = _builtin_self(value)
        for part in _referents(value):
            self.edge(edges, _INTERNAL, "__self__" if part is owner else "__module__", part)
        name = _builtin_name(value)
        if type(owner) is _Module:
            name = _name_of_module(owner) + "." + name
        elif owner is not None:
            name = _name_of_type(owner if isinstance(owner, type) else type(owner)) + "." + name
        return self.text("<builtin_function_or_method %s>" % name)

    def visit_method(self, value, facts, edges):
        function = value.__func__
        for part in _referents(value):
            self.edge(edges, _INTERNAL, "__func__" if part is function else "__self__", part)
        return facts.label

    def visit_code(self, value, facts, edges):
        namespace = _type_dict(_Code)
        for name in _CODE_PARTS:
            descriptor = namespace.get(name)
            if type(descriptor) is _Member:  # a getter would make a new object
                self.edge(edges, _INTERNAL, name, descriptor.__get__(value))
        return self.text("<code %s:%d %s>" % (value.co_filename, value.co_firstlineno, value.co_name))

    def visit_type(self, value, facts, edges):
        label = self.text("<%s %s>" % (facts.name, _name_of_type(value)))
        if not _type_flags(value) & _READY:  # PyType_Ready() never ran: reading __bases__ would crash
            return label
        namespaces = _referents(_type_dict(value))
        parts = {id(part): "__dict__" for part in namespaces}
        self.namespaces.update(parts)
        for name, part in (("__mro__", _mro(value)), ("__bases__", _type_bases(value)), ("__base__", _type_base(value))):
            parts.setdefault(id(part), name)
        parts.setdefault(id(type(value)), "__class__")
        # A static type is no object of the collector, yet it owns a dict.
        for part in _referents(value) or namespaces + [_mro(value), _type_bases(value)]:
            name = parts.get(id(part)) or ("module" if type(part) is _Module else "ref")
            self.edge(edges, _INTERNAL, name, part)
        return label

    def visit_frame_copy(self, value, facts, edges):
        for name, variable in (value.locals or {}).items():
            self.edge(edges, _CONTEXT, name if type(name) is str else "?", variable)
        self.edge(edges, _INTERNAL, "f_code", value.code)
        self.edge(edges, _INTERNAL, "f_globals", value.globals)
        return self.text("<frame %s:%d %s>" % (value.code.co_filename, value.line, value.code.co_name))

    def visit_frame(self, value, facts, edges):
        """A frame that is not running, of a traceback or a generator: it owns its variables."""
        code = value.f_code
        names = {id(value.f_globals): "f_globals", id(value.f_builtins): "f_builtins", id(code): "f_code"}
        if value.f_back is not None:
            names[id(value.f_back)] = "f_back"
        variables = []
        for part in _referents(value):
            name = names.get(id(part))
            if name is None:
                variables.append(part)
            else:
                self.edge(edges, _INTERNAL, name, part)
        is_complete = len(variables) == len(code.co_varnames)
        for index, part in enumerate(variables):
            if is_complete:
                self.edge(edges, _CONTEXT, code.co_varnames[index], part)
            else:
                self.edge(edges, _INTERNAL, "local%d" % index, part)
        return self.text("<frame %s:%d %s>" % (code.co_filename, value.f_lineno or 0, code.co_name))

    def visit_generator(self, value, facts, edges):
        prefix = {_Generator: "gi_", _Coroutine: "cr_", _AsyncGenerator: "ag_"}[type(value)]
        variables = {}
        self.generators += 1
        # A look at the variables makes a frame object that lives as long as the generator.
        if self.generators < 5000 and not getattr(value, prefix + "running"):
            frame = getattr(value, prefix + "frame")
            if frame is not None:
                variables = {id(variable): name for name, variable in (_copy_locals(frame) or {}).items()}
            frame = None
        code = getattr(value, prefix + "code")
        for part in _referents(value):
            name = variables.get(id(part))
            if name is not None:
                self.edge(edges, _CONTEXT, name, part)
                continue
            if part is code:
                name = prefix + "code"
            elif type(part) is str:
                name = "__name__"
            elif type(part) is _Function:
                name = "func"
            else:
                name = prefix + "await" if type(part) in (_Generator, _Coroutine, _AsyncGenerator) else "stack"
            self.edge(edges, _INTERNAL, name, part)
        return self.text("<%s %s>" % (facts.name, value.__qualname__))

    # -------------------------------------------------------------------------------------------- all others

    def visit_weakref(self, value, facts, edges):
        self.visit_other(value, facts, edges)
        self.weak_target = _deref(value)
        if self.seen.get(id(self.weak_target)) == -1:
            self.weak_target = None
        return facts.label

    def visit_ndarray(self, value, facts, edges):
        """numpy's arrays hide what they refer to from the collector."""
        for base in facts.mro:
            if _type_qualname(base) == "ndarray" and _type_module(base) == "numpy":
                break
        namespace = _type_dict(base)
        owner = namespace["base"].__get__(value)
        dtype = namespace["dtype"].__get__(value)
        self.edge(edges, _INTERNAL, "base", owner)
        self.edge(edges, _INTERNAL, "dtype", dtype)
        if dtype.kind == "O" and owner is None:  # a view's elements are its owner's
            for index, element in enumerate(namespace["flat"].__get__(value)):
                offset = self.to(element)
                if offset >= 0:
                    edges += (_ELEMENT, index, offset)
        if facts.flags & _HAVE_GC:
            self.visit_other(value, facts, edges)
        return facts.label

    def visit_other(self, value, facts, edges):
        """The collector tells what an object refers to; this finds the names without running code."""
        parts = _referents(value)
        if not parts:
            return facts.label
        names = {id(type(value)): "__class__"}
        for name, descriptor in facts.members:
            try:
                part = descriptor.__get__(value)
            except Exception:
                continue
            if part is not None:
                names.setdefault(id(part), name)
        if facts.elements is not None:
            parts = self.visit_elements(value, facts, edges, parts)
        nameless = {}
        for part in parts:
            if id(part) in names or self.seen.get(id(part)) == -1:
                continue
            if type(part) is dict and self.is_instance_dict(value, facts, part):
                names[id(part)] = "__dict__"
                self.namespaces.add(id(part))
            else:
                nameless[id(part)] = part
        if nameless and facts.is_python:
            self.name_attributes(value, facts, nameless, names)
        for index, part in enumerate(parts):
            name = names.get(id(part)) or _NAMES_BY_TYPES.get((facts.name, type(part)))
            if name is None and type(part) is dict and self.has_dict(facts) and not (facts.is_python and part):
                name = "__dict__"
            if name is None:
                self.edge(edges, _INTERNAL, "ref%d" % index, part)
            else:
                kind = _INTERNAL if name in ("__class__", "__dict__") else _PROPERTY
                self.edge(edges, kind if id(part) in names else _INTERNAL, name, part)
        return facts.label

    def visit_elements(self, value, facts, edges, parts):
        """Writes what a subclass of dict, list or tuple holds as such; returns the other parts."""
        inside = set()
        if facts.flags & _DICT:
            self.visit_dict(value, facts, edges)
            for key, entry in list(_dict_items(value)):
                inside.update((id(key), id(entry)))
        else:
            fields = self.tuple_fields(facts)
            for index, element in enumerate(list(facts.elements(value))):
                inside.add(id(element))
                if index < len(fields) and type(fields[index]) is str:
                    self.edge(edges, _PROPERTY, fields[index], element)
                else:
                    offset = self.to(element)
                    if offset >= 0:
                        edges += (_ELEMENT, index, offset)
        return [part for part in parts if id(part) not in inside]

    @staticmethod
    def tuple_fields(facts):
        if facts.flags & _TUPLE:
            for base in facts.mro:
                fields = _type_dict(base).get("_fields")
                if type(fields) is tuple:
                    return fields
        return ()

    @staticmethod
    def has_dict(facts):
        return any("__dict__" in _type_dict(base) for base in facts.mro)

    @staticmethod
    def is_instance_dict(value, facts, part):
        """Whether a dict is the object's `__dict__`: if the object has the attribute that its first key names."""
        key = next(iter(part), None)
        if type(key) is not str:
            return False
        for base in facts.mro:
            if key in _type_dict(base):
                if _runs_code(_type_dict(base)[key]):
                    return False
                break
        try:
            return _raw_getattr(value, key) is part[key]
        except AttributeError:
            return False

    # -------------------------------------------------------------------------------------------- inline attributes

    def name_attributes(self, value, facts, nameless, names):
        """Names for attributes that 3.11 and later keep inside of the object, without a dict.

        Nothing in the interpreter tells these names and does not create the dict. So names are guessed, and a guess
        counts if the attribute of that name is that very object.
        """
        for name in facts.hot:
            self.try_name(value, name, nameless, names)
            if not nameless:
                return
        if facts.misses < 50:
            if facts.candidates is None:
                facts.candidates = self.candidate_names(facts)
            before = len(nameless)
            for name in facts.candidates:
                if self.try_name(value, name, nameless, names):
                    facts.hot.append(name)
                    if not nameless:
                        return
            facts.misses += len(nameless) == before
        if self.may_create_dicts:
            self.name_by_dict(value, facts, nameless, names)

    @staticmethod
    def try_name(value, name, nameless, names):
        try:
            part = _raw_getattr(value, name)
        except Exception:
            return False
        if nameless.get(id(part), nameless) is not part:
            return False
        names[id(part)] = name
        del nameless[id(part)]
        return True

    @staticmethod
    def candidate_names(facts):
        """Names that the methods of the class, its annotations and the functions of its module mention."""
        descriptors = {
            name for base in facts.mro for name, value in _type_dict(base).items() if _runs_code(value)
        }
        functions, annotated = [], []
        for base in facts.mro:
            if not _type_flags(base) & _HEAP_TYPE:
                continue
            namespace = _type_dict(base)
            for name, value in namespace.items():
                if type(value) in (staticmethod, classmethod):
                    value = value.__func__
                elif type(value) is property:
                    value = value.fget
                if type(value) is _Function:
                    functions.insert(0 if name == "__init__" else len(functions), value)
            annotations = namespace.get("__annotations__")
            annotated.extend(annotations if type(annotations) is dict else ())
        if facts.mro:
            module_name = _type_module(facts.mro[0])
            module = sys.modules.get(module_name) if type(module_name) is str else None
            if type(module) is _Module:
                functions += [v for v in list(_module_dict(module).values()) if type(v) is _Function]
        names = [name for function in functions for name in function.__code__.co_names] + annotated
        return [name for name in dict.fromkeys(names) if type(name) is str and name not in descriptors][:1000]

    def name_by_dict(self, value, facts, nameless, names):
        """In a forked child nobody minds if the object gets its dict: the process itself stays as it is."""
        for base in facts.mro:
            descriptor = _type_dict(base).get("__dict__")
            if descriptor is not None:
                break
        if type(descriptor) is not _GetSet:
            return
        attributes = descriptor.__get__(value)
        if type(attributes) is not dict:
            return
        self.seen[id(attributes)] = -1
        for name, part in attributes.items():
            if type(name) is str and nameless.get(id(part), nameless) is part:
                names[id(part)] = name
                del nameless[id(part)]


# ------------------------------------------------------------------------------------------------------------------
# Roots


class _Roots:
    """The nodes that stand for what holds the heap, before all others in the file.

        0 the root
        ├─ 1 (GC roots)
        │    ├─ 2 (Builtin types)        static types
        │    ├─ 3 (Native roots)         known to the collector, not reached, more references than the heap has: C code
        │    ├─ 4 (Type subclasses)      the weak lists of subclasses that types keep
        │    └─ 5 (Unreachable cycles)   garbage that waits for the collector (with collect=False), or cycles of C code
        ├─ sys.modules, gc.garbage
        └─ 6 … <thread NAME>             with the frames, innermost first, and their variables

    `sys.modules` hangs below the root itself, where DevTools begins to count distances.
    """

    NAMES = ("", "(GC roots)", "(Builtin types)", "(Native roots)", "(Type subclasses)", "(Unreachable cycles)")

    def __init__(self, walker, threads):
        self.walker, self.threads = walker, threads
        self.edges = [[] for _ in range(len(self.NAMES) + len(threads))]
        self.unreached = self.native = self.cycles = 0
        for _ in self.edges:
            walker.queue.append(None)  # a place for each
        walker.head = len(self.edges)

    def walk_reachable(self):
        """What the program reaches: modules, frames."""
        walker, width = self.walker, self.walker.width
        root = self.edges[0]
        root += (_ELEMENT, 1, width)
        for index in range(2, len(self.NAMES)):
            self.edges[1] += (_ELEMENT, index - 1, index * width)
        walker.edge(root, _PROPERTY, "sys.modules", sys.modules)
        walker.edge(root, _PROPERTY, "gc.garbage", gc.garbage)
        for number, (name, copies) in enumerate(self.threads, len(self.NAMES)):
            root += (_PROPERTY, walker.text("thread " + name), number * width)
            for depth, copy in enumerate(copies):
                offset = walker.seen[copy.ident] = walker.to(copy)
                self.edges[number] += (_ELEMENT, depth, offset)
        walker.walk()

    def walk_rest(self, objects):
        """What only C code reaches, and what nothing reaches."""
        walker = self.walker
        seen = walker.seen
        rest = [value for value in objects if id(value) not in seen]
        del objects[:]
        self.unreached = len(rest)
        held = self.held_by_native_code(rest)
        lists_of_subclasses = 0
        for value in held:
            if _is_list_of_subclasses(value):
                self.edges[4] += (_ELEMENT, lists_of_subclasses, walker.to(value))
                lists_of_subclasses += 1
            else:
                self.edges[3] += (_ELEMENT, self.native, walker.to(value))
                self.native += 1
        walker.walk()
        for value in rest:
            if id(value) not in seen:
                self.edges[5] += (_ELEMENT, self.cycles, walker.to(value))
                self.cycles += 1
                walker.walk()
        del rest[:]
        self.resolve_weak_references()
        for index, offset in enumerate(walker.static_types):
            self.edges[2] += (_ELEMENT, index, offset)

    def held_by_native_code(self, rest):
        """The collector's own rule: more references than the others in `rest` have."""
        inside = {}
        for value in rest:
            parts = (_module_dict(value),) if _Module in _mro(type(value)) else _referents(value)
            for part in parts:
                inside[id(part)] = inside.get(id(part), 0) + 1
            part = parts = None
        held = []
        surplus = self.references_of_listed()
        for value in rest:
            if sys.getrefcount(value) - surplus > inside.get(id(value), 0) and id(value) not in self.walker.seen:
                held.append(value)
        return held

    @staticmethod
    def references_of_listed():
        """References that a list and a loop over it hold, as `held_by_native_code` counts them."""
        count = 0
        for value in [[]]:
            count = sys.getrefcount(value)
        return count

    def resolve_weak_references(self):
        """Fills in targets that have a node by now; the others are kept alive by something unseen."""
        walker, index = self.walker, 0
        unresolved = walker.unresolved
        while index < len(unresolved):  # the walk may add to them
            position, target = unresolved[index]
            if id(target) not in walker.seen:
                self.edges[3] += (_ELEMENT, self.native, walker.to(target))
                self.native += 1
                walker.walk()
            unresolved[index] = (position, max(walker.seen[id(target)], 0))
            target = None
            index += 1

    def records(self):
        """Numbers of the nodes and of the edges, as they stand first in their sections."""
        walker = self.walker
        names = self.NAMES + tuple("<thread %s>" % name for name, _ in self.threads)
        nodes, edges = [], []
        for number, name in enumerate(names):
            kind = _SYNTHETIC if number < len(self.NAMES) else _NATIVE
            own = self.edges[number]
            nodes += [kind, walker.text(name), 2 * number + 1, 0, len(own) // 3, 0]
            nodes += [0] if walker.traces else []
            edges += own
        return nodes, edges


def _is_list_of_subclasses(value):
    """Whether a dict is the `tp_subclasses` of a type: {address: weak reference to the class there}."""
    if type(value) is not dict or not value:
        return False
    for key, reference in _dict_items(value):
        if type(reference) is not _Ref or type(key) is not int:
            return False
        target = _deref(reference)
        return target is None or id(target) == key
    return False


# ------------------------------------------------------------------------------------------------------------------
# Where objects were allocated: what tracemalloc knows


class _Traces:
    """A tree of allocation stacks; each node of the heap names the node of this tree it was allocated at."""

    def __init__(self, traceback_of):
        self.traceback_of = traceback_of
        self.root = [1, {}, 0, 0]  # number, children by (file, line), count, size
        self.count = 1

    def add(self, value, size):
        trace = self.traceback_of(value)
        if trace is None:
            return 0
        if type(trace[0][0]) is tuple:  # 3.9 and later: the frames and their number
            trace = trace[0]
        node = self.root
        for frame in trace[::-1]:
            child = node[1].get(frame)
            if child is None:
                self.count += 1
                child = node[1][frame] = [self.count, {}, 0, 0]
            node = child
        node[2] += 1
        node[3] += size
        return node[0]

    def sections(self, text):
        """trace_function_infos as numbers, trace_tree as text, and how many functions there are."""
        infos, functions = [0, text("(root)"), text(""), 0, 0, 0], {None: 0}
        tree, stack = [], [(None, self.root)]
        while stack:  # depth first without recursion; a str is text that is due
            item = stack.pop()
            if type(item) is str:
                tree.append(item)
                continue
            frame, (number, children, count, size) = item
            function = functions.get(frame)
            if function is None:
                function = functions[frame] = len(functions)
                name = "%s:%d" % (os.path.basename(frame[0]), frame[1])
                infos += (function, text(name), text(frame[0]), 0, frame[1] - 1, 0)
            tree.append("%d,%d,%d,%d,[" % (number, function, count, size))
            stack.append("]")
            for child in children.items():
                stack += [child, ","]
            if children:
                stack.pop()  # the last one goes first
        return infos, "".join(tree), len(functions)


# ------------------------------------------------------------------------------------------------------------------
# Bytes


class _Numbers:
    """The numbers of a section as text, each after a comma, until the header is known that stands before them."""

    def __init__(self, file):
        self.file, self.size = file, 0

    def write(self, numbers):
        data = ("," + ",".join(map(str, numbers))).encode()
        self.file.write(data)
        self.size += len(data)

    def write_gap(self, *numbers):
        """Writes numbers and room for one more, whose position it returns."""
        self.write(numbers)
        at = self.size + 1
        self.file.write(b",0           ")
        self.size += 13
        return at

    def fill_gap(self, at, number):
        self.file.seek(at)
        self.file.write(b"%-12d" % number)

    def copy_to(self, out):
        if type(self.file) is _BytesIO:
            out.write(self.file.getbuffer())
            return
        self.file.seek(0)
        while True:
            block = self.file.read(1 << 20)
            if not block:
                return
            out.write(block)


class _Output:
    """A file that appears under its name when it is complete; readable by its owner alone."""

    def __init__(self, path, in_memory):
        self.path = path
        self.temporary = "%s.%d.tmp" % (path, os.getpid())
        self.in_memory = in_memory

    def section(self):
        """A place for a section until the file is put together. Temporary files have no name, so that none stays."""
        if self.in_memory:
            return _Numbers(_BytesIO())
        file = _create(self.temporary)
        os.unlink(self.temporary)
        return _Numbers(file)

    def write(self, write_to, *arguments):
        """Writes the file by `write_to(out, *arguments)`; returns its size. (A closure would show in the snapshot.)"""
        with _create(self.temporary) as out:
            try:
                write_to(out, *arguments)
                size = out.tell()
                out.flush()
                os.replace(self.temporary, self.path)
            except BaseException:
                os.unlink(self.temporary)
                raise
        return size


def _create(path):
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:  # left by a process of the same number that was killed
        os.unlink(path)
        descriptor = os.open(path, flags, 0o600)
    return open(descriptor, "w+b", 1 << 20)


_ESCAPES = {code: "\\u%04x" % code for code in range(32)}
_ESCAPES.update({34: '\\"', 92: "\\\\"})


def _quote(text):
    """A text as JSON, in UTF-8; halves of surrogate pairs become escapes, which is what the format has for them."""
    return b'"' + text.translate(_ESCAPES).encode("utf-8", "backslashreplace") + b'"'


def _json(value):
    if value is None or value is True or value is False:
        return {None: b"null", True: b"true", False: b"false"}[value]
    if type(value) is str:
        return _quote(value)
    if type(value) in (list, tuple):
        return b"[" + b",".join(map(_json, value)) + b"]"
    if type(value) is dict:
        return b"{" + b",".join(_quote(key) + b":" + _json(entry) for key, entry in value.items()) + b"}"
    return repr(value).encode()


def _write_snapshot(out, walker, roots, about):
    """Puts the file together: counts stand before the arrays, and the strings, by rule, last."""
    nodes, edges = roots.records()
    infos, tree, functions = walker.traces.sections(walker.text) if walker.traces else ([], "", 0)
    counts = (len(walker.queue), walker.edge_count + len(edges) // 3, functions)
    meta = _META % (('"trace_node_id",', '"number",') if walker.traces else ("", ""))
    out.write(('{"snapshot":{%s,\n"node_count":%d,"edge_count":%d,"trace_function_count":%d,' % ((meta,) + counts)).encode())
    out.write(b'"extra_native_bytes":0,\n"heapgraph":' + _json(about) + b"},\n")
    out.write(b'"nodes":[' + ",".join(map(str, nodes)).encode())
    walker.nodes.copy_to(out)
    out.write(b'],\n"edges":[' + ",".join(map(str, edges)).encode())
    walker.edges.copy_to(out)
    out.write(b'],\n"trace_function_infos":[' + ",".join(map(str, infos)).encode())
    out.write(b'],\n"trace_tree":[' + tree.encode() + b'],\n"samples":[],\n"locations":[],\n"strings":[')
    separator = b""
    batch = []
    for text in walker.strings:
        batch.append(_quote(text))
        if len(batch) == 4096:
            out.write(separator + b",\n".join(batch))
            separator = b",\n"
            del batch[:]
    out.write((separator if batch else b"") + b",\n".join(batch) + b"]}\n")


# ------------------------------------------------------------------------------------------------------------------
# A dump


def dump(
    path=None,
    collect=True,
    fork=False,
    strings=100,
    keys="auto",
    redact=False,
    track=(),
    alloc_stacks=True,
    tag=None,
    stream=False,
    _error_file=None,
):
    """Writes a heap snapshot of this process and returns facts about it.

    path          of the file, which is replaced if it exists; default: a new name such as Node.js gives, in the folder
                  HEAPGRAPH_DIR or this one
    collect       collect garbage first, as V8 does (finalizers of dead cycles run then); False shows dead cycles below
                  `(Unreachable cycles)`
    fork          walk and write in a forked child: the process pauses for the collection and the fork only, and its
                  memory does not grow. The file is complete when it appears under its name
    strings       characters kept of each str (0: all)
    keys          which keys of dicts get an edge of their own besides naming the value's: 'auto' (all that are no
                  identifiers), 'all', 'none'
    redact        write the length of texts, not the texts; of the keys of dicts, only names of the program stay
    track         names of types whose objects get ids that no later object can have, instead of addresses
    alloc_stacks  if tracemalloc runs, say where each object was allocated
    tag           a note for the header
    stream        write while walking. Takes less memory, but other threads run in between. A forked child always does

    Returns a dict: path, nodes, edges, bytes, pause_s …; with fork=True path, child (its pid) and pause_s.
    Raises RuntimeError if a dump is under way, OSError if the file cannot be written.
    """
    if hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled():
        raise RuntimeError("heapgraph_dump does not know Python without its global interpreter lock")
    if keys not in ("auto", "all", "none"):
        raise ValueError("keys is 'auto', 'all' or 'none', not %r" % (keys,))
    if _state["busy"]:
        raise RuntimeError("a dump is under way")
    _state["busy"] = True
    _state["sequence"] += 1
    path = os.fspath(path) if path is not None else _free_name()
    was_enabled = gc.isenabled()
    trace, profile = sys.gettrace(), sys.getprofile()
    start = time.perf_counter()
    try:
        # Neither a debugger nor a profiler is to watch this, as they would run for each line of it.
        sys.settrace(None)
        sys.setprofile(None)
        collected = gc.collect() if collect else -1
        gc.disable()
        if track:
            _track(frozenset((track,) if type(track) is str else track))
        about = _describe(collected, redact, fork, track, tag)
        threads, left_out, namespaces = _copy_threads(_error_file is not None)
        settings = (path, about, threads, left_out, namespaces, strings, keys, redact, alloc_stacks)
        if fork:
            facts = {"path": path, "child": _dump_in_child(_error_file, *settings)}
        else:
            facts = _dump_here(*settings, in_memory=not stream, is_child=False)
        facts["pause_s"] = round(time.perf_counter() - start, 4)
        return facts
    finally:
        threads = namespaces = settings = None
        if was_enabled:
            gc.enable()
        _state["busy"] = False
        sys.setprofile(profile)
        sys.settrace(trace)


def _describe(collected, redact, fork, track, tag):
    """What the header says about the process, measured before the walk takes memory of its own."""
    about = {
        "format": 1,
        "tool": "heapgraph_dump " + __version__,
        "runtime": "cpython",
        "version": sys.version.split()[0],
        "pid": os.getpid(),
        "argv": [] if redact else [word for word in _module_dict(sys).get("argv", ()) if type(word) is str][:20],
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "tag": tag if tag is None else str(tag),
        "rss": _rss(),
        "id_scheme": "address>>3",
        "collected": collected,
        "redacted": bool(redact),
        "forked": bool(fork),
    }
    if track:
        about["tracked"] = sorted((track,) if type(track) is str else track)
        about["tracked_ids_from"] = _TRACKED_IDS
    return about


def _dump_here(path, about, threads, left_out, namespaces, limit, keys, redact, alloc_stacks, in_memory, is_child):
    start = time.perf_counter()
    objects = gc.get_objects()
    own = _own_ids()
    own.update(left_out)
    own.update(id(value) for value in (objects, about, threads, left_out, namespaces))
    own.update(map(id, namespaces))
    frame = sys._getframe()
    while frame is not None and frame.f_globals is globals():
        own.add(id(frame))
        frame = frame.f_back
    frame = None
    for thread in threads:
        own.update((id(thread), id(thread[1])))
        own.update(id(copy.locals) for copy in thread[1] if copy.locals is not None)
    tracemalloc = sys.modules.get("_tracemalloc")
    is_tracing = alloc_stacks and tracemalloc is not None and tracemalloc.is_tracing()
    output = _Output(path, in_memory)
    walker = _Walker(
        output.section(),
        output.section(),
        own,
        limit,
        keys,
        redact,
        tracemalloc._get_object_traceback if is_tracing else None,
        is_child,
    )
    roots = _Roots(walker, threads)
    with _NoOtherThread() if in_memory else _Alone():
        roots.walk_reachable()
        reached = len(walker.queue)
        _keep_out(walker.seen, namespaces + [value for value in globals().values() if _is_own_class(value)])
        roots.walk_rest(objects)
    for position, offset in walker.unresolved:
        walker.edges.fill_gap(position, offset)
    about.update(
        threads=len(threads),
        self_size=walker.self_size,
        unreached_tracked=roots.unreached,
        native_roots=roots.native,
        unreachable_cycles=roots.cycles,
        errors=walker.errors,
        alloc_stacks=bool(is_tracing),
        walk_s=round(time.perf_counter() - start, 3),
    )
    size = output.write(_write_snapshot, walker, roots, about)
    facts = dict(about, path=path, bytes=size, nodes=len(walker.queue), reached=reached, strings=len(walker.strings))
    facts["edges"] = walker.edge_count + sum(map(len, roots.edges)) // 3
    facts["last_error"] = walker.last_error
    facts["total_s"] = round(time.perf_counter() - start, 3)
    # Methods of the walker are values in it: without this it would be garbage for the collector.
    walker.__dict__.clear()
    roots.__dict__.clear()
    return facts


class _Alone:
    """Nothing to do: in a child there are no other threads, and a stream lets them run."""

    def __enter__(self):
        pass

    def __exit__(self, *error):
        pass


class _NoOtherThread:
    """No other thread takes over between two instructions, so that the picture is of one instant.

    Not while something waits or is written: a thread that gets its turn then would keep it for as long.
    """

    def __enter__(self):
        self.interval = sys.getswitchinterval()
        sys.setswitchinterval(30)

    def __exit__(self, *error):
        sys.setswitchinterval(self.interval)


def _dump_in_child(error_file, path, *settings):
    """Dumps in a grandchild, so that no zombie is left, and returns its pid. Its failure goes to stderr or a file."""
    reader, writer = os.pipe()
    with _NoForkWarning():
        child = os.fork()
    if child == 0:
        try:
            if os.fork() == 0:
                os.write(writer, b"%d" % os.getpid())
                _be_a_quiet_child()
                try:
                    _dump_here(path, *settings, in_memory=False, is_child=True)
                except BaseException as error:
                    _tell_failure(error, path, error_file)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        os.waitpid(child, 0)
    except ChildProcessError:  # a handler of SIGCHLD was faster
        pass
    grandchild = os.read(reader, 20)
    os.close(reader)
    if not grandchild:
        raise OSError("the child that was to write %s could not be started" % path)
    return int(grandchild)


def _be_a_quiet_child():
    """Gives up what a child has by accident: the parent's handlers of signals, files, sockets and standard streams."""
    signals = sys.modules.get("_signal")
    if signals is not None:
        signals.set_wakeup_fd(-1)
        for number in range(1, signals.NSIG):
            if callable(signals.getsignal(number)):
                signals.signal(number, signals.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(null, standard)
    try:
        files = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        files = range(1024)
    for descriptor in files:
        if descriptor > 2:
            try:
                os.close(descriptor)
            except OSError:
                pass
    os.nice(5)


class _NoForkWarning:
    """3.12 and later warn of forking while threads run, which the child here can live with: it only reads."""

    FILTER = ("ignore", None, DeprecationWarning, None, 0)

    def __enter__(self):
        warnings = sys.modules.get("warnings")
        self.filters = _module_dict(warnings).get("filters") if type(warnings) is _Module else None
        if type(self.filters) is list:
            self.filters.insert(0, self.FILTER)

    def __exit__(self, *error):
        if type(self.filters) is list and self.FILTER in self.filters:
            self.filters.remove(self.FILTER)


def _rss():
    """Resident bytes, 0 where the system does not tell them."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
    except Exception:
        return 0


# ------------------------------------------------------------------------------------------------------------------
# Triggers


def install(signal=None, rss=None, at_exit=False, interval=1.0, **options):
    """Dumps later: at a signal, whenever the process gets bigger than ever, at its end.

    signal    number or name ("USR2", "RTMIN+3"). The handler runs in the main thread between two instructions, hence
              not while that waits in C code. What the program itself installs later replaces it
    rss       resident bytes at which to dump first; then at every half more
    at_exit   dump when the interpreter ends (not if a signal kills it)
    interval  seconds between two looks at the resident size
    options   for `dump`; fork is the default here, apart from the end of the process

    Each dump is told on stderr in one line, so is its failure.
    """
    options.setdefault("fork", hasattr(os, "fork"))
    if signal is not None:
        import _signal  # the part of `signal` that is always there

        def on_signal(number, frame):
            frame = None
            _dump_and_tell(**options)

        _signal.signal(_signal_number(signal), on_signal)
    if rss:
        _watch_rss(rss, interval, options)
    if at_exit:
        import atexit

        atexit.register(_dump_and_tell, **dict(options, fork=False, tag=options.get("tag") or "exit"))


def autoinstall(environ=None):
    """What `install` does, as the environment says; nothing if it says nothing.

    HEAPGRAPH_SIGNAL=USR2      dump at this signal
    HEAPGRAPH_RSS=500MB        dump when the process gets that big
    HEAPGRAPH_AT_EXIT=1        dump at the end
    HEAPGRAPH_DIR=/var/dumps   folder for the files
    HEAPGRAPH_OUTPUT=F         name of the file instead; further ones get a number
    HEAPGRAPH_FORK=0           dump in the process itself
    HEAPGRAPH_COLLECT=0        do not collect garbage before
    HEAPGRAPH_REDACT=1         no contents of texts
    HEAPGRAPH_TRACK=A,B        types whose objects have exact identity
    """
    environ = os.environ if environ is None else environ

    def given(name):
        return environ.get("HEAPGRAPH_" + name) or None

    signal, rss, at_exit = given("SIGNAL"), given("RSS"), given("AT_EXIT") == "1"
    if signal or rss or at_exit:
        install(
            signal,
            _bytes(rss) if rss else None,
            at_exit,
            fork=given("FORK") != "0" and hasattr(os, "fork"),
            collect=given("COLLECT") != "0",
            redact=given("REDACT") == "1",
            track=tuple((given("TRACK") or "").split(",")) if given("TRACK") else (),
        )


def _dump_and_tell(**options):
    try:
        facts = dump(**options)
    except Exception as error:
        _tell_failure(error)
        return
    pause = facts["pause_s"] * 1000
    if "child" in facts:
        _say("process %d writes %s (paused %.0f ms)" % (facts["child"], facts["path"], pause))
    else:
        size = (facts["nodes"], facts["bytes"] / 1e6, pause)
        _say("wrote %s (%d objects, %.1f MB, paused %.0f ms)" % ((facts["path"],) + size))


def _say(text):
    """One line on stderr, past sys.stderr, which may be an object of the application."""
    try:
        os.write(2, ("heapgraph_dump: " + text + "\n").encode("utf-8", "backslashreplace"))
    except OSError:
        pass


def _tell_failure(error, path=None, error_file=None):
    text = "%s: %s" % (type(error).__name__, error)
    if error_file is None:
        _say("no snapshot%s: %s" % ("" if path is None else " " + path, text))
    else:
        with open(error_file, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))


def _watch_rss(limit, interval, options):
    import _thread  # the part of `threading` that is always there

    def watch():
        threshold = limit
        while True:
            time.sleep(interval)
            if _rss() > threshold:
                _dump_and_tell(**dict(options, tag=options.get("tag") or "rss above %d" % threshold))
                while _rss() > threshold:
                    threshold = int(threshold * 1.5)

    def start():
        _thread.start_new_thread(watch, ())

    def start_in_child():
        if not _state["busy"]:  # not in the children that write snapshots
            start()

    start()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=start_in_child)


def _signal_number(signal):
    """12 of 12, "12", "USR2" and "SIGUSR2"."""
    import _signal

    text = str(signal).upper()
    if text.isdigit():
        return int(text)
    name, _, offset = (text if text.startswith("SIG") else "SIG" + text).partition("+")
    number = getattr(_signal, name, None)
    if type(number) is not int and not isinstance(number, int) or (offset and not offset.isdigit()):
        raise ValueError("there is no signal %s" % signal)
    return int(number) + int(offset or 0)


_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def _bytes(text):
    """500000000 of "500MB"."""
    number = text.strip().rstrip("BKMGIbkmgi ")
    unit = text.strip()[len(number) :].strip().upper()
    try:
        return int(float(number) * _UNITS[unit])
    except (KeyError, ValueError):
        raise ValueError("%r is no size: write it as 500MB" % text) from None


def _free_name():
    """A path for a snapshot: of the form that Node.js uses, or HEAPGRAPH_OUTPUT and a number."""
    sequence = _state["sequence"]
    output = os.environ.get("HEAPGRAPH_OUTPUT")
    if not output:
        name = "Heap.%s.%d.0.%03d.heapsnapshot" % (time.strftime("%Y%m%d.%H%M%S"), os.getpid(), sequence)
        return os.path.join(os.environ.get("HEAPGRAPH_DIR") or ".", name)
    stem, ending = (output[:-13], output[-13:]) if output.endswith(".heapsnapshot") else (output, "")
    if os.getpid() != _state["pid"]:  # a forked worker
        stem = "%s.%d" % (stem, os.getpid())
    path = stem + ending
    while sequence > 1 or os.path.exists(path):
        sequence = max(sequence, 2)
        path = "%s.%d%s" % (stem, sequence, ending)
        if not os.path.exists(path):
            break
        sequence += 1
    return path


# ------------------------------------------------------------------------------------------------------------------
# Command line

_USAGE = """usage: heapgraph_dump.py [options] script.py [arguments]
       heapgraph_dump.py [options] -m module [arguments]

Runs a Python program and writes its heap as a V8 heap snapshot.

  -o, --output F     file to write; default a new name in this folder
  --signal NAME      write at this signal, too
  --rss SIZE         write when the process gets that big, too, as in 500MB
  --no-exit          do not write at the end
  --no-fork          at signals and sizes, write in the process itself
  --no-collect       do not collect garbage before
  --redact           write lengths of texts, not texts
  --strings N        characters kept of each text (default 100; 0 for all)
  --track TYPE       give objects of this type an identity that address reuse cannot blur; may be repeated
"""


def main(words):
    """Runs a command line; returns only if the program does."""
    options, own, words = _parse(words)
    if own.get("output"):
        os.environ["HEAPGRAPH_OUTPUT"] = os.path.abspath(own["output"])
    install(own.get("signal"), _bytes(own["rss"]) if "rss" in own else None, "no-exit" not in own, **options)
    if "module" in own:
        import runpy

        sys.argv[:] = [own["module"]] + words
        sys.path[0] = os.getcwd()
        runpy.run_module(own["module"], run_name="__main__", alter_sys=True)
    else:
        _run_script(words)


def _parse(words):
    """(options of dump, other options, the program's words)"""
    words, options, own = list(words), {}, {}
    flags = {"--no-fork": ("fork", False), "--no-collect": ("collect", False), "--redact": ("redact", True)}
    valued = ("output", "signal", "rss", "strings", "track")

    def fail(message):
        sys.stderr.write("heapgraph_dump: %s\n%s" % (message, _USAGE.partition("\n\n")[0] + "\n"))
        raise SystemExit(2)

    while words and words[0].startswith("-"):
        word, _, value = words.pop(0).partition("=")
        name = "output" if word == "-o" else word[2:]
        if word == "--":
            break
        if word in ("-h", "--help"):
            sys.stdout.write(_USAGE)
            raise SystemExit(0)
        if word == "-m":
            own["module"] = words.pop(0) if words else fail("-m takes the name of a module")
            break
        if word in flags:
            options[flags[word][0]] = flags[word][1]
        elif word == "--no-exit":
            own["no-exit"] = True
        elif name in valued and (word == "-o" or word.startswith("--")):
            value = value or (words.pop(0) if words else fail("%s takes a value" % word))
            if name == "track":
                options.setdefault("track", []).append(value)
            elif name == "strings":
                if not value.isdigit():
                    fail("%s takes a whole number, not %r" % (word, value))
                options[name] = int(value)
            else:
                own[name] = value
        else:
            fail("unknown option: %s" % word)
    if not words and "module" not in own:
        fail("name a script")
    for name, read in (("signal", _signal_number), ("rss", _bytes)):
        try:
            read(own.get(name) or {"signal": "1", "rss": "1"}[name])
        except ValueError as error:
            fail(str(error))
    return options, own, words


def _run_script(words):
    """Runs a script as `python script.py` does."""
    import builtins

    script = words[0]
    try:
        with open(script, "rb") as file:
            code = compile(file.read(), script, "exec")
    except OSError as error:
        sys.stderr.write("heapgraph_dump: cannot open %s: %s\n" % (script, error.strerror))
        raise SystemExit(2) from None
    sys.argv[:] = words
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    program = _Module("__main__")
    program.__dict__.update(__file__=script, __builtins__=builtins)
    sys.modules["__main__"] = program
    exec(code, program.__dict__)


if __name__ == "__main__":
    # As a module of its own, so that the script's `import heapgraph_dump` finds this state, and `__main__` is free.
    import heapgraph_dump

    heapgraph_dump.main(sys.argv[1:])

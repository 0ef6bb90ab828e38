"""Objects that note every bit of their code that runs; then a dump. Tells the notes and what the dump says of itself."""
import array
import asyncio
import collections
import contextvars
import ctypes
import datetime
import decimal
import enum
import functools
import itertools
import json
import mmap
import re
import sys
import types
import weakref
from unittest import mock

import heapgraph_dump

NOTES = []


class Meta(type):
    def __getattribute__(cls, name):
        NOTES.append("Meta.__getattribute__ " + name)
        return type.__getattribute__(cls, name)

    def __instancecheck__(cls, value):
        NOTES.append("Meta.__instancecheck__")
        return False


def noting(name):
    def method(self, *args):
        NOTES.append(name)
        raise RuntimeError(name)

    return method


NAMES = "__getattribute__ __sizeof__ __hash__ __eq__ __len__ __iter__ __bool__ __repr__ __str__ __dir__ __del__ __reduce__".split()
Hostile = Meta("Hostile", (), dict({name: noting(name) for name in NAMES[:-2]}, __class__=property(noting("__class__"))))


class HostileDict(dict):
    items = keys = values = __iter__ = __len__ = __getitem__ = __contains__ = __sizeof__ = noting("dict")


class HostileList(list):
    __iter__ = __len__ = __getitem__ = __sizeof__ = noting("list")


class HostileText(str):
    __eq__ = __len__ = __iter__ = __getitem__ = noting("str")

    def __hash__(self):
        NOTES.append("str.__hash__")
        return 1


class HostileSet(set):
    __iter__ = __len__ = noting("set")


class LazyModule(types.ModuleType):
    __dict__ = property(noting("module.__dict__"))

    def __getattribute__(self, name):
        NOTES.append("module " + name)
        raise RuntimeError(name)


class Descriptor:
    def __get__(self, owner, cls):
        NOTES.append("descriptor")
        return 5


class Attributes:
    lazy = Descriptor()
    on_class = [1]

    def __init__(self):
        self.real = [1]
        self.shadow = {"real": 0}
        self.named_elsewhere = None

    @property
    def prop(self):
        NOTES.append("property")
        return self.real

    def use(self):
        return self.prop, self.lazy, self.missing

    def __getattr__(self, name):
        NOTES.append("__getattr__ " + name)
        raise AttributeError(name)


class Color(enum.Enum):
    RED = "red"


hostile = object.__new__(Hostile)
kept = [
    hostile,
    HostileDict(a=[1], b=[2]),
    HostileList([[3], [4]]),
    HostileList().append,
    {HostileText("k"): [5]},
    HostileSet([6.5]),
    mock.MagicMock(),
    Attributes(),
    weakref.proxy(Attributes),
    weakref.proxy(set([2])),
    weakref.ref(hostile),
    (c for c in "abc"),
    itertools.chain([1], [2]),
    functools.partial(print, [1]),
    re.compile("x"),
    memoryview(b"abc"),
    array.array("d", [1]),
    mmap.mmap(-1, 100),
    (ctypes.c_int * 3)(),
    collections.OrderedDict(a=[1]),
    collections.defaultdict(list, a=[1]),
    collections.deque([[1], [2]]),
    collections.namedtuple("Pair", "left right")([1], [2]),
    collections.ChainMap({"z": [1]}),
    collections.UserDict(a=[1]),
    types.SimpleNamespace(s=[1]),
    types.MappingProxyType({"m": [1]}),
    Color.RED,
    object(),
    super(Attributes, Attributes()),
    property(),
    staticmethod(len),
    slice([1], 2),
    range(10**20),
    zip([1], [2]),
    ValueError([9]),
    decimal.Decimal(1),
    datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
    contextvars.copy_context(),
    asyncio.new_event_loop(),
    Attributes().use,
    [].append,
    "".join,
]
sys.modules["lazy_module"] = LazyModule("lazy_module")
modules = set(sys.modules)
del NOTES[:]
facts = heapgraph_dump.dump("hostile.heapsnapshot", collect=False)
notes = list(NOTES)
kept[9:10] = []
new = sorted(set(sys.modules) - modules)
sys.modules.pop("lazy_module")
print(json.dumps({"notes": notes, "errors": facts["errors"], "error": facts["last_error"], "imported": new}))

"""Objects of known size, identity and references, dumped three times; then by options."""
import gc
import json
import sys
import weakref

import heapgraph_dump
from heapgraph_dump import dump


class Plain:
    def __init__(self, number):
        self.number = float(number) + 0.5
        self.label = "label %d" % number


class Slotted:
    __slots__ = ("left", "right", "__weakref__")


class Serial:
    pass


class Holder:
    pass


def generate(argument):
    inside = [argument]
    yield inside


def closure(value):
    def inner():
        return value

    return inner


PLAIN = [Plain(number) for number in range(20)]
SLOTTED = Slotted()
SLOTTED.left, SLOTTED.right = ["left"], ("right", 1.5)
TABLE = {"plain_key": 1.25, "a key": [1], 42: [2], (1, "two"): [3], None: [4], 2.5: [5], b"raw": [6], Plain: [7]}
TUPLES = ((1000, 2000.5), ("a", ("b", (1e9,))))
HOLDER = Holder()
setattr(HOLDER, "set_" + "from_outside", ["outside"])
ODD = ["quote \" backslash \\ newline \n", "\udc80 half", "na\u00efve \U0001f600", "x" * 500]
CLOSURE = closure(["closed over"])
GENERATOR = generate(["argument"])
next(GENERATOR)
WEAK = weakref.ref(PLAIN[0])
weak_only = Slotted()
WEAK_ONLY = weakref.ref(weak_only)
modules = sorted(sys.modules)
for number in range(3):
    dump("truth%d.heapsnapshot" % number)
told = {
    "modules": sorted(set(sys.modules) - set(modules)),
    "garbage": gc.collect(),
    "sizes": {str(id(value)): sys.getsizeof(value) for value in [PLAIN, SLOTTED, TABLE, TUPLES, HOLDER, CLOSURE] + PLAIN},
}
SERIALS = [Serial() for _ in range(50)]
dump("tracked1.heapsnapshot", track=["Serial"])
del SERIALS[25:]
SERIALS += [Serial() for _ in range(25)]
dump("tracked2.heapsnapshot", track="Serial")
PASSWORD = "hunter2 is secret"
USERS = {"alice": "bob@example.com", b"carol": 1, ("dave", 2): 3, "eve x": 4}
dump("redacted.heapsnapshot", redact=True, tag="redacted")
DEAD = Serial()
DEAD.itself = DEAD
del DEAD
dump("cut.heapsnapshot", strings=10, keys="none", collect=False)
try:
    import tracemalloc

    tracemalloc.start(5)
    traced = [Plain(number) for number in range(3)]
    told["traced"] = tracemalloc.get_object_traceback(traced[0]) is not None
    if told["traced"]:
        dump("traced.heapsnapshot")
finally:
    tracemalloc.stop()
print(json.dumps(told))

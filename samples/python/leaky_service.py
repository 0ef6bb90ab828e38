"""A service that leaks DataFrames in four ways; with --pandas real ones, else stand-ins of the same names.

    PYTHONPATH=python python3 samples/python/leaky_service.py [--pandas] [PREFIX]

Writes PREFIX-before.heapsnapshot after 8 requests and PREFIX-after.heapsnapshot after 28. Every fourth request leaks
in the same way:

* RESULTS: a dict used as a cache that nobody empties
* LISTENERS: bound methods of Reports in a list of listeners, none of which is ever taken out
* CALLBACKS: functions that have closed over a frame
* pivot: an lru_cache without bounds

RECENT is no leak: it keeps three. Nor is what the frame of main() holds.
"""
import collections
import functools
import sys
import types

import heapgraph_dump

RESULTS = {}
LISTENERS = {"refresh": []}
CALLBACKS = []
RECENT = collections.deque(maxlen=3)


class Report:
    def __init__(self, df, title):
        self.df = df
        self.title = title
        LISTENERS["refresh"].append(self.refresh)

    def refresh(self):
        return self.df


@functools.lru_cache(maxsize=None)
def pivot(number):
    return make(number)


def handle(number):
    df = make(number)
    RECENT.append(df)
    way = number % 4
    if way == 0:
        RESULTS["/report?id=%d" % number] = df
    elif way == 1:
        Report(df, "report %d" % number)
    elif way == 2:
        CALLBACKS.append(lambda: df)
    else:
        pivot(number)


def make_with_pandas(number):
    import pandas

    return pandas.DataFrame({"user": ["user-%d-%d" % (number, i) for i in range(20)], "value": [0.5 + number] * 20})


def stand_ins():
    """Classes of pandas' names that refer to each other as pandas' own do."""
    code = {
        "pandas.core.internals": """
class Block:
    def __init__(self, values):
        self.values = values

class BlockManager:
    __slots__ = ("blocks", "axes")
    def __init__(self, blocks, axes):
        self.blocks, self.axes = blocks, axes
""",
        "pandas.core.frame": """
class DataFrame:
    def __init__(self, mgr):
        self._mgr, self._item_cache = mgr, {}
""",
    }
    for name in ("pandas", "pandas.core", "pandas.core.internals", "pandas.core.frame"):
        sys.modules[name] = types.ModuleType(name)
        exec(code.get(name, ""), sys.modules[name].__dict__)
    block, manager = sys.modules["pandas.core.internals"].Block, sys.modules["pandas.core.internals"].BlockManager
    frame = sys.modules["pandas.core.frame"].DataFrame

    def make_stand_in(number):
        blocks = block(bytearray(8000)), block(["user-%d-%d" % (number, i) for i in range(20)])
        return frame(manager(blocks, [["user", "value"], range(20)]))

    return make_stand_in


def main(prefix):
    local_df = make(-1)
    for number in range(8):
        handle(number)
    heapgraph_dump.dump(prefix + "-before.heapsnapshot", tag="before", track=["DataFrame"])
    for number in range(8, 28):
        handle(number)
    heapgraph_dump.dump(prefix + "-after.heapsnapshot", tag="after", track=["DataFrame"])
    return local_df


arguments = sys.argv[1:]
make = make_with_pandas if "--pandas" in arguments else stand_ins()
if __name__ == "__main__":
    main(([word for word in arguments if word != "--pandas"] or ["service"])[0])

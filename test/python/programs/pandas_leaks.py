"""The leaky service of the samples with pandas, dumped twice; tells what the collector and objgraph counted then."""
import collections
import gc
import json
import site
import sys

from heapgraph_dump import dump

site.main()
import objgraph

sys.path.insert(0, sys.argv.pop(1))
sys.argv.append("--pandas")
import leaky_service as service

del sys.path[0]


def counts():
    gc.collect()
    found = collections.Counter()
    for value in gc.get_objects():
        kind = type(value)
        module, name = type.__dict__["__module__"].__get__(kind), type.__dict__["__qualname__"].__get__(kind)
        found[name if module == "builtins" else module + "." + name] += 1
    return dict(found)


for number in range(8):
    service.handle(number)
counts()
objgraph.typestats()
objgraph.growth(limit=None)
dump("before.heapsnapshot", strings=20)
for number in range(8, 28):
    service.handle(number)
by_gc = counts()
by_objgraph = objgraph.typestats(shortnames=False)
growth = objgraph.growth(limit=None)
dump("after.heapsnapshot", strings=20)
print(json.dumps({"gc": by_gc, "objgraph": by_objgraph, "growth": growth, "frames": objgraph.count("DataFrame")}))

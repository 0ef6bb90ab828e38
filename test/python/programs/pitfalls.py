"""One process, one trap after the other; tells what happened at each."""
import asyncio
import gc
import os
import sys
import threading
import time
import weakref

import heapgraph_dump
from heapgraph_dump import dump

told = {"errors": 0}


def take(name, **options):
    facts = dump(name + ".heapsnapshot", **options)
    told["errors"] += facts["errors"]
    return facts


class Big:
    def __sizeof__(self):
        raise RuntimeError("application code")


class Frozen:
    pass


# Locals of a running function: a look must not keep them alive, nor empty what locals() gave to the program.
def outer():
    own = [1.5]
    mine = locals()
    told["freed"] = inner()
    told["locals"] = sorted(mine), own


def inner():
    big = Big()
    watch = weakref.ref(big)
    take("locals")
    del big
    return watch() is None


outer()


# The collector's view of _asyncio has dead objects in 3.12: nobody may ask for it.
async def nap():
    await asyncio.sleep(0)
    await asyncio.get_running_loop().run_in_executor(None, int)


async def naps():
    await asyncio.gather(*[nap() for _ in range(5)])


asyncio.run(naps())

# Types that were never made ready: reading their bases crashes 3.11.
try:
    import _testcapi  # noqa: F401
except ImportError:
    pass
told["has types that are not ready"] = "_testcapi" in sys.modules

# Frozen heaps are invisible to the collector.
FROZEN = [Frozen() for _ in range(10)]
gc.collect()
gc.freeze()
told["frozen that gc sees"] = sum(type(value) is Frozen for value in gc.get_objects())
asked = []
watching = [True]


def audit(event, args):
    if event == "gc.get_referents" and watching:
        asked.extend(value for value in args[0] if isinstance(value, type(sys)))


sys.addaudithook(audit)
take("all")
watching.clear()
gc.unfreeze()
told["modules asked for referents"] = len(asked)
gc.collect()

# Dicts and lists that change while they are walked.
BUSY = {"d%d" % number: {str(key): [key] for key in range(50)} for number in range(200)}
stop = []


def change():
    number = 0
    while not stop:
        number += 1
        if number % 100 == 0:
            time.sleep(0.0001)  # gives up the lock, and comes back in the midst of the walk
        table = BUSY["d%d" % (number % 200)]
        table["new %d" % number] = [number]
        if len(table) > 300:
            table.clear()


thread = threading.Thread(target=change, daemon=True)
thread.start()
take("changing", stream=True)
stop.append(True)
thread.join()

# A dump that fails leaves nothing, and the next one works.
import resource

try:
    dump("missing/folder.heapsnapshot", stream=True)
    told["no folder"] = "written"
except OSError as error:
    told["no folder"] = type(error).__name__

limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100000, limit[1]))
try:
    dump("full.heapsnapshot", collect=False)
    told["full"] = "written"
except OSError as error:
    told["full"] = type(error).__name__
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
told["left"] = sorted(name for name in os.listdir(".") if "full" in name)
told["gc is on"] = gc.isenabled()

import json

print(json.dumps(told))

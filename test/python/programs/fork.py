"""A heap of 200,000 objects dumped in a child, while other threads stand in functions."""
import gc
import json
import os
import threading
import time

import heapgraph_dump
from heapgraph_dump import dump


class Node:
    def __init__(self, number):
        self.value = number + 0.5


HEAP = [Node(number) for number in range(100000)]
HOLDER = Node(0)
setattr(HOLDER, "set_" + "from_outside", ["outside"])
arrived, leave = threading.Event(), threading.Event()


def stand():
    local_only = Node(-1)
    arrived.set()
    leave.wait()
    return local_only


thread = threading.Thread(target=stand, name="stander")
thread.start()
arrived.wait()
gc.collect()
before = heapgraph_dump._rss()
pauses, seen = [], []
for attempt in range(2):
    name = "forked%d.heapsnapshot" % attempt
    facts = dump(name, fork=True)
    pauses.append(facts["pause_s"])
    end = time.time() + 25
    while not os.path.exists(name) and time.time() < end:
        time.sleep(0.02)
    if pauses[-1] < 0.05:
        break
leave.set()
thread.join()
try:
    zombie = os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    zombie = None
print(json.dumps({"pauses": pauses, "grown": heapgraph_dump._rss() - before, "zombie": zombie, "pid": os.getpid(), "last": name}))

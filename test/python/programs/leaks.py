"""Eight requests to the leaky service of the samples, in the folder that is named, then twenty more and a dump."""
import json
import sys

from heapgraph_dump import dump

sys.path.insert(0, sys.argv.pop(1))
import leaky_service as service

del sys.path[0]
for number in range(28):
    service.handle(number)
print(json.dumps(dump("mini.heapsnapshot", strings=20)["errors"]))

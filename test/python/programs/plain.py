"""A hundred sessions in a list; tells what the dump says of itself."""
import json

from heapgraph_dump import dump


class Session:
    def __init__(self, number):
        self.number, self.user = number, "user %d" % number


SESSIONS = [Session(number) for number in range(100)]
print(json.dumps(dump("plain.heapsnapshot", tag="a tag")))

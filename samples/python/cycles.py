"""Loops of objects that wait for the collector, which is off: with finalizers, and with one that comes back.

    PYTHONPATH=python python3 samples/python/cycles.py [FILE]

Writes the heap without a collection before: 20 Tree and 5 Zombie that nothing reaches, and a Parent and a Child
that a list reaches.
"""
import gc
import sys

import heapgraph_dump

KEPT = []


class Tree:
    """Its branches know it: a loop of three."""

    def __init__(self, number):
        self.number = number
        self.branches = [Branch(self)]
        self.leaves = bytearray(1000)

    def __del__(self):
        pass


class Branch:
    def __init__(self, tree):
        self.tree = tree


class Zombie:
    """Comes back when it is collected."""

    graveyard = []

    def __init__(self):
        self.me = self

    def __del__(self):
        Zombie.graveyard.append(self)


class Parent:
    def __init__(self):
        self.child = Child(self)


class Child:
    def __init__(self, parent):
        self.parent = parent


gc.disable()
for number in range(20):
    Tree(number)
for _ in range(5):
    Zombie()
KEPT.append(Parent())
heapgraph_dump.dump((sys.argv[1:] or ["cycles.heapsnapshot"])[0], collect=False)

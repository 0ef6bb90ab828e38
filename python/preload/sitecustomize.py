"""Loaded at the start of every Python program that has this folder in PYTHONPATH: installs what HEAPGRAPH_… asks for.

Python knows one sitecustomize. The one that this file shadows is run next, in its name.
"""
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _install():
    sys.path.insert(0, os.path.dirname(_HERE))
    try:
        import heapgraph_dump
    finally:
        del sys.path[0]
    heapgraph_dump.autoinstall()


def _run_shadowed():
    import _frozen_importlib  # importlib, as it is always there

    elsewhere = [entry for entry in sys.path if os.path.abspath(entry or ".") != _HERE]
    for finder in sys.meta_path:
        spec = finder.find_spec("sitecustomize", elsewhere) if hasattr(finder, "find_spec") else None
        if spec is not None and spec.loader is not None:
            module = sys.modules["sitecustomize"] = _frozen_importlib.module_from_spec(spec)
            spec.loader.exec_module(module)
            return


try:
    _install()
except Exception as _error:  # a tool must not keep a program from running
    os.write(2, ("heapgraph_dump: not loaded: %s: %s\n" % (type(_error).__name__, _error)).encode())
_run_shadowed()

"""`python -m bench [NAME …]`: run all benchmarks, or the named modules."""

from __future__ import annotations

import importlib
import json
import sys

from bench.place import place

MODULES = ("ledger",)


def main(names: list[str]) -> None:
    with place() as where:
        for name in names or MODULES:
            for result in importlib.import_module(f"bench.{name}").measure(where):
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

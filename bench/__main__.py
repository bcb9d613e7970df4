"""`python -m bench [NAME …]`: run all benchmarks, or the named modules."""

from __future__ import annotations

import importlib
import json
import sys

from bench.place import places

MODULES = ("ledger", "api", "importing", "memory")


def main(names: list[str]) -> None:
    with places() as new_place:
        for name in names or MODULES:
            for result in importlib.import_module(f"bench.{name}").measure(new_place()):
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

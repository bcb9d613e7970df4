"""`python -m bench [NAME …]`: run all benchmarks, or the named modules.

`python -m bench scale --movements 10000000` fills an organization by SQL and measures at 10 thousand, 1 million and 10
million movements side by side; it is not among all, since it takes minutes and some gigabytes while it runs.
"""

from __future__ import annotations

import argparse
import importlib
import json

from bench.place import places

MODULES = ("ledger", "api", "importing", "lists", "memory", "lighthouse")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--movements", type=int, default=1_000_000, help="how far scale goes")
    asked = parser.parse_args()
    with places() as new_place:
        for name in asked.names or MODULES:
            options = {"movements": asked.movements} if name == "scale" else {}
            for result in importlib.import_module(f"bench.{name}").measure(new_place(), **options):
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()

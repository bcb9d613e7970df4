"""Bringing in 10,000 products from a CSV file by the command, from start to end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.place import Place

PRODUCTS = 10_000


def measure(place: Place) -> Iterator[dict[str, Any]]:
    yield {"name": "import_products", "products": PRODUCTS, "seconds": round(bring_in(place, PRODUCTS), 1)}


def bring_in(place: Place, products: int) -> float:
    """The seconds that `products` new products take. Their names hold their number and one of 100 words."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "products.csv"
        rows = (f"P{n:06d},Product {n} kind{n % 100},box,batch,{n % 90 + 10}.50" for n in range(products))
        file.write_text("SKU,Name,Unit,Tracking,MRP\n" + "\n".join(rows) + "\n")
        command = [sys.executable, "-m", "omnistock.launch", "import", "products", str(file)]
        began = time.perf_counter()
        said = subprocess.run(
            [*command, "--organization", str(place.organization_id)], env=os.environ, capture_output=True, text=True
        )
        seconds = time.perf_counter() - began
        if said.returncode != 0:
            raise RuntimeError(said.stdout + said.stderr)
    return seconds

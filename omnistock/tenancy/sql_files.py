"""The longer statements of a room, each in a file of its folder `sql/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def reader(package_file: str) -> Callable[..., str]:
    """`read(*names)` of the package whose `__file__` this is: the text of `names`.sql, one after the other (a shared head,
    then what is done with it). Read at import."""
    folder = Path(package_file).parent

    def read(*names: str) -> str:
        return "\n".join((folder / f"{name}.sql").read_text(encoding="utf-8") for name in names)

    return read

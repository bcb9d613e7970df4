"""docs/security.md leaves out no requirement of ASVS 5.0.0 at levels 1 and 2, and says of each what holds it.

That what it names exists is held by tests/gates/test_docs.py.
"""

from __future__ import annotations

import re
from typing import Final

from tests.gates.test_docs import wrong_names
from tests.gates.test_source import ROOT

TEXT: Final = (ROOT / "docs" / "security.md").read_text()
STATES: Final = ("met", "partly", "not met", "operator", "n/a")
# Of levels 1 and 2, by section: how many there are, where they are the first of it. Chapters 10 and 17 do not apply.
FIRST: Final = """
1.1=2 1.2=9 1.3=11 1.4=3 1.5=2 2.1=3 2.2=3 2.3=4 2.4=1 3.2=2 3.3=4 3.4=6 3.5=5 3.7=2 4.1=3 4.2=1 4.3=2 4.4=4 5.1=1 5.2=3
5.3=2 5.4=3 6.1=3 6.2=12 6.3=4 6.4=4 6.5=5 6.6=3 6.8=4 7.1=3 7.2=4 7.3=2 7.4=5 7.5=2 7.6=2 8.1=2 8.2=3 8.3=1 8.4=1 9.1=3
9.2=4 11.1=2 11.2=3 11.3=3 11.4=4 11.5=1 11.6=1 12.1=3 12.2=2 12.3=4 13.1=1 13.2=5 13.3=2 13.4=5 14.1=2 14.2=4 14.3=3
15.1=3 15.2=3 15.3=7 16.1=1 16.2=5 16.3=4 16.4=3 16.5=3
"""


def asked() -> set[str]:
    sections = (each.split("=") for each in FIRST.split())
    return {f"{section}.{at}" for section, count in sections for at in range(1, int(count) + 1)}


def rows(text: str) -> list[tuple[list[str], str, str]]:
    """Of each row of the map: its requirements, its state, and what holds it."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if re.match(r"\| \d+\.\d+\.\d+", line):
            numbers, _level, _what, state, *where = cells
            found.append((numbers.split(", "), state, where[0].strip("| ") if where else ""))
    return found


def test_every_requirement_is_there_once() -> None:
    numbers = [number for listed, _state, _where in rows(TEXT) for number in listed]
    assert sorted(numbers) == sorted(set(numbers)), "one is there twice"
    assert asked() - set(numbers) == set()


def test_every_row_has_a_state_and_says_what_lacks() -> None:
    for numbers, state, where in rows(TEXT):
        assert state in STATES, numbers
        if state in ("partly", "not met", "operator"):
            assert len(where) > 10, f"{numbers}: say what is missing"


def test_it_bites() -> None:
    assert rows("| 1.1.1, 1.1.2 | 2 | x | met | `tests/nowhere.py` |") == [
        (["1.1.1", "1.1.2"], "met", "`tests/nowhere.py`")
    ]
    assert list(wrong_names("`tests/nowhere.py`")) == ["the place tests/nowhere.py"]
    assert rows(TEXT.replace("| 16.5.3 |", "| nothing |")) != rows(TEXT)

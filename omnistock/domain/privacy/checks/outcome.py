"""What a check answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Outcome:
    """`details` are whole sentences of what was seen, for whoever runs the installation."""

    result: Literal["passed", "failed", "operator"]
    details: tuple[str, ...]


def passed(*details: str) -> Outcome:
    return Outcome("passed", details)


def needs_operator(*details: str) -> Outcome:
    return Outcome("operator", details)


def judged(faults: Iterable[str], *, otherwise: str) -> Outcome:
    """Failed with every fault, or passed with what was seen."""
    found = tuple(faults)
    return Outcome("failed", found) if found else passed(otherwise)

"""Cautions on the screen: each with a field for the reason with which a person goes on, in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omnistock.interfaces.web.entry import lines_of
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.cautions import Accepted, NeedsReason

PREFIX = "cautions"


@dataclass(frozen=True, slots=True)
class Asked:
    """One caution as the page asks about it. `reason` is what was typed before."""

    name: str
    pointer: str
    code: str
    message: str
    reason: str = ""


def asked_reasons(error: DomainError | None, said: Iterable[Accepted] = ()) -> list[Asked]:
    """What the page has to ask after a refusal; nothing where it was refused for something else."""
    if not isinstance(error, NeedsReason):
        return []
    typed = {(each.pointer, each.code): each.reason for each in said}
    return [
        Asked(f"{PREFIX}-{at}", fault.pointer, fault.code, fault.message, typed.get((fault.pointer, fault.code), ""))
        for at, fault in enumerate(error.faults)
    ]


def said_of(sent: Mapping[str, str]) -> list[Accepted]:
    """What a person typed beside the cautions; empty at first."""
    return [
        Accepted(cells.get("pointer", ""), cells.get("code", ""), cells.get("reason", ""))
        for cells in lines_of(sent, prefix=PREFIX)
    ]

"""What a person typed and what is wrong with it, as a page shows it again: one value for every form and entry grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from omnistock.kernel.errors import DomainError, VersionConflict


@dataclass(frozen=True, slots=True)
class Mistake:
    """One sentence for the error summary. `target`: the id of the control it is about, empty for the whole form."""

    message: str
    target: str


@dataclass(frozen=True, slots=True)
class FormState:
    """`values` by the control's name; `mistakes` in the order of the domain's faults.

    A fault's pointer names a control by its path: `lines/0/quantity` is the control `lines-0-quantity`, whose id is
    `id_lines-0-quantity`. `is_overtaken`: somebody else changed the record meanwhile. `confirm_href`: nothing was done, since
    the person has to confirm who they are first, there.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    is_overtaken: bool = False
    confirm_href: str = ""

    @classmethod
    def refused(cls, typed: QueryDict, error: DomainError) -> FormState:
        """The form as it was sent, with every fault of the refusal beside its control."""
        if isinstance(error, VersionConflict):
            message = _("Somebody else changed this meanwhile, so it was not saved. Look at it as it is now.")
            return cls(values=typed, mistakes=(Mistake(message=message, target=""),), is_overtaken=True)
        faults = [Mistake(message=fault.message, target=_id(fault.pointer)) for fault in error.faults]
        return cls(values=typed, mistakes=tuple(faults or [Mistake(message=error.message, target="")]))

    def value(self, name: str) -> Any:
        """What stands in the control: what was typed, else what the record has, else nothing."""
        found = self.values.get(name)
        return "" if found is None else found

    def errors(self, name: str) -> list[str]:
        """The sentences about one control."""
        target = _id(name)
        return [mistake.message for mistake in self.mistakes if mistake.target == target]


def _id(pointer: str) -> str:
    name = pointer.strip("/").replace("/", "-")
    return f"id_{name}" if name else ""

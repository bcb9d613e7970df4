"""A posted form, parsed to the types that an operation takes, and the one way to answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from omnistock.domain.files.storing import FileTooLarge
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.form_state import FormState
from omnistock.kernel.errors import Conflict, DomainError, Fault, Invalid
from omnistock.tenancy.current import is_inside_boundary


class Posted:
    """Reads fields by name. A field that is missing is empty; `stop()` refuses what could not be parsed."""

    def __init__(self, data: QueryDict) -> None:
        self._data = data
        self._faults: list[Fault] = []

    def text(self, name: str) -> str:
        return self._data.get(name, "").strip()

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self._data.get(name) == "on"

    def lines(self, name: str) -> list[str]:
        """The lines of a text area, without the empty ones."""
        return [line for line in (part.strip() for part in self.text(name).splitlines()) if line]

    def texts(self, name: str) -> list[str]:
        """Every value of a name that stands on several boxes."""
        return [value.strip() for value in self._data.getlist(name)]

    def day(self, name: str) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.text(name)) if self.text(name) else None
        except ValueError:
            self._faults.append(Fault(name, _("Write the day as 2027-03-31.")))
            return None

    def id(self, name: str) -> UUID | None:
        return self._id(name, self.text(name)) if self.text(name) else None

    def ids(self, name: str) -> list[UUID]:
        found = (self._id(name, text) for text in self.texts(name) if text)
        return [each for each in found if each is not None]

    def version(self) -> int | None:
        """The version that the page showed, for a change that must not overwrite somebody else's."""
        text = self.text("version")
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def stop(self) -> None:
        """Raises `Invalid` with every field that could not be parsed."""
        if self._faults:
            raise Invalid.of(self._faults)

    def _id(self, name: str, text: str) -> UUID | None:
        try:
            return UUID(text)
        except ValueError:
            self._faults.append(Fault(name, _("Choose one from the list.")))
            return None


def moment_in_utc(posted: Posted, name: str) -> dt.datetime | None:
    """A moment of a form of the console, which shows all of them in UTC; None where it is empty. Raises `Invalid`."""
    text = posted.text(name)
    if not text:
        return None
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    except ValueError:
        raise Invalid.at(name, _("Write the moment as 2027-03-31T14:05, in UTC.")) from None


def answer_form(
    request: HttpRequest,
    *,
    write: Callable[[Posted], str],
    show: Callable[[FormState, int], HttpResponse],
    whole: tuple[str, ...] = (),
) -> HttpResponse:
    """Do what was posted and send the browser to the address that `write` answers; else show the form again.

    `show` gets the form with every fault beside its control, and the status. A fault inside one of `whole` (the third
    line of an address that is one text area) belongs to its control as a whole. Other refusals are pages of their own.
    """
    posted = Posted(request.POST)
    try:
        # What the database itself refused leaves a transaction in which nothing can be read. A page outside a workspace
        # has none yet: its operation opens the boundary.
        with transaction.atomic() if is_inside_boundary() else nullcontext():
            address = write(posted)
        return SeeOther(address)
    except (Invalid, Conflict, FileTooLarge) as error:
        return show(FormState.refused(request.POST, _at_controls(error, whole)), error.status)


def _at_controls(error: DomainError, whole: tuple[str, ...]) -> DomainError:
    def control_of(fault: Fault) -> Fault:
        name = fault.pointer.split("/", 1)[0]
        return replace(fault, pointer=name) if name in whole else fault

    error.faults = tuple(control_of(fault) for fault in error.faults)
    return error

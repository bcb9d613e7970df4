"""A posted form, parsed to the types that an operation takes, and how a form of one write is answered."""

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
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.reauthentication import confirmation_asked
from omnistock.kernel.errors import Conflict, DomainError, Fault, Invalid
from omnistock.tenancy.current import is_inside_boundary


class Posted(Reader):
    """A form as the browser posted it: a `Reader` of its fields, and of names that stand there several times."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self._data = data

    def lines(self, name: str) -> list[str]:
        """The lines of a text area, without the empty ones."""
        return [line for line in (part.strip() for part in self.text(name).splitlines()) if line]

    def texts(self, name: str) -> list[str]:
        """Every value of a name that stands on several boxes."""
        return [value.strip() for value in self._data.getlist(name)]

    def ids(self, name: str) -> list[UUID]:
        """The ids that a choice of several stands for, without empty ones."""
        found = (self._id(name, text) for text in self.texts(name) if text)
        return [each for each in found if each is not None]


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

    `show` gets the form with every fault beside its control, and the status; or as it was typed, where who sent it has to
    confirm who they are first (`@reauthenticated(form=True)`). A fault inside one of `whole` (the third
    line of an address that is one text area) belongs to its control as a whole. Other refusals are pages of their own.
    """
    if confirm_href := confirmation_asked(request):
        return show(FormState(values=request.POST, confirm_href=confirm_href), 403)
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

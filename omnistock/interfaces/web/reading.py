"""A posted form by the types of its fields. What cannot be read is collected with the place where it was typed, and
refused at once; whether a value is right is the domain's to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from omnistock.interfaces.web.asked import parse_id
from omnistock.kernel.days import parse_day
from omnistock.kernel.numbers import parse_number
from omnistock.tenancy.checks import Checker

# Wider than any column: the domain says what is too large or too fine, in its own words.
_PLACES: Final = 12
_MOST: Final = Decimal(10) ** 24


class Reader:
    """Reads the fields of one form, or of one of its lines: `Reader(sent).line("lines/0", cells)`."""

    def __init__(self, sent: Mapping[str, str], *, checker: Checker | None = None) -> None:
        self._sent = sent
        self.checker = checker or Checker()

    def line(self, pointer: str, cells: Mapping[str, str]) -> Reader:
        """The cells of a line; their faults are this form's, under `pointer`."""
        return Reader(cells, checker=self.checker.under(pointer))

    def text(self, name: str) -> str:
        return str(self._sent.get(name, "")).strip()

    def is_on(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.text(name) == "on"

    def number(self, name: str, *, allow_negative: bool = False) -> Decimal | None:
        """A number as people write it (1,200.50); None where the field is empty."""
        text = self.text(name)
        if not text:
            return None

        def parsed() -> Decimal:
            return parse_number(
                text, name=gettext_noop("number"), places=_PLACES, most=_MOST, allow_negative=allow_negative
            )

        return self.checker.keep(name, parsed)

    def integer(self, name: str) -> int | None:
        """A whole number; None where the field is empty."""
        text = self.text(name)
        if not text:
            return None
        found = self.checker.keep(name, lambda: parse_number(text, name=gettext_noop("number"), places=0, most=_MOST))
        return None if found is None else int(found)

    def day(self, name: str) -> dt.date | None:
        """A day as a date field sends it or as people write it; None where the field is empty."""
        text = self.text(name)
        return self.checker.keep(name, lambda: parse_day(text)) if text else None

    def id(self, name: str) -> UUID | None:
        """The id that a choice stands for; None where nothing was chosen."""
        text = self.text(name)
        return self._id(name, text) if text else None

    def version(self) -> int | None:
        """The version that the page showed, so that a change does not overwrite somebody else's."""
        text = self.text("version")
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def stop(self) -> None:
        """Raises `Invalid` with everything that could not be read."""
        self.checker.stop()

    def _id(self, name: str, text: str) -> UUID | None:
        found = parse_id(text)
        if found is None:
            self.checker.add(name, _("Choose one from the list."), "unknown_choice")
        return found

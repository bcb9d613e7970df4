"""What a URL asks for, parsed. Nonsense in a list's URL is not a refusal: it filters nothing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest, QueryDict

# Longer than any code, name or number that somebody looks for.
LONGEST_TEXT = 4_000


def text_of(request: HttpRequest, name: str = "q") -> str:
    """A searched text or scanned code, without what no database holds."""
    return request.GET.get(name, "").replace("\x00", "")[:LONGEST_TEXT].strip()


def choice_of(request: HttpRequest, name: str, choices: Collection[str], *, default: str = "") -> str:
    """The value of a filter or a sort when it is one of `choices`, else `default`."""
    asked = request.GET.get(name, "")
    return asked if asked in choices else default


def id_of(request: HttpRequest, name: str) -> UUID | None:
    return parse_id(request.GET.get(name, ""))


def parse_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def typed_or_none(posted: QueryDict, names: Collection[str]) -> dict[str, str | None]:
    """The posted fields as a change sends them: text as it was typed, None where a field was left empty; what the form
    did not show is not there."""
    return {name: str(posted[name]).strip() or None for name in names if name in posted}

"""A secret that a write made, shown on the next page, once: the write answers 303, so the session carries it over.

Sessions lie in our own database. The text is taken out as it is shown.
"""

from __future__ import annotations

from typing import Any

_KEY = "shown_once"


def keep(request: Any, kind: str, text: str) -> None:
    request.session[_KEY] = {"kind": kind, "text": text}


def take(request: Any, kind: str) -> str | None:
    """The text of this kind that the last write left, or None."""
    kept = request.session.get(_KEY)
    if kept is None or kept["kind"] != kind:
        return None
    del request.session[_KEY]
    return str(kept["text"])

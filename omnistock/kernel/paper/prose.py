"""A paper of words: a head, facts in pairs, and numbered sections of paragraphs and small tables."""

from __future__ import annotations

from typing import Final

from omnistock.kernel.paper.display import Shown, day_text
from omnistock.kernel.paper.documents import Prose
from omnistock.kernel.paper.labels import labels_of

_SHARED: Final = ("title", "number", "facts", "sections", "author")


def show_prose(prose: Prose) -> Shown:
    """Everything that the template `prose.typ` prints."""
    shown: Shown = {name: prose[name] for name in _SHARED}
    language = prose.get("language") or "en"
    return shown | {"language": language, "date": day_text(prose["date"]), "labels": labels_of(language)}

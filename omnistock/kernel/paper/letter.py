"""A letter: from its data to the texts that the template lays out."""

from __future__ import annotations

from datetime import date

from omnistock.kernel.paper.display import Shown
from omnistock.kernel.paper.documents import Letter
from omnistock.kernel.paper.labels import labels_of


def show_letter(letter: Letter) -> Shown:
    """Everything that the template `letter.typ` prints."""
    language = letter.get("language") or "en"
    return {
        "language": language,
        "labels": labels_of(language),
        "title": letter["title"],
        "number": letter["number"],
        "date": f"{date.fromisoformat(letter['date']):%d-%m-%Y}",
        "author": letter["sender"][0],
        "sender": letter["sender"],
        "recipient": letter["recipient"],
        "paragraphs": letter["paragraphs"],
    }

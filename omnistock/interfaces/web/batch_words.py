"""What a person is told who names a batch that was merged into another."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.naming import NamedBatch

# More are not read in a notice; the document says it at each line.
_MOST_TOLD = 5


def merged_words(batch: NamedBatch | None) -> str:
    """`B23O1 was merged into B2301: its goods are there.`; empty where nothing was merged."""
    if batch is None or not batch.merged_number:
        return ""
    message = _("{merged} was merged into {number}: its goods are there.")
    return message.format(merged=batch.merged_number, number=batch.number)


def tell_merged(request: HttpRequest, named: Iterable[NamedBatch]) -> None:
    """Say of what was just written down under which batch it is filed."""
    words = list(dict.fromkeys(filter(None, map(merged_words, named))))
    if words:
        messages.warning(request, " ".join(words[:_MOST_TOLD]) + (" …" if len(words) > _MOST_TOLD else ""))

"""What a person is told who names a batch that was merged into another."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest

from omnistock.domain.ledger.queries.naming import NamedBatch

# More are not read in a notice; the document says it at each line.
_MOST_TOLD = 5


def tell_merged(request: HttpRequest, named: Iterable[NamedBatch]) -> None:
    """Say of what was just written down under which batch it is filed."""
    words = list(dict.fromkeys(batch.sentence for batch in named if batch.sentence))
    if words:
        messages.warning(request, " ".join(words[:_MOST_TOLD]) + (" …" if len(words) > _MOST_TOLD else ""))

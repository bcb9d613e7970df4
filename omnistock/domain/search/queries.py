"""Finding by words, by ranges of tokens: a range comparison keeps its index under row-level security, LIKE does not."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import models

from omnistock.domain.search.models import SearchToken
from omnistock.domain.search.tokens import words_of

# Sorts after every text that begins with the same word.
_LAST: Final = "\U0010ffff"


def matching(*, kind: str, text: str) -> models.QuerySet[SearchToken, Any]:
    """The ids of the objects of `kind` that have, for every word of `text`, a token that begins with it.

    To be used as `rows.filter(id__in=matching(...))`. Text without any word matches nothing.
    """
    words = words_of(text)
    found = SearchToken.objects.none() if not words else _beginning(kind, words[0])
    for word in words[1:]:
        found = found.filter(object_id__in=_beginning(kind, word).values("object_id"))
    return found.values("object_id")


def find_ids(*, kind: str, text: str, limit: int = 20) -> list[UUID]:
    """The first ids that match, in no order that means anything."""
    return list(matching(kind=kind, text=text).values_list("object_id", flat=True).distinct()[:limit])


def _beginning(kind: str, word: str) -> models.QuerySet[SearchToken]:
    return SearchToken.objects.filter(kind=kind, token__gte=word, token__lt=word + _LAST)

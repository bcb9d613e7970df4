"""Keeping the token table in step: every room indexes what it writes, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from omnistock.domain.search.models import SearchToken
from omnistock.domain.search.tokens import tokens_of
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_INSERT: Final = """
INSERT INTO search_token (organization_id, id, kind, token, object_id)
SELECT %(organization)s, id, %(kind)s, token, object_id
FROM unnest(%(ids)s::uuid[], %(tokens)s::text[], %(objects)s::uuid[]) AS fresh (id, token, object_id)
ON CONFLICT DO NOTHING
"""


def index(*, actor: Actor, kind: str, object_id: UUID, texts: Iterable[str]) -> None:
    """Make one object findable by the words of `texts`, and by no others."""
    index_many(actor=actor, kind=kind, texts={object_id: texts})


def index_many(*, actor: Actor, kind: str, texts: Mapping[UUID, Iterable[str]], are_new: bool = False) -> None:
    """The same for many objects, in two statements; `are_new` spares the first, which takes the old words away."""
    wanted = [(object_id, token) for object_id, each in texts.items() for token in tokens_of(each)]
    if not are_new:
        SearchToken.objects.filter(object_id__in=list(texts), kind=kind).delete()
    if not wanted:
        return
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "kind": kind,
        "ids": [uuid7() for _ in wanted],
        "tokens": [token for _object_id, token in wanted],
        "objects": [object_id for object_id, _token in wanted],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)

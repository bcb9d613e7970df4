"""Keeping the token table in step: every room indexes what it writes, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from omnistock.domain.search.models import SearchToken
from omnistock.domain.search.tokens import tokens_of
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.copying import copy_rows
from omnistock.tenancy.statements import Statement, send_later

# From here on a temporary table costs less than it spares.
_MANY: Final = 500
_INSERT: Final = """
INSERT INTO search_token (organization_id, id, kind, token, object_id)
SELECT * FROM unnest(%(organization_id)s::uuid[], %(id)s::uuid[], %(kind)s::text[], %(token)s::text[],
%(object_id)s::uuid[]) ON CONFLICT DO NOTHING
"""
_COLUMNS: Final = ("organization_id", "id", "kind", "token", "object_id")


def index(*, actor: Actor, kind: str, object_id: UUID, texts: Iterable[str], is_new: bool = False) -> None:
    """Make one object findable by the words of `texts`, and by no others; `is_new`: it has none yet."""
    index_many(actor=actor, kind=kind, texts={object_id: texts}, are_new=is_new)


def index_many(*, actor: Actor, kind: str, texts: Mapping[UUID, Iterable[str]], are_new: bool = False) -> None:
    """The same for many objects; `are_new` spares the statement that takes the old words away."""
    if not are_new:
        SearchToken.objects.filter(object_id__in=list(texts), kind=kind).delete()
    rows = [
        (actor.organization_id, uuid7(), kind, token, object_id)
        for object_id, each in texts.items()
        for token in tokens_of(each)
    ]
    if len(rows) > _MANY:
        copy_rows(table="search_token", columns=_COLUMNS, rows=rows, skip_duplicates=True)
    elif rows:
        _insert(rows)


def forget(*, actor: Actor, kind: str, object_ids: Iterable[UUID]) -> None:
    """No word finds these objects any more."""
    SearchToken.objects.filter(object_id__in=list(object_ids), kind=kind).delete()


def forget_words(*, actor: Actor, object_ids: Iterable[UUID], texts: Iterable[str]) -> None:
    """Words of `texts` find these objects no more; the others still do."""
    SearchToken.objects.filter(object_id__in=list(object_ids), token__in=tokens_of(texts)).delete()


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    """A product's words, in one statement and without a temporary table."""
    names = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
    send_later(Statement(_INSERT, {name: list(column) for name, column in names.items()}))

"""Where somebody who is erased stays named in free text: notes of documents, tickets, what was shared. Nobody can tell a
program which words of a note are theirs, so these are found by name and address, and named with what was kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import connection
from psycopg import sql

from omnistock.domain.parties.kinds import PartyKind
from omnistock.domain.rights.holdings import NUMBERS_SHOWN, Held

SHORTEST: Final = 3
"""A shorter name stands in too many other words."""
# Columns in which people write what they like, by the name that they have in every table.
WRITTEN: Final = (
    "notes", "reason", "closing_notes", "reversed_reason", "cancel_reason", "decision_reason", "status_reason", "released_reason",
    "reason_before", "short_reason", "shelf_life_reason", "reference", "customer_reference", "supplier_reference", "invoice_note",
    "carrier", "subject", "title", "text", "content",
)  # fmt: skip
# What is erased itself, is listed by itself, or goes by its own rule.
BESIDES: Final = (
    "customer",
    "supplier",
    "principal_request",
    "workspace_mail",
    "incident_notice",
    "departure",
    "movement",
    "skip",
)
_PLACES: Final = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum), EXISTS (
    SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND n.attname = 'number' AND NOT n.attisdropped)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind = 'r' AND a.attname = ANY(%s) AND c.relname <> ALL(%s)
    AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
    AND EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organization_id' AND NOT o.attisdropped)
GROUP BY c.oid, c.relname ORDER BY c.relname
"""


def words_of(kind: PartyKind, *, parties: Collection[UUID], contacts: Collection[UUID]) -> set[str]:
    """Names, email addresses and telephone numbers of these parties with their people, and of these contacts."""
    found = set[tuple[str, str, str]]()
    for model, key, ids in (
        (kind.model, "id", parties),
        (kind.contact, f"{kind.noun}_id", parties),
        (kind.contact, "id", contacts),
    ):
        found |= set(model.objects.filter(**{f"{key}__in": list(ids)}).values_list("name", "email", "phone"))
    return {word.strip() for row in found for word in row if word and len(word.strip()) >= SHORTEST}


def texts_naming(words: Collection[str]) -> Held | None:
    """The texts of the workspace that hold one of `words`, in capitals or not; None where there are none."""
    if not words:
        return None
    patterns = [f"%{_plain(word)}%" for word in sorted(words)]
    count, numbers = 0, list[str]()
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(WRITTEN), list(BESIDES)])
        for table, columns, has_number in cursor.fetchall():
            said = sql.SQL(" OR ").join(sql.SQL("{} ILIKE ANY(%s)").format(sql.Identifier(each)) for each in columns)
            shown = sql.Identifier("number") if has_number else sql.SQL("''")
            asked = sql.SQL("SELECT {}::text FROM {} WHERE {}").format(shown, sql.Identifier(table), said)
            cursor.execute(asked, [patterns] * len(columns))
            rows = [row[0] for row in cursor.fetchall()]
            count += len(rows)
            numbers += filter(None, rows)
    return Held("texts", count, tuple(sorted(numbers)[:NUMBERS_SHOWN])) if count else None


def _plain(word: str) -> str:
    """A word as a pattern that means itself."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

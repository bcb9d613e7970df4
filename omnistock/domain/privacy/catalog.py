"""Which tables of the running database carry an organization, and which do not and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection

REASONS_FILE: Final = settings.ROOT / "db" / "global_tables.txt"
"""Each table without an organization, with its reason; a gate compares it with the live database."""

_TABLES = """
SELECT c.relname, EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped),
    c.relrowsecurity AND c.relforcerowsecurity
FROM pg_class c
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Tables:
    """`tenant`: names of tables that carry an organization; `unguarded` of them are not under forced row-level security.
    `global_tables`: (name, reason) of all others."""

    tenant: list[str]
    unguarded: list[str]
    global_tables: list[tuple[str, str]]

    @property
    def guarded(self) -> list[str]:
        return [name for name in self.tenant if name not in self.unguarded]


def tables_by_tenancy() -> Tables:
    """All tables of the schema, from the live catalog."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        found = cursor.fetchall()
    return Tables(
        tenant=[name for name, has_organization, _forced in found if has_organization],
        unguarded=[name for name, has_organization, is_forced in found if has_organization and not is_forced],
        global_tables=[
            (name, _reasons().get(name, "")) for name, has_organization, _forced in found if not has_organization
        ],
    )


@cache
def _reasons() -> dict[str, str]:
    lines = REASONS_FILE.read_text().splitlines()
    found: dict[str, str] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            name, reason = line.split(None, 1)
            found[name] = reason
    return found

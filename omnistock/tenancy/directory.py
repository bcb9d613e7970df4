"""Every organization's id, for whatever walks them all (the worker, `omnistock verify`): ids only, no names."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def organization_ids() -> list[UUID]:
    """All organizations in the order in which they were made. Needs no tenant: a definer function answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM organization_directory()")
        return [row[0] for row in cursor.fetchall()]

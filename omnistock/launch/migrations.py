"""Migrations, one process at a time."""

from __future__ import annotations

import django
import psycopg

LOCK = 7_264_110_533
"""The advisory lock of a migration: any number that nobody else uses."""


def migrate_as_owner(owner_url: str) -> None:
    """Runs what is missing. The environment is ready for Django's settings, as the owner (`prepare_django`).

    Two machines may start at once: the second waits for the first and finds nothing left to do.
    """
    django.setup()
    from django.core.management import call_command

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

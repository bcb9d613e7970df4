"""`omnistock staff`: who of the operator's people answers tickets and privacy requests.

It writes as the role `owner`: the product itself, and whoever breaks into it, can make nobody staff.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click
import psycopg

from omnistock.launch.database import running_database
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused

_ADD = """
INSERT INTO omnistock.staff (person_id, reason) SELECT id, %(reason)s FROM omnistock.person WHERE email = %(email)s AND is_active
ON CONFLICT (person_id) DO UPDATE SET reason = excluded.reason, added_at = now(), ended_at = NULL
"""
_END = """
UPDATE omnistock.staff SET ended_at = now()
WHERE ended_at IS NULL AND person_id = (SELECT id FROM omnistock.person WHERE email = %(email)s)
"""
_LIST = """
SELECT p.email, p.name, s.reason, s.added_at, s.ended_at
FROM omnistock.staff s JOIN omnistock.person p ON p.id = s.person_id ORDER BY s.ended_at IS NOT NULL, p.email
"""


@click.group()
def command() -> None:
    """Say who answers tickets and privacy requests."""


@command.command()
@click.option("--email", required=True, help="Of an account that is there already.")
@click.option("--reason", required=True, help="Why: the work, and who decided it. It is kept.")
def add(*, email: str, reason: str) -> None:
    """Make somebody staff. They are let into no workspace as a member any more, and need a second factor."""
    with _as_owner() as connection:
        made = connection.execute(_ADD, {"email": email.strip().lower(), "reason": reason.strip()[:200]}).rowcount
    if not made:
        raise StartRefused(
            f"there is no account {email}: let them sign up first, with an address of their own for this work"
        )
    click.echo(f"{email} is staff. They sign in, add a second factor, and open /console/.")


@command.command()
@click.option("--email", required=True)
def end(*, email: str) -> None:
    """Somebody is staff no more, from this moment on."""
    with _as_owner() as connection:
        ended = connection.execute(_END, {"email": email.strip().lower()}).rowcount
    if not ended:
        raise StartRefused(f"{email} is not staff")
    click.echo(f"{email} is staff no more.")


@command.command("list")
def list_() -> None:
    """Who is, and who was."""
    with _as_owner() as connection:
        for email, name, reason, added_at, ended_at in connection.execute(_LIST).fetchall():
            until = f", until {ended_at:%d %b %Y}" if ended_at else ""
            click.echo(f"{email}  {name}: {reason} (since {added_at:%d %b %Y}{until})")


@contextlib.contextmanager
def _as_owner() -> Iterator[psycopg.Connection]:
    with running_database(Environment.read()) as database:
        if database.owner_url is None:
            raise StartRefused("DATABASE_OWNER_URL must be set: the product's own role can make nobody staff")
        with psycopg.connect(database.owner_url, prepare_threshold=None) as connection:
            yield connection

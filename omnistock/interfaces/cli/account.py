"""`omnistock account`: help for an account that its person cannot get into, or that somebody else did."""

from __future__ import annotations

from uuid import UUID

import click
from django.db import transaction
from django.utils import timezone

from omnistock.domain.identity.operations.rescue import end_all_sessions, forget_factors
from omnistock.domain.identity.queries import person_id_of


@click.group()
def command() -> None:
    """Sign somebody out everywhere, or take lost second factors away. Make sure first who asks."""


@command.command("end-sessions")
@click.argument("email")
@click.option("--why", required=True, help="It is kept in the security log.")
def end_sessions(*, email: str, why: str) -> None:
    """Sign EMAIL out everywhere."""
    with transaction.atomic():
        count = end_all_sessions(person_id=_person(email), now=timezone.now(), why=why[:200])
    click.echo(f"{count} sessions are ended.")


@command.command("forget-factors")
@click.argument("email")
@click.option(
    "--why", required=True, help="Who asked, and how you know that it was them. It is kept in the security log."
)
def forget(*, email: str, why: str) -> None:
    """EMAIL lost phone and recovery codes: they sign in with the password, and set up another."""
    with transaction.atomic():
        count = forget_factors(person_id=_person(email), now=timezone.now(), why=why[:200])
    click.echo(f"{count} factors are taken away, and every session is ended.")


def _person(email: str) -> UUID:
    found = person_id_of(email=email.strip())
    if found is None:
        raise click.ClickException(f"There is no account {email}.")
    return found

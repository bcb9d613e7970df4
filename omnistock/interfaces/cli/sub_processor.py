"""`omnistock sub-processor announce`: say 30 days ahead who will receive data."""

from __future__ import annotations

import datetime as dt

import click
from django.utils import timezone

from omnistock.domain.privacy.processors import KNOWN, TELL_TASK
from omnistock.domain.privacy.processors import announce as announce_processor
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.queue import enqueue_for_each


@click.group()
def command() -> None:
    """Announce a sub-processor."""


@command.command()
@click.argument("name", type=click.Choice([each.name for each in KNOWN]))
@click.option("--from", "starts_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="At least 30 days ahead.")
def announce(*, name: str, starts_on: dt.datetime) -> None:
    """NAME stands on the sub-processor page as announced from now on."""
    notice = announce_processor(name=name, starts_on=starts_on.date(), now=timezone.now())
    enqueue_for_each(organization_ids=organization_ids(), tasks=[TELL_TASK])
    click.echo(f"{notice.name} is announced, from {notice.starts_on}; owners and admins are told in the app")

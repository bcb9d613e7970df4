"""`omnistock sub-processor announce`: say 30 days ahead who will receive data."""

from __future__ import annotations

import datetime as dt

import click
from django.utils import timezone

from omnistock.domain.privacy.processors import KNOWN
from omnistock.domain.privacy.processors import announce as announce_processor


@click.group()
def command() -> None:
    """Announce a sub-processor."""


@command.command()
@click.argument("name", type=click.Choice([each.name for each in KNOWN]))
@click.option("--from", "starts_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="At least 30 days ahead.")
def announce(*, name: str, starts_on: dt.datetime) -> None:
    """NAME stands on the sub-processor page as announced from now on."""
    notice = announce_processor(name=name, starts_on=starts_on.date(), now=timezone.now())
    click.echo(f"{notice.name} is announced, from {notice.starts_on}")

"""`omnistock anchors`: the heads of the audit chains that stand outside the database (docs/operate/audit-anchors.md)."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import timezone

from omnistock.domain.audit.anchoring import broken_files, newest_day, set_aside


@click.group()
def command() -> None:
    """The heads of the audit chains, outside the database."""


@command.command()
def show() -> None:
    """Where they are, until when, and what is wrong with the files. Ends with 1 where something is."""
    newest = newest_day(settings.ANCHORS)
    click.echo(f"{settings.ANCHORS}: {f'until {newest:%Y-%m-%d}' if newest else 'no anchors yet'}")
    problems = list(broken_files(settings.ANCHORS))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)


@command.command("set-aside")
@click.option("--reason", required=True, help="Why, in words: it is kept beside them.")
def set_aside_(*, reason: str) -> None:
    """After a restore: move all files into a folder beside, so that the next night begins anew."""
    if not reason.strip():
        raise click.BadParameter("Say why: it is what somebody reads who finds these files.", param_hint="--reason")
    aside = set_aside(settings.ANCHORS, reason=reason.strip(), now=timezone.now())
    if aside is None:
        raise click.ClickException(
            f"There are no anchors in {settings.ANCHORS}; set ANCHOR_DIRECTORY to where they are."
        )
    click.echo(f"They are in {aside}, and go on proving the audit logs up to their days. The next night begins anew.")

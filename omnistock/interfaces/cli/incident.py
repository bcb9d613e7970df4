"""`omnistock incident`: what happened, who has to be told by when, and drills, for the operator's staff."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import click
from django.utils import timezone, translation

from omnistock.domain.incidents import operations, queries
from omnistock.domain.incidents.kinds import CLOCKS, NATURES, TOLD_BY_NOTICE
from omnistock.domain.incidents.notices import unreached
from omnistock.domain.incidents.operations.affecting import WAYS

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
by_option = click.option("--by", required=True, help="Who does it.")
reference_argument = click.argument("reference")


@click.group()
def command() -> None:
    """Incidents, their clocks and their notices. All moments are in UTC."""
    translation.activate("en")


@command.command("list")
@click.option("--over", is_flag=True, help="Those that are over, the newest first.")
def list_(*, over: bool) -> None:
    """What waits, what was noticed first at the top."""
    rows = queries.incidents(now=timezone.now(), waiting=not over)
    for row in rows:
        click.echo(f"{_name(row.incident)}  {row.incident.state:9}  {row.incident.title}")
        for warning in row.warnings:
            click.echo(f"{'':12}{warning}", err=True)
    if not rows:
        click.echo("None is over yet." if over else "No incident.")


@command.command()
@reference_argument
def show(*, reference: str) -> None:
    """One incident: its clocks, who is affected, and what was done."""
    row = queries.by_reference(reference=reference, now=timezone.now())
    click.echo(f"{_name(row.incident)}: {row.incident.title} ({NATURES[row.incident.nature]}, {row.incident.state})")
    click.echo(f"affected: {row.workspaces} workspaces, {row.people} people")
    for clock in row.clocks:
        due = f"{clock.due_at:%d %b %Y %H:%M}" if clock.due_at else "–"
        done = f", {clock.done_at:%d %b %Y %H:%M}: {clock.how}" if clock.done_at else ""
        click.echo(f"  {clock.name:13} {clock.state:10} due {due}{done}")
    for each in queries.entries_of(incident_id=row.incident.pk):
        click.echo(f"{each.happened_at:%d %b %Y %H:%M} UTC  {each.kind:10} {each.by}  {each.text}")


@command.command()
@click.argument("title")
@click.option("--nature", type=click.Choice(list(NATURES)), required=True)
@click.option("--noticed", type=MOMENT, required=True, help="The six hours of CERT-In count from here.")
@click.option("--aware", type=MOMENT, help="The 72 hours count from here; now where it is left out.")
@click.option("--scope", default="", help="What is known.")
@click.option("--without-personal-data", is_flag=True, help="No personal data is concerned.")
@click.option("--drill", is_flag=True, help="Walked like an incident; no customer is told of anything.")
@by_option
def register(
    *,
    title: str,
    nature: str,
    noticed: dt.datetime,
    aware: Any,
    scope: str,
    without_personal_data: bool,
    drill: bool,
    by: str,
) -> None:
    """Write an incident down: its clocks run from now on."""
    values = {
        "title": title,
        "nature": nature,
        "noticed_at": noticed.replace(tzinfo=dt.UTC),
        "aware_at": _utc(aware),
        "scope": scope,
        "is_personal": not without_personal_data,
    }
    made = operations.register(values=values, is_drill=drill, by=by, now=timezone.now())
    click.echo(made.reference)


@command.command("take-up")
@reference_argument
@click.option("--aware", type=MOMENT, help="When you knew that it is one; now where it is left out.")
@by_option
def take_up(*, reference: str, aware: Any, by: str) -> None:
    """What a rule drafted is an incident."""
    operations.take_up(incident_id=_id(reference), values={"aware_at": _utc(aware)}, by=by, now=timezone.now())


@command.command()
@reference_argument
@click.option("--text", required=True, help="Why it is none.")
@by_option
def dismiss(*, reference: str, text: str, by: str) -> None:
    """What a rule drafted is none."""
    operations.dismiss_incident(incident_id=_id(reference), text=text, by=by, now=timezone.now())


@command.command()
@reference_argument
@click.option("--text", required=True)
@click.option("--at", type=MOMENT, help="When it happened, where not now.")
@by_option
def note(*, reference: str, text: str, at: Any, by: str) -> None:
    """Add a line to the timeline."""
    operations.add_note(incident_id=_id(reference), text=text, by=by, now=timezone.now(), happened_at=_utc(at))


@command.command()
@reference_argument
@click.argument("clock", type=click.Choice([name for name in CLOCKS if name not in TOLD_BY_NOTICE]))
@click.option("--text", required=True, help="How, and under which number.")
@click.option("--at", type=MOMENT, help="When, where not now.")
@by_option
def told(*, reference: str, clock: str, text: str, at: Any, by: str) -> None:
    """An authority was told."""
    operations.tell_by_hand(
        incident_id=_id(reference), clock=clock, text=text, by=by, now=timezone.now(), happened_at=_utc(at)
    )


@command.command("leave-out")
@reference_argument
@click.argument("clock", type=click.Choice(list(CLOCKS)))
@click.option("--text", required=True, help="Why nobody has to be told there.")
@by_option
def leave_out(*, reference: str, clock: str, text: str, by: str) -> None:
    """Somebody need not be told."""
    operations.leave_out(incident_id=_id(reference), clock=clock, text=text, by=by, now=timezone.now())


@command.command()
@reference_argument
@click.option("--text", required=True, help="How it ended.")
@by_option
def close(*, reference: str, text: str, by: str) -> None:
    """It is over, and everybody who has to be told was."""
    operations.close_incident(incident_id=_id(reference), text=text, by=by, now=timezone.now())


@command.command()
@reference_argument
@click.option("--way", type=click.Choice(WAYS), required=True)
@click.option("--subject", default="", help="The address, the email, or the id.")
@click.option("--since", type=MOMENT, help="A year back where it is left out.")
@click.option("--until", type=MOMENT, help="Now where it is left out.")
@click.option("--with-members", is_flag=True, help="All members of these workspaces are affected people.")
@by_option
def affected(*, reference: str, way: str, subject: str, since: Any, until: Any, with_members: bool, by: str) -> None:
    """Look up who is affected and keep it on the list."""
    query = operations.Query(way, subject, _utc(since), _utc(until), with_members)
    found = operations.find_affected(incident_id=_id(reference), query=query, by=by, now=timezone.now())
    click.echo(f"{found.workspaces} workspaces and {found.people} people more")


@command.command("unreached")
@reference_argument
def unreached_(*, reference: str) -> None:
    """The addresses of affected people whom no notice reached in the app, for the staffed mailbox."""
    for email in unreached(incident_id=_id(reference)):
        click.echo(email)


@command.command()
def watch() -> None:
    """Look over the security log now, as the worker does every ten minutes."""
    opened = operations.watch(now=timezone.now())
    for each in opened:
        click.echo(f"{each.reference}  {each.title}")
    if not opened:
        click.echo("No rule saw anything new.")


def _id(reference: str) -> UUID:
    return queries.by_reference(reference=reference, now=timezone.now()).incident.pk


def _name(incident: Any) -> str:
    return f"DRILL {incident.reference}" if incident.is_drill else str(incident.reference)


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else moment.replace(tzinfo=dt.UTC)

"""`omnistock rights`: the queue of requests about personal data, for the operator's staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click
from django.conf import settings
from django.utils import timezone, translation

from omnistock.domain.departure.asked_for import delete_for_request
from omnistock.domain.privacy.operator import officer
from omnistock.domain.rights import operations, queries
from omnistock.domain.rights.calendar import add_holiday, holidays_of, is_known, source
from omnistock.domain.rights.models import KINDS
from omnistock.domain.rights.operations.answering import CLOSING_OUTCOMES

PROOF = "/privacy/proof/"


@click.group()
def command() -> None:
    """Requests about personal data, and the holidays of their clocks."""
    translation.activate("en")


@command.command("list")
@click.option("--closed", is_flag=True, help="Those that were answered, the newest first.")
def list_(*, closed: bool) -> None:
    """What waits, what falls due first at the top."""
    rows = queries.queue(now=timezone.now(), closed=closed)
    for row in rows:
        state = row.outcome or row.status
        line = f"{row.reference}  {row.kind:11} {state:10} received {row.received_at:%d %b %Y}"
        click.echo(f"{line}, acknowledge by {row.acknowledge_by:%d %b}, resolve by {row.resolve_by:%d %b}")
        if row.warning:
            click.echo(f"{'':12}{row.warning}", err=True)
    if not rows:
        click.echo("Nothing waits." if not closed else "Nothing was closed yet.")


@command.command()
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--came-at", required=True, type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="In UTC.")
@click.option("--text", default="", help="As the mail says it.")
@click.option("--workspace", default="", help="The business in whose records they are, where it is not their account.")
@click.option("--language", type=click.Choice(["en", "hi"]), default="en", help="In which they are answered.")
def record(*, kind: str, name: str, email: str, came_at: dt.datetime, text: str, workspace: str, language: str) -> None:
    """Write down a request that came by mail; its clocks started when it came. Prints its reference."""
    asked = operations.NewRequest(kind=kind, name=name, email=email, text=text, workspace_name=workspace)
    came = came_at.replace(tzinfo=dt.UTC)
    filed = operations.file_request(asked=asked, language=language, now=timezone.now(), came_at=came, is_by_mail=True)
    click.echo(
        f"{filed.request.reference}  acknowledge by {filed.request.acknowledge_by:%d %b %Y}, "
        f"resolve by {filed.request.resolve_by:%d %b %Y}"
    )


@command.command("delete-account")
@click.argument("reference")
def delete_account(*, reference: str) -> None:
    """Delete the account that the request REFERENCE asks for, once its address is proved. It cannot be undone. Its person
    does it better by the link of the proof, or in the app."""
    standing = delete_for_request(reference=reference, now=timezone.now())
    places = ", ".join(place.name for place in standing.places if place.is_member) or "none"
    click.echo(f"The account is deleted. Workspaces that it left: {places}. Now write the closing letter.")


@command.command()
@click.argument("reference")
def show(*, reference: str) -> None:
    """One request with everything that was said."""
    row = queries.by_reference(reference=reference, now=timezone.now())
    click.echo(f"{row.reference}: {row.kind}, {row.name} <{row.email}>, proof of the address: {row.proof}")
    for name in ("workspace_name", "nominee", "warning"):
        if value := getattr(row, name):
            click.echo(f"{name.replace('_', ' ')}: {value}")
    for each in queries.messages_of(request_id=row.id):
        click.echo(f"\n{each.at:%d %b %Y %H:%M} UTC, {each.author_name} ({each.kind}):\n{each.text}")


@command.command()
@click.argument("reference")
@click.option("--by", required=True, help="Who answers.")
def acknowledge(*, reference: str, by: str) -> None:
    """Say that it has arrived. Prints the text for the mailbox."""
    _tell(operations.acknowledge(request_id=_id(reference), by=by, officer=officer(), now=timezone.now()))


@command.command()
@click.argument("reference")
def proof(*, reference: str) -> None:
    """A new link by which the address is proved. Prints the text for the mailbox."""
    base = f"{settings.BASE_URL}{PROOF}"
    _tell(operations.ask_for_proof(request_id=_id(reference), base_address=base, officer=officer()))


@command.command()
@click.argument("reference")
@click.option("--by", required=True, help="Who answers.")
@click.option("--text", required=True)
def reply(*, reference: str, by: str, text: str) -> None:
    """Answer without ending it. Prints the text for the mailbox."""
    _tell(operations.reply(request_id=_id(reference), text=text, by=by, officer=officer(), now=timezone.now()))


@command.command()
@click.argument("reference")
@click.option("--by", required=True, help="Who answers.")
@click.option("--outcome", type=click.Choice(CLOSING_OUTCOMES), required=True)
@click.option("--text", required=True, help="What was done, or why nothing was.")
def close(*, reference: str, by: str, outcome: str, text: str) -> None:
    """The closing letter. Prints the text for the mailbox."""
    request_id, now = _id(reference), timezone.now()
    _tell(
        operations.close_request(request_id=request_id, outcome=outcome, text=text, by=by, officer=officer(), now=now)
    )


@command.command("hand-on")
@click.argument("reference")
@click.option("--by", required=True, help="Who hands it on.")
@click.option(
    "--organization", "organization_id", type=click.UUID, required=True, help="The workspace that keeps the data."
)
def hand_on(*, reference: str, by: str, organization_id: Any) -> None:
    """Give it to the workspace whose data it is. Prints the text for the mailbox."""
    request_id, now = _id(reference), timezone.now()
    _tell(operations.hand_on(request_id=request_id, organization_id=organization_id, by=by, officer=officer(), now=now))


@command.command()
@click.argument("year", type=int)
def holidays(*, year: int) -> None:
    """The holidays that the clocks count with, and where they are from."""
    for day, name in sorted(holidays_of(year).items()):
        click.echo(f"{day:%a %d %b %Y}  {name}")
    click.echo(source() if is_known(year) else f"The list of {year} is not on file: only the national holidays count.")


@command.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--name", required=True)
@click.option("--source", "from_where", required=True, help="Where it is announced.")
def holiday(*, day: dt.datetime, name: str, from_where: str) -> None:
    """Add a holiday. Requests that are there keep their clocks."""
    add_holiday(day=day.date(), name=name, source=from_where, now=timezone.now())
    click.echo(f"{day:%a %d %b %Y} is a holiday: {name}.")


def _id(reference: str) -> Any:
    return queries.by_reference(reference=reference, now=timezone.now()).id


def _tell(answer: operations.Answer) -> None:
    click.echo(f"To: {answer.to}\nSubject: {answer.subject}\n\n{answer.text}")

"""A workspace is deleted: asked for, confirmed, frozen, warned of, purged. Each step but the last can be undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.audit.sealing import seal_all
from omnistock.domain.departure.calendar import dates
from omnistock.domain.departure.models import OPEN, Departure
from omnistock.domain.departure.policies import POLICIES
from omnistock.domain.exchange.archive.keeping import ArchiveUnderWay, request_archive
from omnistock.domain.exchange.models import WorkspaceArchive
from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import Conflict, Invalid, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import hash_secret, new_secret
from omnistock.tenancy.models import Organization
from omnistock.tenancy.operation import operation

_REASON_LONGEST: Final = 300
SESSION_ORGANIZATION: Final = "organization_id"


class DepartureUnderWay(Conflict):
    """The workspace is being deleted already."""

    code = "departure_under_way"


class NoDeparture(NotFound):
    """Nobody asked for the workspace to be deleted, or it was undone."""

    code = "no_departure"


@dataclass(frozen=True, slots=True)
class Asked:
    """`token` opens the page that confirms, follows and at the end fetches the certificate; it is shown once."""

    departure: Departure
    token: str


@operation(POLICIES)
def request_departure(
    *, actor: Actor, typed_name: str, wants_archive: bool = True, is_soon: bool = False, reason: str = ""
) -> Asked:
    """Ask for the workspace to be deleted, as its owner, who typed its name. Raises `Invalid`, `DepartureUnderWay`."""
    require_name(actor, typed_name)
    asked = _made(actor, came_by="app", came_at=actor.now, reason=reason, status="unconfirmed")
    _confirm(actor, asked.departure, wants_archive=wants_archive, is_soon=is_soon)
    return asked


@operation(POLICIES)
def record_departure(*, actor: Actor, came_at: dt.datetime, reason: str = "") -> Asked:
    """Write down a request that came by mail: the clock started then. Nothing happens until an owner confirms it, in the
    app or by the link. Its owners are told. Raises `Invalid`, `DepartureUnderWay`."""
    return _by_mail(actor, came_at, reason)


@operation(POLICIES)
def write_down_departure(*, actor: Actor, came_at: dt.datetime | None, reason: str = "") -> Departure:
    """The same by the operator's staff, who get no link: whoever holds it may delete the workspace. Its owners, who are
    told, confirm it in the app; for one who cannot sign in a link is made on the machine (`renew_departure_link`)."""
    if came_at is None:
        raise Invalid.at("came_at", _("Say when the mail came: the time limit counts from there."), "missing")
    return _by_mail(actor, came_at, reason).departure


@operation(POLICIES)
def renew_departure_link(*, actor: Actor) -> Asked:
    """Another link for the deletion that is under way; an earlier one leads nowhere any more. Raises `NoDeparture`."""
    departure = _open_for_change(actor, *OPEN)
    secret = new_secret()
    departure.secret_hash = hash_secret(secret)
    save_change(departure, actor=actor, fields=["secret_hash"])
    _note(actor, "renew_departure_link", departure)
    return Asked(departure, f"{actor.organization_id}_{secret}")


@operation(POLICIES)
def confirm_departure(*, actor: Actor, typed_name: str, wants_archive: bool = True, is_soon: bool = False) -> Departure:
    """Confirm what came by mail. Raises `NoDeparture`, `Invalid`."""
    departure = _open_for_change(actor, "unconfirmed")
    require_name(actor, typed_name)
    _confirm(actor, departure, wants_archive=wants_archive, is_soon=is_soon)
    return departure


@operation(POLICIES)
def undo_departure(*, actor: Actor) -> Departure:
    """Take it back: the workspace goes on as it was. Raises `NoDeparture`."""
    departure = _open_for_change(actor, *OPEN)
    before, departure.status, departure.undone_at = departure.status, "undone", actor.now
    save_change(departure, actor=actor, fields=["status", "undone_at"])
    Organization.objects.filter(pk=actor.organization_id).update(frozen_at=None, purge_at=None)
    _note(actor, "undo_departure", departure, before={"status": before}, after={"status": "undone"})
    record_security(actor=actor, kind="deletion_undone")
    return departure


def advance_departure(*, actor: Actor) -> str | None:
    """Do what the calendar has come to; answers the new status, "purged" or None. Called by the hourly job, which may
    have missed hours or days: a step never comes before the one ahead of it, and the purge never sooner than 48 hours
    after the warning was shown."""
    departure = Departure.objects.select_for_update().filter(status__in=OPEN).exclude(status="unconfirmed").first()
    if departure is None:
        return None
    assert departure.freeze_at
    assert departure.warn_at
    assert departure.purge_at
    if departure.status == "requested" and departure.freeze_at <= actor.now:
        return _step(actor, departure, "frozen")
    if departure.status == "frozen" and departure.warn_at <= actor.now:
        return _step(actor, departure, "warned")
    if departure.status == "warned" and departure.purge_at <= actor.now:
        purge(actor=actor)
        return "purged"
    return None


def delete_expired_departures() -> int:
    """Certificates and bare trails over their time by the retention registry; answers how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT delete_expired_departures()")
        return int(cursor.fetchone()[0])


def purge(*, actor: Actor) -> UUID:
    """Delete every row of the workspace; answers the id of the certificate. The function in the database does it, which
    looks for itself whether it is due, and refuses when it is not."""
    seal_all(actor=actor)
    record_security(actor=actor, kind="deletion")
    _forget_in_sessions(actor.organization_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT purge_organization()")
        return UUID(str(cursor.fetchone()[0]))


def require_name(actor: Actor, typed: str) -> None:
    """Raises `Invalid` where what was typed is not the workspace's name."""
    if typed.strip().casefold() != actor.organization.name.strip().casefold():
        message = _("Write the name of the workspace as it is: {name}.")
        raise Invalid.at("typed_name", message.format(name=actor.organization.name), "name_differs")


def _by_mail(actor: Actor, came_at: dt.datetime, reason: str) -> Asked:
    if came_at > actor.now:
        raise Invalid.at("came_at", _("A mail cannot have come in the future."), "future")
    asked = _made(actor, came_by="mail", came_at=came_at, reason=reason, status="unconfirmed")
    tell(
        actor=actor, kind="deletion_came_by_mail", abouts=[About(asked.departure.pk, {"name": actor.organization.name})]
    )
    return asked


def _made(actor: Actor, **values: Any) -> Asked:
    secret = new_secret()
    departure = Departure(
        id=uuid7(),
        organization_id=actor.organization_id,
        secret_hash=hash_secret(secret),
        asked_by_id=actor.person_id if actor.membership_id else None,
        created_at=actor.now,
        updated_at=actor.now,
        **values | {"reason": values["reason"].strip()[:_REASON_LONGEST]},
    )
    try:
        with transaction.atomic():
            departure.save(force_insert=True)
    except IntegrityError as error:
        if "departure_one_at_a_time" not in str(error):
            raise
        raise DepartureUnderWay(_("This workspace is being deleted already.")) from None
    _note(actor, "request_departure", departure, after={"came_by": departure.came_by, "came_at": departure.came_at})
    record_security(actor=actor, kind="deletion_asked", came_by=departure.came_by)
    return Asked(departure, f"{actor.organization_id}_{secret}")


def _confirm(actor: Actor, departure: Departure, *, wants_archive: bool, is_soon: bool) -> None:
    planned = dates(came_at=departure.came_at, confirmed_at=actor.now, is_soon=is_soon)
    departure.status, departure.confirmed_at, departure.is_soon = "requested", actor.now, is_soon
    departure.freeze_at, departure.warn_at, departure.purge_at = planned.freeze_at, planned.warn_at, planned.purge_at
    departure.wants_archive = wants_archive
    departure.archive_id = _archive(actor) if wants_archive else None
    fields = ["status", "confirmed_at", "is_soon", "freeze_at", "warn_at", "purge_at", "wants_archive", "archive_id"]
    save_change(departure, actor=actor, fields=fields)
    Organization.objects.filter(pk=actor.organization_id).update(purge_at=planned.purge_at)
    after = {"purge_at": planned.purge_at, "freeze_at": planned.freeze_at, "wants_archive": wants_archive}
    _note(actor, "confirm_departure", departure, after=after)
    if planned.freeze_at <= actor.now:
        _step(actor, departure, "frozen")


def _archive(actor: Actor) -> UUID:
    """The archive for the owner to take along; the one that is being made, where there is one."""
    try:
        with transaction.atomic():
            return request_archive(actor=actor).pk
    except ArchiveUnderWay:
        return WorkspaceArchive.objects.get(status__in=("waiting", "running")).pk


def _step(actor: Actor, departure: Departure, status: str) -> str:
    before, departure.status = departure.status, status
    if status == "frozen":
        Organization.objects.filter(pk=actor.organization_id).update(frozen_at=actor.now)
    if status == "warned":
        departure.warned_at = actor.now
        soonest = actor.now + dt.timedelta(hours=48)
        if departure.purge_at is None or departure.purge_at < soonest:
            departure.purge_at = soonest
            Organization.objects.filter(pk=actor.organization_id).update(purge_at=soonest)
    save_change(departure, actor=actor, fields=["status", "warned_at", "purge_at"])
    _note(actor, f"departure_{status}", departure, before={"status": before}, after={"status": status})
    return status


def _open_for_change(actor: Actor, *statuses: str) -> Departure:
    found = Departure.objects.select_for_update().filter(status__in=statuses).first()
    if found is None:
        raise NoDeparture(_("Nobody asked for this workspace to be deleted, or it was undone."))
    return found


def _forget_in_sessions(organization_id: UUID) -> None:
    """Nobody's session names the workspace any more. What a session holds is signed text, so each is looked into."""
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get(SESSION_ORGANIZATION) == str(organization_id):
            del held[SESSION_ORGANIZATION]
            session.session_data = SessionStore().encode(held)
            session.save(update_fields=["session_data"])


def _note(
    actor: Actor,
    what: str,
    departure: Departure,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        actor=actor,
        operation=f"departure.{what}",
        subject_kind="departure",
        subject_id=departure.pk,
        subject_name=actor.organization.name,
        before=before,
        after=after,
    )

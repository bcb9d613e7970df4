"""How far a departure is, for members and for who holds its link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.departure.calendar import BACKUP_DAYS
from omnistock.domain.departure.models import OPEN, Departure, DepartureCertificate
from omnistock.domain.exchange.models import WorkspaceArchive
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import hash_secret

FETCHED_FOR: Final = dt.timedelta(days=1)


class LinkUnknown(NotFound):
    """The link is none of ours, was closed, or its departure was undone."""


@dataclass(frozen=True, slots=True)
class DepartureView:
    """`is_archive_under_way`, `is_archive_ready`, `is_archive_taken`: of the archive that the owner asked for."""

    departure: Departure
    is_archive_under_way: bool
    is_archive_ready: bool
    is_archive_taken: bool


def open_departure(*, actor: Actor) -> DepartureView | None:
    """The one that is under way, or None. Every member may know."""
    found = Departure.objects.filter(status__in=OPEN).first()
    return None if found is None else _view(found)


def departure_of_link(*, token: str) -> DepartureView:
    """Within the boundary of the token's organization. Raises `LinkUnknown`."""
    _organization_id, secret = parse_token(token)
    found = Departure.objects.filter(status__in=OPEN, secret_hash=hash_secret(secret)).first()
    if found is None:
        raise LinkUnknown(_("This link leads nowhere: it was closed, or what it was for was undone."))
    return _view(found)


def certificate_of_link(*, token: str, now: dt.datetime) -> DepartureCertificate | None:
    """The certificate of a workspace that is gone, or None while it is not. Raises `LinkUnknown` a day after it was
    first fetched."""
    organization_id, secret = parse_token(token)
    found = DepartureCertificate.objects.filter(
        organization_reference=organization_id, secret_hash=hash_secret(secret)
    ).first()
    if found is not None and found.fetched_at is not None and now - found.fetched_at > FETCHED_FOR:
        raise LinkUnknown(_("The certificate was fetched and its link is closed."))
    return found


def note_fetched(*, certificate: DepartureCertificate, now: dt.datetime) -> None:
    """The link closes a day after this."""
    DepartureCertificate.objects.filter(pk=certificate.pk, fetched_at=None).update(fetched_at=now)


def backups_expire_on(certificate: DepartureCertificate, *, days: int = BACKUP_DAYS) -> dt.date:
    """The day on which the last backup that held the workspace is gone."""
    return (certificate.purged_at + dt.timedelta(days=days)).date()


def parse_token(token: str) -> tuple[UUID, str]:
    """`organization_secret` into its parts. Raises `LinkUnknown`."""
    organization, _underscore, secret = token.partition("_")
    try:
        return UUID(organization), secret
    except ValueError:
        raise LinkUnknown(_("This link leads nowhere; copy the whole of it.")) from None


def certificate_facts(certificate: DepartureCertificate, *, backup_days: int) -> dict[str, Any]:
    """What the certificate says, as texts and figures."""
    rows = {table: count for table, count in certificate.rows.items() if count}
    return {
        "rows": rows,
        "total": sum(rows.values()),
        "audit_head": bytes(certificate.audit_hash).hex() if certificate.audit_hash else "",
        "backups_expire_on": backups_expire_on(certificate, days=backup_days),
    }


def _view(found: Departure) -> DepartureView:
    archive = WorkspaceArchive.objects.filter(pk=found.archive_id).first() if found.archive_id else None
    return DepartureView(
        departure=found,
        is_archive_under_way=archive is not None and archive.status in ("waiting", "running"),
        is_archive_ready=archive is not None and archive.status == "done",
        is_archive_taken=archive is not None and archive.downloads > 0,
    )

"""The certificate that a workspace was deleted, as the data of a letter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from omnistock.domain.departure.models import DepartureCertificate
from omnistock.domain.departure.queries import certificate_facts
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.retention import BACKUPS, DEPARTURES, days_of

_TO_BE_NAMED = "OmniStock"


def certificate_letter(certificate: DepartureCertificate) -> dict[str, Any]:
    """What was deleted, when, what is kept and for how long: to be printed by `kernel.paper`."""
    runner = operator()
    facts = certificate_facts(certificate, backup_days=days_of(BACKUPS))
    tables = ", ".join(f"{table} {count}" for table, count in sorted(facts["rows"].items()))
    taken = (
        _("The archive of everything was taken along before that.")
        if certificate.archive_taken
        else _("No archive was taken along from the request on.")
    )
    return {
        "title": _("Certificate of deletion"),
        "number": str(certificate.pk),
        "date": certificate.purged_at.date().isoformat(),
        "sender": [line for line in (runner.name or _TO_BE_NAMED, runner.address, runner.privacy_email) if line],
        "recipient": [certificate.organization_name],
        "paragraphs": [
            _(
                "The workspace {name} ({id}) was deleted on {at} UTC, as was asked for on {came} UTC and confirmed."
            ).format(
                name=certificate.organization_name,
                id=certificate.organization_reference,
                at=f"{certificate.purged_at:%d %b %Y %H:%M}",
                came=f"{certificate.came_at:%d %b %Y %H:%M}",
            ),
            _("{total} rows were deleted, and none is left: {tables}.").format(total=facts["total"], tables=tables),
            taken,
            _("Backups that hold it are gone by {day}.").format(day=f"{facts['backups_expire_on']:%d %b %Y}"),
            _(
                "What is kept, for {days} days: this certificate, and of each entry of the audit trail who (an id), when, "
                "what was done, and its digest, without names and values. The digests prove the trail that is in the "
                "archive. The security log (sign-ins, exports, deletions, by ids) is kept for its own time."
            ).format(days=days_of(DEPARTURES)),
            _("The head of the audit trail: {seq}, SHA-256 {head}.").format(
                seq=certificate.audit_seq or 0, head=facts["audit_head"] or "–"
            ),
        ],
    }

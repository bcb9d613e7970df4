"""Requests of people in a workspace's own records: the workspace is the fiduciary and answers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.rights.bundles import Bundle
from omnistock.domain.rights.calendar import RESOLVE_IN_DAYS
from omnistock.domain.rights.models import KINDS, PRINCIPAL_OUTCOMES, PrincipalRequest
from omnistock.domain.rights.policies import POLICIES
from omnistock.domain.rights.principal_bundle import bundle_of_principal
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

TEXT_LONGEST: Final = 4000
NAME_LONGEST: Final = 120


class AlreadyAnswered(Conflict):
    """The request was answered; what was said stays."""

    code = "already_answered"


@operation(POLICIES)
def record_principal_request(*, actor: Actor, values: Mapping[str, Any], id: UUID | None = None) -> PrincipalRequest:
    """Write down a request that somebody made to the workspace: `kind`, `name`, `email` or `phone`, `text`, and
    `received_on` where it came before today. Raises `Invalid`."""
    check = Checker()
    row = PrincipalRequest(
        kind=check.choice("kind", values.get("kind"), KINDS),
        name=check.text("name", values.get("name"), longest=NAME_LONGEST, required=True),
        email=check.email("email", values.get("email")),
        phone=check.phone("phone", values.get("phone")),
        text=check.text("text", values.get("text"), longest=TEXT_LONGEST, lines=True),
    )
    if not row.email and not row.phone and not check.faults:
        check.add("email", _("Write an email or a phone number: the answer goes there."), "missing")
    day = check.document_day("received_on", values.get("received_on"), today=actor.today) or actor.today
    check.stop()
    row.id = id or uuid7()
    row.received_at = actor.now
    row.answer_by = day + dt.timedelta(days=RESOLVE_IN_DAYS)
    return receive_principal_request(actor=actor, row=row)


def receive_principal_request(*, actor: Actor, row: PrincipalRequest) -> PrincipalRequest:
    """Keep a request, with its event. The name stands in the request alone, so that the trail names nobody."""
    row.organization_id = actor.organization_id
    row.created_at = row.updated_at = actor.now
    row.save(force_insert=True)
    _tell(actor, row, "record_principal_request", after={"kind": row.kind, "answer_by": row.answer_by})
    return row


@operation(POLICIES)
def answer_principal_request(
    *, actor: Actor, principal_request_id: UUID, outcome: str, answer: str, expected_version: int | None = None
) -> PrincipalRequest:
    """Write down what was answered, and that ends it. Raises `Invalid`, `AlreadyAnswered`."""
    rows = PrincipalRequest.objects.all()
    row = find_for_change(rows, principal_request_id, kind="request", expected_version=expected_version)
    if row.answered_at is not None:
        raise AlreadyAnswered(_("This request was answered already."))
    check = Checker()
    row.outcome = check.choice("outcome", outcome, PRINCIPAL_OUTCOMES)
    row.answer = check.text("answer", answer, longest=TEXT_LONGEST, required=True, lines=True)
    check.stop()
    row.answered_at = actor.now
    save_change(row, actor=actor, fields=["outcome", "answer", "answered_at"])
    _tell(actor, row, "answer_principal_request", after={"outcome": row.outcome})
    return row


@operation(POLICIES)
def take_bundle(*, actor: Actor, principal_request_id: UUID) -> Bundle:
    """What the workspace holds of the person of a request, to be handed to them; that it was taken is written down."""
    row = find(PrincipalRequest.objects.all(), principal_request_id, kind="request")
    bundle = bundle_of_principal(actor=actor, name=row.name, email=row.email, phone=row.phone)
    _tell(actor, row, "take_bundle", after={"records": bundle.count})
    return bundle


def _tell(actor: Actor, row: PrincipalRequest, name: str, **changed: Any) -> None:
    record(
        actor=actor,
        operation=f"rights.{name}",
        subject_kind="principal_request",
        subject_id=row.pk,
        subject_name=row.reference,
        **changed,
    )

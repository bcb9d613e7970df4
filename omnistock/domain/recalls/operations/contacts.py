"""The work list: how far we are with each customer, and what they say became of the goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.recalls.inputs import AnswerInput
from omnistock.domain.recalls.models import RecallAnswer, RecallContact
from omnistock.domain.recalls.operations.access import lock_recall, require_everywhere, within, write_down
from omnistock.domain.recalls.policies import POLICIES
from omnistock.domain.recalls.queries.recalls import CustomerRow, Share, recall
from omnistock.kernel.errors import NotFound
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

LONGEST_NOTES: Final = 500
_ZERO: Final = Decimal(0)


@operation(POLICIES)
def record_contact(
    *,
    actor: Actor,
    recall_id: UUID | str,
    customer_id: UUID,
    is_contacted: bool | None = None,
    is_answered: bool | None = None,
    notes: str | None = None,
    answers: Sequence[AnswerInput] = (),
    expected_version: int | None = None,
) -> RecallContact:
    """Write down what was done with a customer of an open recall; None leaves a thing as it is. Who answered was reached.

    What they destroyed or used, with what came back, is at most what they got. Raises `NotFound` for a customer who got
    nothing, `RecallNotOpen`, `VersionConflict`, `Invalid` with every fault.
    """
    require_everywhere(actor)
    locked = lock_recall(actor=actor, recall_id=recall_id, expected_version=expected_version)
    customers = {
        each.id: each for each in recall(actor=within(actor, "stock:read", "sales:read"), recall_id=locked.pk).customers
    }
    if customer_id not in customers:
        raise NotFound(_("No goods of this recall went to a customer with the id {id}.").format(id=customer_id))
    said, judged = _judged(customers[customer_id], notes=notes, answers=answers)
    contact = RecallContact.objects.filter(recall_id=locked.pk, customer_id=customer_id).first()
    if contact is None:
        contact = RecallContact(organization_id=actor.organization_id, recall=locked, customer_id=customer_id)
    answered = bool(is_answered) or (is_answered is None and bool(judged))
    contact.answered_at = _moment(contact.answered_at, True if answered else is_answered, actor)
    contact.contacted_at = _moment(contact.contacted_at, True if contact.answered_at else is_contacted, actor)
    contact.notes = contact.notes if said is None else said
    contact.save()
    for batch_id, (destroyed, used) in judged.items():
        RecallAnswer.objects.update_or_create(
            contact=contact, batch_id=batch_id, defaults={"destroyed_base": destroyed, "used_base": used}
        )
    save_change(locked, actor=actor, fields=[])
    write_down("record_contact", locked, actor=actor, after=_told(customers[customer_id], contact, judged))
    return contact


def _moment(before: dt.datetime | None, wanted: bool | None, actor: Actor) -> dt.datetime | None:
    """When it happened: kept where it had, now where it has, none where it is taken back."""
    if wanted is None:
        return before
    return (before or actor.now) if wanted else None


def _judged(
    customer: CustomerRow, *, notes: str | None, answers: Sequence[AnswerInput]
) -> tuple[str | None, dict[UUID, tuple[Decimal, Decimal]]]:
    check = Checker()
    said = None if notes is None else check.text("notes", notes, longest=LONGEST_NOTES)
    shares = {share.batch.id: share for share in customer.shares}
    judged = {}
    for at, answer in enumerate(answers):
        under = check.under(f"answers/{at}")
        share = shares.get(answer.batch_id)
        if share is None:
            under.add("batch_id", _("This customer got none of this batch."), "not_found")
            continue
        destroyed = share.destroyed if answer.destroyed is None else _quantity(under, "destroyed", answer.destroyed)
        used = share.used if answer.used is None else _quantity(under, "used", answer.used)
        _refuse_more_than_sent(under, share, destroyed, used)
        judged[answer.batch_id] = (destroyed, used)
    check.stop()
    return said, judged


def _quantity(check: Checker, name: str, value: Decimal) -> Decimal:
    return check.quantity(name, value, allow_zero=True) or _ZERO


def _refuse_more_than_sent(check: Checker, share: Share, destroyed: Decimal, used: Decimal) -> None:
    if share.returned + destroyed + used > share.sent:
        message = _("They got {sent} of {batch} and {returned} came back; {rest} is left to account for.")
        words = {
            "sent": plain(share.sent),
            "batch": share.batch.number,
            "returned": plain(share.returned),
            "rest": plain(max(share.sent - share.returned, _ZERO)),
        }
        check.add("destroyed", message.format(**words), "more_than_sent")


def _told(
    customer: CustomerRow, contact: RecallContact, judged: Mapping[UUID, tuple[Decimal, Decimal]]
) -> dict[str, Any]:
    return {
        "customer": customer.name,
        "reason": f"{customer.name}: {contact.notes}" if contact.notes else customer.name,
        "is_contacted": contact.contacted_at is not None,
        "is_answered": contact.answered_at is not None,
        "answers": [[str(batch_id), plain(pair[0]), plain(pair[1])] for batch_id, pair in judged.items()],
    }

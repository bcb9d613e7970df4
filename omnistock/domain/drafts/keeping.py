"""Keeping, finding and dropping what somebody types. Each function is about the actor's own drafts: nobody sees another's,
so none needs a permission, and typing is no event of the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.drafts.models import FormDraft
from omnistock.kernel.errors import Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable

KEPT_DAYS: Final = 14
LONGEST_NAME: Final = 40
# A receipt of 1,000 lines with every cell filled, twice.
_MOST_FIELDS: Final = 30_000
_MOST_CHARACTERS: Final = 2_000_000

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    page: str
    document: str
    fields: list[tuple[str, str]]
    saved_at: dt.datetime


def keep_draft(*, actor: Actor, page: str, document: str, fields: Fields) -> None:
    """Keep what stands in the form now, in place of what was kept before; in one statement. Raises `Invalid` for what
    is too much, or cannot be stored."""
    texts = [page, document, *(text for pair in fields for text in pair)]
    is_much = len(fields) > _MOST_FIELDS or sum(map(len, texts)) > _MOST_CHARACTERS
    if is_much or not page or max(len(page), len(document)) > LONGEST_NAME or not all(map(is_storable, texts)):
        raise Invalid.at("fields", _("This form cannot be kept while it is typed; send it to keep it."), "too_long")
    row = FormDraft(
        id=uuid7(),
        organization_id=actor.organization_id,
        membership_id=_own(actor),
        page=page,
        document=document,
        fields=[list(pair) for pair in fields],
        saved_at=actor.now,
    )
    FormDraft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["organization", "membership", "page", "document"],
        update_fields=["fields", "saved_at"],
    )


def draft_of(*, actor: Actor, page: str, document: str = "") -> Draft | None:
    """What this person has kept of this form; None where nothing is, or it is too old to be what they mean."""
    oldest = actor.now - dt.timedelta(days=KEPT_DAYS)
    found = FormDraft.objects.filter(
        membership_id=_own(actor), page=page, document=document, saved_at__gte=oldest
    ).first()
    if found is None:
        return None
    return Draft(page, document, [(str(name), str(value)) for name, value in found.fields], found.saved_at)


def drop_draft(*, actor: Actor, page: str, document: str = "") -> None:
    """Forget it: the form was sent, or the person began anew."""
    FormDraft.objects.filter(membership_id=_own(actor), page=page, document=document).delete()


def delete_old_drafts(*, actor: Actor) -> int:
    """What nobody touched for 14 days, whoever's it is; answers how many. Called by the nightly job."""
    count, _tables = FormDraft.objects.filter(saved_at__lt=actor.now - dt.timedelta(days=KEPT_DAYS)).delete()
    return count


def _own(actor: Actor) -> UUID:
    """Forms are typed by people, never by keys or jobs."""
    assert actor.membership_id is not None
    return actor.membership_id

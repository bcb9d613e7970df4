"""Taking the next number of a series.

A number is taken in the transaction of its document, under the lock of its series' row, as the last lock of the
transaction: a refusal gives it back, so the numbers have no gap and none is given twice.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.numbering.kinds import KINDS, NUMBER_LONGEST, PREFIX_LONGEST, DocumentKind, number_text
from omnistock.domain.numbering.models import NumberSeries
from omnistock.domain.numbering.policies import POLICIES
from omnistock.kernel.days import financial_year
from omnistock.kernel.errors import Conflict, Fault, Invalid, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said

_PREFIX: Final = re.compile(r"[A-Z1-9][A-Z0-9-]*")

# One statement: the row lock of ON CONFLICT queues the issuers of a series, and a date before the last one updates
# nothing. A new year begins with the prefix of the year before.
_TAKE: Final = """
INSERT INTO number_series AS series
    (organization_id, id, registration_id, document_kind, financial_year, prefix, last_number, last_date)
VALUES (%(organization)s, %(id)s, %(registration)s, %(kind)s, %(year)s,
    COALESCE((SELECT former.prefix FROM number_series former
              WHERE former.organization_id = %(organization)s AND former.document_kind = %(kind)s
                AND former.registration_id IS NOT DISTINCT FROM %(registration)s::uuid
              ORDER BY former.financial_year DESC LIMIT 1), %(prefix)s),
    1, %(on)s::date)
ON CONFLICT (organization_id, registration_id, document_kind, financial_year) DO UPDATE
SET last_number = series.last_number + 1, last_date = EXCLUDED.last_date
WHERE series.last_date IS NULL OR EXCLUDED.last_date IS NULL OR series.last_date <= EXCLUDED.last_date
RETURNING prefix, last_number
"""

# The next number of an internal kind as a CTE body, for a write so hot that it takes its number in its own statement.
# Asks for organization, series_id, kind and prefix; gives one row, `number`, as `number_text` writes it.
NEXT_INTERNAL: Final = """
INSERT INTO number_series AS series
    (organization_id, id, registration_id, document_kind, financial_year, prefix, last_number, last_date)
VALUES (%(organization)s, %(series_id)s, NULL, %(kind)s, '', %(prefix)s, 1, NULL)
ON CONFLICT (organization_id, registration_id, document_kind, financial_year) DO UPDATE
SET last_number = series.last_number + 1
RETURNING prefix || '-' || lpad(last_number::text, greatest(5, length(last_number::text)), '0') AS number
"""


class DateBeforeLast(Conflict):
    """A document is dated before the last one of its series."""

    code = "date_before_last"


class SeriesFull(Conflict):
    """The digits that 16 characters leave for counting are used up for this financial year."""

    code = "number_series_full"


def series_year(*, actor: Actor, on: dt.date) -> str:
    """The financial year of a date as it stands in numbers: 26-27 in India, the calendar year 26 elsewhere."""
    return financial_year(on, first_month=4 if actor.organization.is_indian else 1)


def take_number(*, actor: Actor, kind: str, registration_id: UUID | None = None, on: dt.date | None = None) -> str:
    """The next number of `kind`, for a document of this same transaction. Call it last: see the module's docstring.

    A tax document counts by `registration_id` (None: the workspace has none) and the financial year of `on` (default:
    today). Other kinds take neither. Raises `DateBeforeLast` and `SeriesFull`.
    """
    document_kind = KINDS[kind]
    day = (on or actor.today) if document_kind.is_tax_document else None
    year = series_year(actor=actor, on=day) if day else ""
    series = registration_id if document_kind.is_tax_document else None
    row = _take(actor=actor, kind=document_kind, registration_id=series, year=year, day=day)
    if row is None:
        raise _date_before_last(kind=kind, registration_id=series, year=year, day=day)
    number = number_text(prefix=row[0], financial_year=year, count=row[1])
    if document_kind.is_tax_document and len(number) > NUMBER_LONGEST:
        message = _(
            "The series %(prefix)s of the year %(year)s is full: a number has at most %(longest)s characters. "
            "Set a shorter prefix in the settings of the registration."
        ) % {"prefix": row[0], "year": year, "longest": NUMBER_LONGEST}
        raise SeriesFull(message)
    return number


def _take(*, actor: Actor, kind: DocumentKind, registration_id: UUID | None, year: str, day: dt.date | None) -> Any:
    values = {
        "organization": actor.organization_id,
        "id": uuid7(),
        "registration": registration_id,
        "kind": kind.name,
        "year": year,
        "prefix": kind.prefix,
        "on": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchone()


def _date_before_last(*, kind: str, registration_id: UUID | None, year: str, day: dt.date | None) -> DateBeforeLast:
    series = series_of(registration_id).get(document_kind=kind, financial_year=year)
    number = number_text(prefix=series.prefix, financial_year=year, count=series.last_number)
    message = _(
        "The date %(day)s is before %(last)s, the date of %(number)s, the last one of its series. "
        "Date it %(last)s or later."
    ) % {"day": day_said(day), "last": day_said(series.last_date), "number": number}
    details = {"last_date": str(series.last_date), "last_number": number}
    return DateBeforeLast(message, faults=[Fault("issued_on", message, DateBeforeLast.code, details)])


@operation(POLICIES)
def set_number_prefix(*, actor: Actor, registration_id: UUID | None, document_kind: str, prefix: str) -> NumberSeries:
    """Let the tax documents of one kind and registration begin with `prefix`, from the next number of this year on.

    The count goes on, so a number never comes twice whatever the prefix was before. Up to 4 capital letters, digits
    and `-`, no zero in front (the e-invoice schema refuses it), and not the prefix of another kind of the registration.
    Raises `Invalid` and `NotFound`.
    """
    kind = KINDS.get(document_kind)
    if kind is None or not kind.is_tax_document:
        names = ", ".join(sorted(name for name, known in KINDS.items() if known.is_tax_document))
        said = {"kind": document_kind[:40], "names": names}
        message = _("%(kind)s has no prefix to set; one of %(names)s has.") % said
        raise Invalid.at("document_kind", message, "document_kind")
    wanted = prefix.strip().upper()
    if len(wanted) > PREFIX_LONGEST or not _PREFIX.fullmatch(wanted):
        message = _(
            "A prefix has up to %(longest)s letters, digits and -, and no zero in front, such as INV; "
            "this is %(prefix)s."
        ) % {"longest": PREFIX_LONGEST, "prefix": repr(prefix[:20])}
        raise Invalid.at("prefix", message, "prefix")
    require_registration(registration_id)
    year = series_year(actor=actor, on=actor.today)
    _require_free_prefix(wanted, registration_id=registration_id, kind=kind)
    rows = NumberSeries.objects.select_for_update(of=("self",))
    named: dict[str, Any] = {"registration_id": registration_id, "document_kind": kind.name, "financial_year": year}
    series, _made = rows.get_or_create(**named, defaults={"prefix": kind.prefix})
    before, series.prefix = series.prefix, wanted
    series.save(update_fields=["prefix"])
    record(
        actor=actor,
        operation="numbering.set_number_prefix",
        subject_kind="number_series",
        subject_id=series.id,
        subject_name=f"{kind.name} {year}",
        before={"prefix": before},
        after={"prefix": wanted},
    )
    return series


def series_of(registration_id: UUID | None) -> QuerySet[NumberSeries]:
    """The series of a registration; None: those of a workspace without one."""
    rows = NumberSeries.objects.all()
    if registration_id is None:
        return rows.filter(registration_id__isnull=True)
    return rows.filter(registration_id=registration_id)


def require_registration(registration_id: UUID | None) -> None:
    # The room of registrations lies to the right, so their table is asked for by name.
    registration = apps.get_model("warehouses", "Registration")
    if registration_id is not None and not registration.objects.filter(pk=registration_id).exists():
        raise NotFound(_("There is no registration with the id %(id)s in this workspace.") % {"id": registration_id})


def _require_free_prefix(prefix: str, *, registration_id: UUID | None, kind: DocumentKind) -> None:
    """Two kinds with one prefix would print one number twice. A kind without a row yet begins with its own default."""
    others = {other.name: other for other in KINDS.values() if other.is_tax_document and other is not kind}
    rows = series_of(registration_id).filter(document_kind__in=list(others))
    used = {row.prefix for row in rows} | {other.prefix for other in others.values()}
    if prefix in used:
        message = _("The prefix %(prefix)s belongs to another kind of document; choose another.") % {"prefix": prefix}
        raise Invalid.at("prefix", message, "prefix_taken")

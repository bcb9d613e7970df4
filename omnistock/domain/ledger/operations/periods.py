"""The books: the day through which they are closed, and the months whose changes are written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.models import Movement, Period
from omnistock.domain.ledger.policies import POLICIES
from omnistock.domain.ledger.sql import read
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Organization
from omnistock.tenancy.operation import operation
from omnistock.tenancy.queue import enqueue
from omnistock.tenancy.said import day_said
from omnistock.tenancy.statements import Statement, send, send_later

_WRITE_MONTH: Final = read("write_month")
_WRITE_DAYS: Final = read("write_days")
_MAKE: Final = """
INSERT INTO period (organization_id, id) VALUES (%(organization)s, %(id)s) ON CONFLICT (organization_id) DO NOTHING
"""
# Before the first month or day is written: what stands there began at another hour (`forget_written`).
_EMPTY_MONTHS: Final = "DELETE FROM month_change WHERE organization_id = %(organization)s"
_EMPTY_DAYS: Final = "DELETE FROM day_value WHERE organization_id = %(organization)s"
# No live posting takes an hour: when a month or a day is written, all that is dated into it live has been committed.
SETTLED_AFTER: Final = dt.timedelta(hours=1)
# Before everything: the days that are written first go back to the first movement.
_BEGINNING: Final = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


class MonthNotWritable(Conflict):
    """Months are written one after the other, each when it has ended."""

    code = "month_not_writable"


@operation(POLICIES)
def set_lock_date(*, actor: Actor, locked_through: dt.date | None, reason: str = "") -> Period:
    """Close the books through a day before today: nothing is posted on or before it. An earlier day, or None, opens
    them again, which needs a reason. Raises `Invalid`."""
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    if locked_through is not None and not dt.date(1900, 1, 1) <= locked_through < actor.today:
        message = _("The books can be closed through yesterday at the latest, not through %(day)s.") % {
            "day": day_said(locked_through)
        }
        checker.add("locked_through", message, "out_of_range")
    checker.stop()
    period = _period_for_change(actor)
    before = period.locked_through
    opens = before is not None and (locked_through is None or locked_through < before)
    if opens and not said:
        message = _("The books are closed through %(day)s. Say why they are opened again.")
        raise Invalid.at("reason", message % {"day": day_said(before)}, "required")
    period.locked_through = locked_through
    period.save(update_fields=["locked_through"])
    record(
        actor=actor,
        operation="ledger.open_books" if opens else "ledger.close_books",
        subject_kind="period",
        subject_id=period.pk,
        before={"locked_through": before},
        after={"locked_through": locked_through, "reason": said},
    )
    return period


def write_month(*, actor: Actor, month: dt.date) -> bool:
    """Write the net change of `month` (its first day) at every balance, and of those of its days that are not written
    yet, so that as-of reads need not go through its history. A job calls it when the month has ended an hour ago; False when
    it was written before.

    Months are written from the first one with movements, without a gap: what lies on or before `written_through` is
    written, and a posting dated into it adds to its month. Raises `MonthNotWritable`.
    """
    begins_at, ends_at = month_bounds(actor=actor, month=month)
    if month.day != 1 or actor.now < ends_at + SETTLED_AFTER:
        raise MonthNotWritable(_("%(month)s has not ended.") % {"month": month.isoformat()})
    period = _period_for_change(actor)
    if period.written_through is not None and month <= period.written_through:
        return False
    due = next_unwritten_month(actor=actor, written_through=period.written_through)
    if due is None or month > due:
        wanted = due.isoformat() if due else _("a month with movements")
        raise MonthNotWritable(_("First comes %(month)s: months are written without a gap.") % {"month": wanted})
    values = {
        "organization": actor.organization_id,
        "month": month,
        "begins_at": begins_at,
        "ends_at": ends_at,
    }
    if period.written_through is None:
        send_later(Statement(_EMPTY_MONTHS, values))
    send_later(Statement(_WRITE_MONTH, values))
    period.written_through = next_month(month) - dt.timedelta(days=1)
    period.save(update_fields=["written_through"])
    _write_days(period, actor=actor, through=period.written_through)
    return True


def write_ended_days(*, actor: Actor) -> None:
    """Write by how much each day that has ended an hour ago changed the value of every warehouse, after those that were
    written before; what a nightly job calls."""
    actor = _in_zone_of_now(actor)
    through = actor.organization.day_of(actor.now - SETTLED_AFTER) - dt.timedelta(days=1)
    _write_days(_period_for_change(actor), actor=actor, through=through)


def _write_days(period: Period, *, actor: Actor, through: dt.date) -> None:
    before = period.days_written_through
    if before is not None and through <= before:
        return
    values = {
        "organization": actor.organization_id,
        "begins_at": _BEGINNING if before is None else day_ends_at(actor=actor, day=before),
        "ends_at": day_ends_at(actor=actor, day=through),
        "time_zone": actor.organization.time_zone,
    }
    if before is None:
        send_later(Statement(_EMPTY_DAYS, values))
    send_later(Statement(_WRITE_DAYS, values))
    period.days_written_through = through
    period.save(update_fields=["days_written_through"])


def write_ended_months(*, actor: Actor) -> int:
    """Every month that has ended and is not written; what a nightly job calls. Answers how many."""
    actor = _in_zone_of_now(actor)
    count = 0
    while True:
        written = Period.objects.values_list("written_through", flat=True).first()
        month = next_unwritten_month(actor=actor, written_through=written)
        if month is None or actor.now < month_bounds(actor=actor, month=month)[1] + SETTLED_AFTER:
            return count
        write_month(actor=actor, month=month)
        count += 1


def forget_written(actor: Actor) -> None:
    """Forget that months and days are written: they began at another hour than those of the zone that the organization has
    now. Until a job has written them anew, as-of reads go through the history. The job empties them first, and not this: who
    has just read that they are written is about to add them up."""
    period = _period_for_change(actor)
    period.written_through = period.days_written_through = None
    period.save(update_fields=["written_through", "days_written_through"])
    enqueue(actor=actor, task="write_ended_months")


def _in_zone_of_now(actor: Actor) -> Actor:
    """The actor with the days that the organization has from here to the end of the transaction: they may have changed
    while the period's row was waited for, and then what was written by the old ones has just been forgotten."""
    _period_for_change(actor)
    zone = Organization.objects.values_list("time_zone", flat=True).get(pk=actor.organization_id)
    return replace(actor, organization=replace(actor.organization, time_zone=zone))


def next_unwritten_month(*, actor: Actor, written_through: dt.date | None) -> dt.date | None:
    """The month after the last written one, else that of the first movement; None where nothing ever moved."""
    if written_through is not None:
        return written_through + dt.timedelta(days=1)
    first = Movement.objects.order_by("effective_at").values_list("effective_at", flat=True).first()
    return actor.organization.day_of(first).replace(day=1) if first else None


def month_bounds(*, actor: Actor, month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The moments at which a month begins and the next one does, in the organization's zone."""
    zone = ZoneInfo(actor.organization.time_zone)
    return (
        dt.datetime.combine(month, dt.time(), zone).astimezone(dt.UTC),
        dt.datetime.combine(next_month(month), dt.time(), zone).astimezone(dt.UTC),
    )


def day_ends_at(*, actor: Actor, day: dt.date) -> dt.datetime:
    """The moment at which the next day begins in the organization's zone."""
    return dt.datetime.combine(
        day + dt.timedelta(days=1), dt.time(), ZoneInfo(actor.organization.time_zone)
    ).astimezone(dt.UTC)


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _period_for_change(actor: Actor) -> Period:
    """Whoever posts into the past holds this row FOR SHARE, so what is read after this lock is whole."""
    send(Statement(_MAKE, {"organization": actor.organization_id, "id": uuid7()}))
    return Period.objects.select_for_update(of=("self",)).get()

"""Asking the running installation whether each promise is kept.

A check answers an `Outcome`: passed, failed, or that the operator must give something. It looks at the live database
and configuration, changes nothing, and says in a sentence what it saw. Doors add checks of their own answers at start
(`CHECKS`), since the domain does not know how a page is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, cast

from omnistock.domain.privacy.checks import database, incidents, keeping, leaving, mailing, reporting, settled
from omnistock.domain.privacy.checks.outcome import Outcome
from omnistock.domain.privacy.models import PromiseCheck
from omnistock.domain.privacy.promises import PROMISES

Result = Literal["passed", "failed", "operator", "unchecked"]
Check = Callable[[dt.datetime], Outcome]
# Checks run every night. One may be missed while a machine is restarted; after two, what was found says nothing of today.
CHECKED_WITHIN: Final = dt.timedelta(hours=50)

CHECKS: Final[dict[str, Check]] = {
    "P1": settled.passwords,
    "P2": database.nobody_else_reads,
    "P3": keeping.request_log,
    "P4": reporting.error_reports,
    "P5": keeping.region_and_backups,
    "P6": mailing.mails,
    "P7": mailing.notices,
    "P8": database.operators_role_reads_tickets_alone,
    "P11": settled.analytics,
    "P12": database.organizations_are_kept_apart,
    "P13": leaving.everything_can_be_taken,
    "P14": leaving.what_left_is_gone,
    "P15": incidents.breach_response,
    "P16": settled.grievance_officer,
    "P17": settled.ways_to_ones_rights,
    "P18": settled.sub_processors_are_listed,
    "P19": settled.contacts,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a promise's check says. `unchecked`: there is no check of it yet."""

    promise: str
    result: Result
    details: tuple[str, ...]
    checked_at: dt.datetime | None

    def is_of_late(self, now: dt.datetime) -> bool:
        """Whether it says something of today."""
        return self.checked_at is not None and now - self.checked_at <= CHECKED_WITHIN


def check_promises(*, now: dt.datetime) -> list[Answer]:
    """Run every check, write down what each said, and answer all promises in their order. A check that breaks has
    failed: what cannot be looked at is not kept."""
    answers = [_answer(name, now) for name in PROMISES]
    PromiseCheck.objects.bulk_create(
        PromiseCheck(promise=each.promise, result=each.result, details=list(each.details), checked_at=now)
        for each in answers
        if each.result != "unchecked"
    )
    return answers


def last_answers() -> list[Answer]:
    """What was last said of every promise, in their order, without looking again."""
    newest = PromiseCheck.objects.order_by("promise", "-checked_at").distinct("promise")
    found = {row.promise: row for row in newest}
    return [
        Answer(name, cast(Result, row.result), tuple(row.details), row.checked_at)
        if (row := found.get(name))
        else Answer(name, "unchecked", (), None)
        for name in PROMISES
    ]


def last_kept() -> dict[str, dt.datetime]:
    """When each promise was last found kept."""
    rows = PromiseCheck.objects.filter(result="passed").order_by("promise", "-checked_at").distinct("promise")
    return dict(rows.values_list("promise", "checked_at"))


def _answer(name: str, now: dt.datetime) -> Answer:
    check = CHECKS.get(name)
    if check is None:
        return Answer(name, "unchecked", (), None)
    try:
        outcome = check(now)
    except Exception as error:
        return Answer(name, "failed", (f"The check itself broke: {type(error).__name__}.",), now)
    return Answer(name, outcome.result, outcome.details, now)

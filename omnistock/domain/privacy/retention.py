"""The retention registry: every store, how long it keeps, why, and what empties it.

The privacy and retention pages print these rules, the jobs that delete read them, and a gate finds a table that no
rule speaks of. An operator changes the days of a rule in one place (table `retention_days`, docs/operate), never in the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.privacy.models import RetentionDays


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`days` None: as long as the workspace is there. `tables` are what the store is made of; `purge` names what
    empties it (a job, or "deletion of the workspace"). `may_change`: whether the operator can set other days."""

    store: str
    what: str | Promise
    days: int | None
    why: str | Promise
    purge: str | Promise
    tables: tuple[str, ...]
    may_change: bool = False


REQUEST_LOG: Final = "request_log"
BACKUPS: Final = "backups"
IDEMPOTENCY_KEYS: Final = "idempotency_keys"
CHECKS: Final = "checks"

RULES: Final = MappingProxyType(
    {
        rule.store: rule
        for rule in (
            RetentionRule(
                REQUEST_LOG,
                _("Request log: IP address, time, route and status of each request, and nothing else"),
                30,
                _("Security and debugging (promise P3)"),
                _("every night, by whole days"),
                ("request_log",),
                may_change=True,
            ),
            RetentionRule(
                BACKUPS,
                _("Backups of the whole database"),
                7,
                _("To bring the data back after a loss (promise P5)"),
                _("after each backup"),
                (),
                may_change=True,
            ),
            RetentionRule(
                IDEMPOTENCY_KEYS,
                _("Keys by which the same request is done only once"),
                90,
                _("A request that is sent again must not be done again"),
                _("every night"),
                ("idempotency_key",),
            ),
            RetentionRule(
                CHECKS,
                _("Results of promise checks, backups and restore drills: no personal data"),
                400,
                _("To show that a promise was kept over the past year"),
                _("every night"),
                ("promise_check", "backup_run"),
                may_change=True,
            ),
        )
    }
)


def days_of(store: str) -> int:
    """The days that `store` keeps in this installation: the operator's, else the registry's. One statement.

    Raises KeyError for a store without a rule, ValueError for one that keeps as long as its workspace.
    """
    rule = RULES[store]
    if rule.days is None:
        raise ValueError(f"{store} is kept as long as its workspace")
    chosen = RetentionDays.objects.filter(store=store).values_list("days", flat=True).first()
    return rule.days if chosen is None else chosen

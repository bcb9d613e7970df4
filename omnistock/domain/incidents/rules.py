"""The rules of detection over the security log, as data. What a rule sees opens a draft, which somebody judges; it shuts
nobody out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
By = Literal["address", "account", "actor", "key", "workspace"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`at_least` events of `kinds` with `outcome`, of one subject (`by`), within `window`. `is_repeated`: only where the same
    key had such an event before, since the first place of a key is no news. `title` may name an address as {subject}; an id
    says nothing to who reads a list, and stands with the facts."""

    name: str
    label: Text
    kinds: tuple[str, ...]
    outcome: str
    by: By
    at_least: int
    window: dt.timedelta
    nature: str
    title: Text
    is_repeated: bool = False


_HOUR: Final = dt.timedelta(hours=1)
_ALL: Final = (
    Rule(
        "sign_ins_from_address",
        _("A burst of failed sign-ins from one address"),
        ("sign_in_failed", "reauthentication_failed"),
        "refused",
        "address",
        30,
        _HOUR,
        "unauthorised_access",
        _("Failed sign-ins from {subject}"),
    ),
    Rule(
        "sign_ins_to_account",
        _("A burst of failed sign-ins to one account"),
        ("sign_in_failed", "reauthentication_failed"),
        "refused",
        "account",
        20,
        _HOUR,
        "identity_theft",
        _("Failed sign-ins to one account, again and again"),
    ),
    Rule(
        "mass_export",
        _("Very many exports by one person or key"),
        ("export", "archive"),
        "done",
        "actor",
        40,
        _HOUR,
        "data_leak",
        _("Very many exports by one person or key"),
    ),
    Rule(
        "refused_reads",
        _("Asking on and on for records of another workspace"),
        ("not_ours",),
        "refused",
        "actor",
        15,
        _HOUR,
        "unauthorised_access",
        _("Records of another workspace asked for, again and again"),
    ),
    Rule(
        "integrity",
        _("A difference in the ledger or a broken audit chain"),
        ("integrity_difference",),
        "done",
        "workspace",
        1,
        dt.timedelta(hours=26),
        "integrity",
        _("The ledger or the audit log of a workspace does not add up"),
    ),
    Rule(
        "key_new_place",
        _("An API key used from a new place"),
        ("api_key_new_place",),
        "done",
        "key",
        1,
        _HOUR,
        "unauthorised_access",
        _("An API key was used from a new place"),
        is_repeated=True,
    ),
)

RULES: Final = MappingProxyType({rule.name: rule for rule in _ALL})
"""Kept in step with the job: a window is longer than the time between two looks, so nothing falls between them."""

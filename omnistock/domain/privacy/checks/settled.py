"""Checks of what is configured, and of what was stored under it (promises P1, P11, P16 to P19)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.contrib.auth.password_validation import CommonPasswordValidator, get_default_password_validators
from django.db import connection
from django.db.models import Q

from omnistock.domain.identity.factors import unseal
from omnistock.domain.privacy.checks.outcome import Outcome, judged, needs_operator, passed
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.processors import KNOWN, TELL_TASK, announced, note_use, sub_processors
from omnistock.domain.privacy.queries import last_runs
from omnistock.domain.rights.queries import queue
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.models import Person

TOLD_WITHIN = dt.timedelta(hours=26)

COST = 12
SHORTEST = 12
LOOKED_AT = 500
EUROPEAN_HOSTS = ("eu.i.posthog.com", "eu.posthog.com")
_MAY_CHANGE_CONSENT = """
SELECT has_any_column_privilege(current_user, 'consent_event', 'UPDATE')
    OR has_table_privilege(current_user, 'consent_event', 'DELETE, TRUNCATE')
"""
# Django writes "algorithm$$2b$cost$..."; "!" and some letters by chance stand for no password at all.
KEPT_FORM = Q(password__regex=rf"^bcrypt_sha256\$\$2b\${COST}\$[./A-Za-z0-9]{{53}}$") | Q(
    password__regex=r"^!([A-Za-z0-9]{40})?$"
)


def passwords(now: dt.datetime) -> Outcome:
    """P1: one hasher, of cost 12, and no stored password of another form."""
    hashers = [(hasher.algorithm, getattr(hasher, "rounds", None)) for hasher in get_hashers()]
    faults = []
    if hashers != [("bcrypt_sha256", COST)]:
        faults.append(f"Passwords are hashed by {hashers}, not by bcrypt of cost {COST} alone.")
    if count := Person.objects.exclude(KEPT_FORM).count():
        faults.append(f"{count} stored passwords are not hashed by bcrypt of cost {COST}.")
    faults += _choosing() + _factors()
    otherwise = (
        f"bcrypt of cost {COST}, for all {Person.objects.count()} accounts; at least {SHORTEST} characters and none of the "
        "most used; secrets of second factors are sealed."
    )
    return judged(faults, otherwise=otherwise)


def _choosing() -> list[str]:
    validators = get_default_password_validators()
    faults = []
    if max((getattr(each, "min_length", 0) for each in validators), default=0) < SHORTEST:
        faults.append(f"Passwords of fewer than {SHORTEST} characters are taken.")
    if not any(isinstance(each, CommonPasswordValidator) for each in validators):
        faults.append("Passwords that everybody uses are taken.")
    return faults


def _factors() -> list[str]:
    """Sealed secrets are opened with the key that this process has: one that does not open is kept in another form."""
    open_ones = 0
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk")
    for data in kept.values_list("data", flat=True)[:LOOKED_AT]:
        try:
            unseal(data["secret"])
        except ValueError:
            open_ones += 1
    return [f"{open_ones} secrets of second factors are not sealed under this installation's key."] if open_ones else []


def analytics(now: dt.datetime) -> Outcome:
    """P11: off without a key; with one, told to a host in the European Union and to no other."""
    if not settings.POSTHOG_KEY:
        return passed("No key is set: no page is counted.")
    host = urlsplit(settings.POSTHOG_HOST).hostname or ""
    faults = (
        [] if host in EUROPEAN_HOSTS else [f"POSTHOG_HOST is {host}, which is none of {', '.join(EUROPEAN_HOSTS)}."]
    )
    return judged(faults, otherwise=f"The public pages are counted at {host}, without a cookie.")


def grievance_officer(now: dt.datetime) -> Outcome:
    """P16: nothing in the queue is past its time limits, and the officer and the address are named."""
    late = [row for row in queue(now=now) if row.is_overdue]
    if late:
        return judged([f"{row.reference} {row.warning}." for row in late], otherwise="")
    return _configured(
        "GRIEVANCE_OFFICER_NAME", "GRIEVANCE_EMAIL", besides=f"{len(queue(now=now))} requests wait in time"
    )


def ways_to_ones_rights(now: dt.datetime) -> Outcome:
    """P17: requests have an address, and nothing that was agreed to can be changed afterwards."""
    faults = []
    with connection.cursor() as cursor:
        cursor.execute(_MAY_CHANGE_CONSENT)
        if cursor.fetchone() != (False,):
            faults.append("The product may change or delete what people agreed to.")
    return judged(faults, otherwise="") if faults else _configured("PRIVACY_EMAIL")


def contacts(now: dt.datetime) -> Outcome:
    """P19: who runs this, and how they are reached."""
    return _configured(
        "OPERATOR_NAME", "OPERATOR_ADDRESS", "PRIVACY_EMAIL", "SECURITY_EMAIL", "GRIEVANCE_EMAIL", "DPO_EMAIL"
    )


def sub_processors_are_listed(now: dt.datetime) -> Outcome:
    """P18: every service that is switched on is on the list, and was announced 30 days before it received data."""
    used = sub_processors()
    faults = [f"{each.name} is used and not listed." for each in KNOWN if each.is_used() and each not in used]
    has_workspaces = any(True for _ in organization_ids())
    late = note_use(now=now, has_workspaces=has_workspaces)
    faults += _untold(now) if has_workspaces else []
    if late and not faults:
        names = ", ".join(f"{each.name} (from {each.starts_on})" for each in late)
        return needs_operator(f"Switched on without 30 days' notice: {names}. Tell the workspaces.")
    return judged(faults, otherwise=f"Listed: {', '.join(each.name for each in used) or 'none, since none is used'}.")


def _untold(now: dt.datetime) -> list[str]:
    """Announcements of more than a day ago since which the workspaces' owners were told of nothing."""
    told = last_runs().get(TELL_TASK)
    return [
        f"{each.name} is announced, and the workspaces were not told yet."
        for each in announced(today=now.date())
        if now - each.announced_at > TOLD_WITHIN and (told is None or told < each.announced_at)
    ]


def _configured(*names: str, besides: str = "") -> Outcome:
    missing = [name for name in names if name in operator().missing]
    if missing:
        return needs_operator(f"Not set: {', '.join(missing)}.")
    return passed(f"Set: {', '.join(names)}.", *([f"{besides}."] if besides else []))

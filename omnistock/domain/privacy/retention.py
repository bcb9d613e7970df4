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
ROUTE_DURATIONS: Final = "route_durations"
SECURITY_LOG: Final = "security_log"
MAILS: Final = "mails"
NOTICES: Final = "notices"
STOPS: Final = "stopped_addresses"
JOBS: Final = "jobs"
BACKUPS: Final = "backups"
IDEMPOTENCY_KEYS: Final = "idempotency_keys"
DELIVERIES: Final = "webhook_deliveries"
SESSIONS: Final = "sessions"
FORM_DRAFTS: Final = "form_drafts"
CHECKS: Final = "checks"
DEPARTURES: Final = "departures"
RIGHTS: Final = "rights_requests"
INCIDENTS: Final = "incidents"
ANCHORS: Final = "audit_anchors"

RULES: Final = MappingProxyType(
    {
        rule.store: rule
        for rule in (
            RetentionRule(
                "workspaces",
                _("What a workspace holds, its audit log included"),
                None,
                _("It is the workspace's own"),
                _("by deletion of the workspace"),
                (),
            ),
            RetentionRule(
                "accounts",
                _("Accounts: name, email, password hash, verified addresses, second factors (their secrets sealed)"),
                None,
                _("To sign in (promise P1)"),
                _("by deletion of the account; a row without name and address stays, since documents point to it"),
                ("person", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator"),
            ),
            RetentionRule(
                SESSIONS,
                _("Sign-in sessions, each with the IP address and browser that it began from"),
                14,
                _("To stay signed in, and to see and end what is not one's own"),
                _("every night, those that ended"),
                ("django_session", "usersessions_usersession"),
            ),
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
                ROUTE_DURATIONS,
                _("How long each route's answers took, by day, of all requests together: it knows of nobody"),
                90,
                _("To find out what is slow"),
                _("every night"),
                ("route_duration",),
                may_change=True,
            ),
            RetentionRule(
                SECURITY_LOG,
                _(
                    "Security log: sign-ins and failed ones, factors, passwords, roles, keys, exports, imports, refusals: who "
                    "(by id), when, IP address, outcome"
                ),
                365,
                _(
                    "To find and look into misuse: CERT-In asks for 180 days, the DPDP Rules (6(1)(e)) for a year. It is "
                    "apart from the request log, and outlives account and workspace until its time is over"
                ),
                _("every night"),
                ("security_event",),
                may_change=True,
            ),
            RetentionRule(
                MAILS,
                _("Outbox: kind, recipient and time of each mail; its text only until it is sent"),
                90,
                _("To answer whether a mail was sent (promise P6)"),
                _("every night"),
                ("mail", "workspace_mail", "provider_event"),
                may_change=True,
            ),
            RetentionRule(
                NOTICES,
                _("Notices in the app: what a member was told of, and whether they read it"),
                90,
                _("To be read later (promise P7)"),
                _("every night"),
                ("notice",),
                may_change=True,
            ),
            RetentionRule(
                STOPS,
                _("Addresses that bounced or do not want our mail: a digest, not the address"),
                400,
                _("So that no more mail goes there (promise P6)"),
                _("every night, and when mail is asked for again"),
                ("stopped_address",),
                may_change=True,
            ),
            RetentionRule(
                JOBS,
                _("Jobs that failed: ids only, no names"),
                30,
                _("To find out why"),
                _("every night; jobs that went well go at once"),
                ("procrastinate_jobs", "procrastinate_events"),
                may_change=True,
            ),
            RetentionRule(
                "counters",
                _("Rate-limit counters, shared by processes"),
                1,
                _("To slow down who guesses passwords (promise P7)"),
                _("by themselves, after minutes to a day"),
                ("cache_entry",),
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
                FORM_DRAFTS,
                _("Forms that were begun and not sent, each seen only by who began it"),
                14,
                _("So that a closed tab loses nothing"),
                _("when the form is sent or discarded, else every night"),
                ("form_draft",),
            ),
            RetentionRule(
                "archives",
                _("Archives of a whole workspace, made when somebody asked for one"),
                7,
                _("So that the file can be taken (promise P13)"),
                _("every night"),
                ("workspace_archive", "archive_chunk"),
            ),
            RetentionRule(
                DEPARTURES,
                _(
                    "Of deleted workspaces: the certificate, and of the audit trail who (an id), when, what was done and its "
                    "digest, without names and values"
                ),
                2922,
                _(
                    "To prove the deletion, and the trail that tax law asks for: eight years (Companies Accounts Rules 3(1), "
                    "CGST Act s. 36: 72 months). The values are in the archive that the customer took"
                ),
                _("every night"),
                ("departure_certificate", "departed_event"),
                may_change=True,
            ),
            RetentionRule(
                ANCHORS,
                _("Heads of the audit logs, a file a day outside the database: ids of workspaces and hashes, no names"),
                2922,
                _("To find out whether somebody rewrote an audit log, for as long as its trail is kept"),
                _("every night"),
                (),
                may_change=True,
            ),
            RetentionRule(
                DELIVERIES,
                _("What was told to the workspace's webhooks: the event, and what the other side answered"),
                30,
                _("To find out why something was not told, and to tell it again"),
                _("every night"),
                ("webhook_delivery",),
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
                RIGHTS,
                _("Requests about personal data and grievances, with what was answered"),
                1095,
                _("To prove that each was answered in time (promises P16 and P17)"),
                _("every night, counted from the last answer"),
                ("rights_request", "rights_message"),
                may_change=True,
            ),
            RetentionRule(
                INCIDENTS,
                _("Incidents: what happened, who was affected (by ids), who was told when"),
                2922,
                _(
                    "To document each breach, its effects and what was done (GDPR Article 33(5)), and to prove who was told "
                    "(DPDP Rules 2025, 7(2)(b)(vi)): eight years, as long as other proof"
                ),
                _("every night, counted from the end of the incident"),
                ("incident", "incident_entry", "incident_workspace", "incident_person", "incident_message"),
                may_change=True,
            ),
            RetentionRule(
                "staff",
                _("Who of the operator's staff answers tickets, with the reason"),
                None,
                _("To show who could ask for access (promise P8)"),
                _("by nothing; once the account is deleted it names nobody"),
                ("staff",),
            ),
            RetentionRule(
                "consents",
                _("What people agreed to and took back: the id of the account, the words and the time"),
                None,
                _("Who relies on consent must prove it (DPDP Act 2023, section 6(10))"),
                _("by nothing; once the account is deleted they name nobody"),
                ("consent_event",),
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


# Tables that hold nothing of anybody: what Django and the queue know of themselves, and the rules' own.
WITHOUT_RULE: Final = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "job_run",
        "holiday",
        "organization",  # goes with the workspace
        "procrastinate_periodic_defers",
        "procrastinate_workers",
        "retention_days",
        "sub_processor_notice",  # what was announced, of nobody
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

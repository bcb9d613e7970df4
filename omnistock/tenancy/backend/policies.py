"""The row-level security policies, as data. A gate compares them with the live catalog."""

from __future__ import annotations

from typing import NamedTuple

# The subselect is evaluated once a statement instead of once a row.
CURRENT_ORGANIZATION = "(SELECT nullif(current_setting('app.organization_id', true), '')::uuid)"
CURRENT_PERSON = "(SELECT nullif(current_setting('app.person_id', true), '')::uuid)"


class ExtraPolicy(NamedTuple):
    table: str
    name: str
    operation: str
    using: str
    reason: str
    role: str = "app"
    check: str = ""  # in place of `using`: what may be written


EXTRA_POLICIES = (
    ExtraPolicy(
        "membership",
        "own_memberships",
        "SELECT",
        f"person_id = {CURRENT_PERSON}",
        "a person sees in which workspaces they are a member, before one is chosen",
    ),
    ExtraPolicy(
        "organization",
        "own_organizations",
        "SELECT",
        f"id IN (SELECT organization_id FROM membership WHERE person_id = {CURRENT_PERSON})",
        "the names of a person's own workspaces, before one is chosen",
    ),
    ExtraPolicy(
        "organization",
        "directory",
        "SELECT",
        "true",
        "organization_directory() runs as the owner, whom row-level security binds too",
        role="owner",
    ),
    ExtraPolicy(
        "security_event",
        "own_workspace",
        "SELECT",
        f"organization_reference = {CURRENT_ORGANIZATION}",
        "a workspace reads what was done in it",
    ),
    ExtraPolicy(
        "security_event",
        "own_members",
        "SELECT",
        "is_shared AND organization_reference IS NULL AND EXISTS (SELECT FROM membership m"
        f" WHERE m.organization_id = {CURRENT_ORGANIZATION} AND m.person_id = security_event.person_id"
        " AND m.ended_at IS NULL AND m.created_at <= security_event.at)",
        "a workspace reads what bears on the accounts of its members, since they are members",
    ),
    ExtraPolicy(
        "security_event",
        "own_events",
        "SELECT",
        f"person_id = {CURRENT_PERSON} OR about_id = {CURRENT_PERSON}",
        "a person reads what they did, and what was done to them",
    ),
    ExtraPolicy(
        "security_event",
        "append",
        "INSERT",
        "",
        "events of accounts come before any workspace; a workspace's are written within it alone",
        check=f"organization_reference IS NULL OR organization_reference = {CURRENT_ORGANIZATION}",
    ),
    ExtraPolicy(
        "security_event",
        "expiry_reads",
        "SELECT",
        "true",
        "delete_expired_security_events() runs as the owner, whom row-level security binds too",
        role="owner",
    ),
    ExtraPolicy(
        "security_event",
        "expiry",
        "DELETE",
        "at < now() - interval '1 day'",
        "the same; what is of today goes for nobody",
        role="owner",
    ),
    *(
        ExtraPolicy(table, "console_reads", "SELECT", using, reason, role="console")
        for table, using, reason in (
            ("organization", "true", "the console lists workspaces by name; the grant names the columns"),
            ("ticket", "true", "staff answer tickets"),
            ("ticket_message", "true", "staff answer tickets"),
            ("ticket_attachment", "true", "what was sent along with a ticket"),
            ("share", "withdrawn_at IS NULL", "what was shown to staff, until it is taken back"),
            ("access_grant", "true", "staff see what they asked for and what was granted"),
        )
    ),
    *(
        ExtraPolicy(table, "console_incidents", "SELECT", "true", reason, role="console")
        for table, reason in (
            ("incident_notice", "what we told a workspace of an incident"),
            ("incident_receipt", "the proof that it arrived: whom we told when, by ids, and when it was seen"),
        )
    ),
)

# What the console's role may read at all (promise P8): each table, and its columns where not all. A gate and the live
# check compare it with the catalog.
CONSOLE_READS: dict[str, tuple[str, ...] | None] = {
    "organization": ("id", "name", "country", "created_at", "is_practice"),
    "ticket": None,
    "ticket_message": None,
    "ticket_attachment": None,
    "share": None,
    "access_grant": None,
    "rights_request": None,
    "rights_message": None,
    "incident": None,
    "incident_entry": None,
    "incident_workspace": None,
    "incident_person": None,
    "incident_message": None,
    "incident_notice": None,
    "incident_receipt": None,
}

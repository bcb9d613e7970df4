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
)

"""The walls of the running database as they were made: its policies, and what could lead round them (promises P8, P12)."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection

from omnistock.tenancy.backend.policies import CURRENT_ORGANIZATION, EXTRA_POLICIES

FUNCTIONS_FILE: Final = settings.ROOT / "db" / "definer_functions.txt"
"""What runs with the owner's rights, by name; a gate compares it with the live database."""
EVERYBODY: Final = "everybody"
_COMMANDS: Final = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
_POLICIES = """
SELECT c.relname, p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
    ARRAY(SELECT coalesce(r.rolname::text, 'everybody') FROM unnest(p.polroles) AS o(id) LEFT JOIN pg_roles r ON r.oid = o.id)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = 'omnistock'::regnamespace
"""
# A view is read with its owner's rights unless it says otherwise.
_VIEWS = """
SELECT relname FROM pg_class
WHERE relnamespace = 'omnistock'::regnamespace AND relkind IN ('v', 'm')
    AND NOT coalesce(reloptions @> '{security_invoker=true}', false)
"""
_FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'omnistock'::regnamespace AND prosecdef"
# What PostgreSQL adds when it prints a rule back, and what it writes in another way from version to version.
_ADDED: Final = re.compile(r"""::[a-z]+|\bas "?nullif"?|\binterval\b|(?<!')\b[a-z_]+\.|[\s()]""")


class Policy(NamedTuple):
    command: str
    roles: tuple[str, ...]
    using: str
    check: str


def plain(rule: str | None) -> str:
    """A rule as it is compared: without what does not change its meaning."""
    return _ADDED.sub("", (rule or "").lower())


def policy_faults(tables: list[str], *, role: str | None = None) -> list[str]:
    """Where the policies are not the ones of the register: of all tables, or (`role`) those for one role alone."""
    made = {key: each for key, each in _made(tables).items() if role in (None, *each.roles)}
    found = {key: each for key, each in _found().items() if role in (None, *each.roles)}
    faults = [f"{table} has lost its policy {name}." for table, name in sorted(made.keys() - found.keys())]
    faults += [
        f"{table} has a policy {name} that is not of ours." for table, name in sorted(found.keys() - made.keys())
    ]
    return faults + [
        f"The policy {key[1]} of {key[0]} is not as it was made."
        for key in sorted(made.keys() & found.keys())
        if made[key] != found[key]
    ]


def ways_round() -> list[str]:
    """Views and functions that run with the owner's rights and are not named."""
    lines = FUNCTIONS_FILE.read_text().splitlines()
    named = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    faults = [f"The view {name} is read with its owner's rights." for (name,) in _ask(_VIEWS)]
    functions = sorted({name for (name,) in _ask(_FUNCTIONS)} - named)
    return faults + [f"{name} runs with its owner's rights and is not named." for name in functions]


def _made(tables: list[str]) -> dict[tuple[str, str], Policy]:
    made = {}
    for table in tables:
        column = "id" if table == "organization" else "organization_id"
        rule = plain(f"{column} = {CURRENT_ORGANIZATION}")
        made[table, "tenant"] = Policy("ALL", (EVERYBODY,), rule, rule)
    for each in EXTRA_POLICIES:
        made[each.table, each.name] = Policy(each.operation, (each.role,), plain(each.using), plain(each.check))
    return made


def _found() -> dict[tuple[str, str], Policy]:
    return {
        (table, name): Policy(_COMMANDS[command], tuple(sorted(roles)), plain(using), plain(check))
        for table, name, command, using, check, roles in _ask(_POLICIES)
    }


def _ask(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()

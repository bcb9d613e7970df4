"""The walls of the running database as they were made: its policies, and what could lead round them (promises P8, P12)."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection

from omnistock.tenancy.backend.policies import CURRENT_ORGANIZATION, EXTRA_POLICIES

STRUCTURE_FILE: Final = settings.ROOT / "db" / "structure.sql"
"""The database as it is made; a gate compares it with what the migrations make."""
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
_FUNCTIONS = """
SELECT p.proname, pg_get_function_arguments(p.oid), p.prosrc, p.proowner = n.nspowner, array_to_string(p.proconfig, '; ')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'omnistock' AND p.prosecdef
"""
_MADE_FUNCTION: Final = re.compile(
    r"^CREATE FUNCTION omnistock\.(?P<name>\w+)\((?P<arguments>[^\n]*)\) RETURNS [^\n]*\n"
    r"    LANGUAGE [^\n]*SECURITY DEFINER\n(?:    [^\n]*\n)*?    AS (?P<quote>\$\w*\$)(?P<body>.*?)(?P=quote);$",
    re.MULTILINE | re.DOTALL,
)
_SEARCH_PATH: Final = "search_path=omnistock, pg_temp"
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
    """Views that are read with their owner's rights, and functions that run with them and are not as they were made:
    another name, other arguments, another body, owner or setting."""
    faults = [f"The view {name} is read with its owner's rights." for (name,) in _ask(_VIEWS)]
    made = _made_functions()
    return faults + [
        f"{name}({arguments}) runs with its owner's rights and is not as it was made."
        for name, arguments, body, is_owners, setting in sorted(_ask(_FUNCTIONS))
        if not is_owners or setting != _SEARCH_PATH or made.get((name, arguments)) != body
    ]


def _made_functions() -> dict[tuple[str, str], str]:
    """The body of each function that runs with the owner's rights, by name and arguments as PostgreSQL prints them."""
    found = _MADE_FUNCTION.finditer(STRUCTURE_FILE.read_text())
    return {(each["name"], each["arguments"]): each["body"] for each in found}


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

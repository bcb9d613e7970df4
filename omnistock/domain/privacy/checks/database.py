"""Checks of the live catalog: who may read what (promises P2, P8, P12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from omnistock.domain.privacy.checks.outcome import Outcome, judged

# Tables of the schema with the organization's column; `organization` itself is one by its id.
_TENANT_TABLES = """
SELECT c.oid, c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
    EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant' AND p.polcmd = '*') AS has_policy
FROM pg_class c
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p')
    AND (c.relname = 'organization' OR EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
"""
_READERS = """
SELECT DISTINCT r.rolname, c.relname
FROM pg_class c
CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE a.privilege_type = 'SELECT' AND c.relname = ANY(%s) AND c.relnamespace = 'omnistock'::regnamespace
"""
ALLOWED_READERS = {"owner", "app", "backup"}


def _ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def _readers() -> list[tuple[str, str]]:
    """(role, table) for every right to read a tenant's table."""
    tables = [row[1] for row in _ask(_TENANT_TABLES)]
    return [(role or "everybody", table) for role, table in _ask(_READERS, tables)]


def organizations_are_kept_apart(now: dt.datetime) -> Outcome:
    """P12: forced row-level security and its policy on every tenant table, and a role that they bind."""
    tables = _ask(_TENANT_TABLES)
    faults = [
        f"{name} is not under forced row-level security."
        for _, name, forced, policy in tables
        if not (forced and policy)
    ]
    ((role, is_strong),) = _ask(
        "SELECT current_user, rolsuper OR rolbypassrls OR pg_has_role(current_user, "
        "(SELECT nspowner FROM pg_namespace WHERE nspname = 'omnistock'), 'MEMBER') FROM pg_roles WHERE rolname = current_user"
    )
    if is_strong:
        faults.append(f"The product runs as {role}, which row-level security does not bind.")
    ((seen,),) = _ask("SELECT count(*) FROM product")
    if seen and not _ask("SELECT 1 WHERE nullif(current_setting('app.organization_id', true), '') IS NOT NULL"):
        faults.append(f"Without a workspace {seen} products are seen.")
    return judged(
        faults, otherwise=f"{len(tables)} tables are under forced row-level security; the product runs as {role}."
    )


def nobody_else_reads(now: dt.datetime) -> Outcome:
    """P2: no role but the product's own, its owner and the backup's may read a tenant's table."""
    readers = _readers()
    faults = [
        f"{role} may read {table}." for role, table in readers if role not in ALLOWED_READERS and role != "console"
    ]
    return judged(
        faults, otherwise=f"Only {', '.join(sorted({role for role, _ in readers}))} may read the tables of workspaces."
    )


def operators_role_reads_nothing(now: dt.datetime) -> Outcome:
    """P8: there is no standing access: the operator's role may read no table of a workspace."""
    faults = [f"The operator's role may read {table}." for role, table in _readers() if role == "console"]
    return judged(faults, otherwise="The operator's role may read no table of a workspace.")

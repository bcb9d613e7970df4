"""Checks of the live catalog: who may read what (promises P2, P8, P12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from omnistock.domain.privacy.checks.anchors import anchor_faults, anchored_told
from omnistock.domain.privacy.checks.outcome import Outcome, judged
from omnistock.tenancy.backend.policies import CONSOLE_READS

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
# What the console's role may do, by whatever way the right came to it: of its own, by everybody's, or as a member.
_CONSOLE_READS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    AND has_column_privilege('console', c.oid, a.attnum, 'SELECT')
"""
_CONSOLE_WRITES = """
SELECT c.relname, r.name FROM pg_class c
CROSS JOIN unnest('{INSERT,UPDATE,REFERENCES}'::text[]) AS r(name)
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND has_any_column_privilege('console', c.oid, r.name)
UNION ALL
SELECT c.relname, r.name FROM pg_class c CROSS JOIN unnest('{DELETE,TRUNCATE,TRIGGER}'::text[]) AS r(name)
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege('console', c.oid, r.name)
"""
_CONSOLE_CALLS = """
SELECT proname FROM pg_proc
WHERE pronamespace = 'omnistock'::regnamespace AND prosecdef AND has_function_privilege('console', oid, 'EXECUTE')
"""
_STRENGTH = """
SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid),
    has_any_column_privilege('app', 'omnistock.staff', 'INSERT') OR has_any_column_privilege('app', 'omnistock.staff', 'UPDATE')
FROM pg_roles r WHERE rolname = 'console'
"""


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
    allowed = sorted({role for role, _ in readers} - {"console"})
    said = f"Only {', '.join(allowed)} may read the tables of workspaces; tickets the operator's role too (P8)."
    return judged(faults, otherwise=said)


def operators_role_reads_tickets_alone(now: dt.datetime) -> Outcome:
    """P8: there is no standing access. The console's role reads the named columns and nothing else, writes nothing, is a
    member of nothing and calls nothing of the owner's; nobody but the owner makes staff; and no grant reaches further
    than a member's yes and a day."""
    read = {(table, column) for table, column in _ask(_CONSOLE_READS)}
    named = {(table, column) for table, columns in CONSOLE_READS.items() for column in columns or _columns(table)}
    faults = [f"The operator's role may read {table}.{column}." for table, column in sorted(read - named)]
    faults += [f"The operator's role may {right.lower()} {table}." for table, right in _ask(_CONSOLE_WRITES)]
    faults += [f"The operator's role may call {name}." for (name,) in _ask(_CONSOLE_CALLS)]
    ((is_strong, may_make_staff),) = _ask(_STRENGTH)
    if is_strong:
        faults.append("The operator's role is a member of another, or not bound by row-level security.")
    if may_make_staff:
        faults.append("The product's own role may make staff.")
    held = _ask(
        "SELECT 1 FROM pg_constraint WHERE conname = 'access_grant_by_a_member_for_a_day_at_most' AND convalidated"
    )
    if not held:
        faults.append("A grant may be made without a member, or for longer than a day.")
    faults += anchor_faults(now)
    said = (
        f"The operator's role reads {', '.join(sorted(CONSOLE_READS))}, of them the named columns, and no other table. "
        f"{anchored_told()}"
    )
    return judged(faults, otherwise=said)


def _columns(table: str) -> list[str]:
    sql = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
    return [row[0] for row in _ask(sql, f"omnistock.{table}")]

"""Checks of the live catalog: who may read what (promises P2, P8, P12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from omnistock.domain.privacy.checks.anchors import anchor_faults, anchored_told, broken_trails
from omnistock.domain.privacy.checks.outcome import Outcome, judged
from omnistock.domain.privacy.checks.walls import plain, policy_faults, ways_round
from omnistock.tenancy.backend.policies import CONSOLE_READS

# Tables of the schema with the organization's column; `organization` itself is one by its id.
_TENANT_TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS is_forced
FROM pg_class c
WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p')
    AND (c.relname = 'organization' OR EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
"""
# By whatever way the right came: of a table or a column, by everybody's, or as a member of a role that has it.
_READERS = """
SELECT CASE WHEN everybody THEN 'everybody' ELSE r.rolname END, min(c.relname)
FROM pg_class c
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = 0 AND a.privilege_type = 'SELECT')) AS e(everybody)
CROSS JOIN pg_roles r
WHERE c.relname = ANY(%s) AND c.relnamespace = 'omnistock'::regnamespace AND r.rolname !~ '^pg_' AND NOT r.rolsuper
    AND (everybody OR has_any_column_privilege(r.oid, c.oid, 'SELECT'))
GROUP BY 1
"""
STAND_INS = """
SELECT r.rolname, o.rolname FROM pg_roles r JOIN pg_roles o ON o.rolname IN ('app', 'owner', 'backup', 'console')
WHERE r.oid <> o.oid AND NOT r.rolsuper AND NOT r.rolcreaterole AND r.rolname !~ '^pg_' AND pg_has_role(r.oid, o.oid, 'MEMBER')
"""
# Who runs the server, or copies it as a replica does, reads what is on it, whatever a table says: named, since no right of
# ours keeps them out.
ADMINISTRATION = """
SELECT rolname FROM pg_roles
WHERE rolname !~ '^pg_'
    AND (rolsuper OR rolcreaterole OR rolreplication OR pg_has_role(oid, 'pg_read_all_data', 'MEMBER')) ORDER BY rolname
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
_GRANT_RULE = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND convalidated"
_GRANT_NAME = "access_grant_by_a_member_for_a_day_at_most"
_GRANT = (
    "CHECK (expires_at IS NULL AND granted_at IS NULL AND granted_by_id IS NULL OR expires_at > granted_at"
    " AND expires_at <= granted_at + '1 day' AND granted_at IS NOT NULL AND granted_by_id IS NOT NULL AND refused_at IS NULL)"
)
_REWRITES = """
SELECT name FROM unnest('{audit_event,audit_link,security_event}'::text[]) AS t(name)
WHERE has_any_column_privilege(current_user, name, 'UPDATE') OR has_table_privilege(current_user, name, 'DELETE')
    OR has_table_privilege(current_user, name, 'TRUNCATE')
"""


def _ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def _tenant_tables() -> list[str]:
    return [name for name, _forced in _ask(_TENANT_TABLES)]


def organizations_are_kept_apart(now: dt.datetime) -> Outcome:
    """P12: forced row-level security with the policies that were made on every tenant table, nothing that leads round them,
    and a role that they bind."""
    tables = _ask(_TENANT_TABLES)
    faults = [f"{name} is not under forced row-level security." for name, is_forced in tables if not is_forced]
    faults += policy_faults([name for name, _forced in tables]) + ways_round()
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
    """P2: no role but the product's own, its owner and the backup's may read a tenant's table, a column of one, or act as
    one of these; whoever runs the server is named."""
    administration = [name for (name,) in _ask(ADMINISTRATION)]
    readers = dict(_ask(_READERS, _tenant_tables()))
    strangers = readers.keys() - ALLOWED_READERS - {"console"} - set(administration)
    faults = [f"{role} may read {readers[role]}." for role in sorted(strangers)]
    faults += [f"{role} may act as {own}." for role, own in _ask(STAND_INS)]
    allowed = sorted(readers.keys() & ALLOWED_READERS)
    said = f"Only {', '.join(allowed)} may read the tables of workspaces; tickets the operator's role too (P8)."
    ran = f" Whoever runs the server could as well: {', '.join(administration)}." if administration else ""
    return judged(faults, otherwise=said + ran)


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
    if [plain(rule) for (rule,) in _ask(_GRANT_RULE, _GRANT_NAME)] != [plain(_GRANT)]:
        faults.append("A grant may be made without a member, or for longer than a day.")
    faults += policy_faults([], role="console")
    faults += [f"The product may change or delete rows of {name}." for (name,) in _ask(_REWRITES)]
    faults += anchor_faults(now) + broken_trails()
    said = (
        f"The operator's role reads {', '.join(sorted(CONSOLE_READS))}, of them the named columns, and no other table. "
        f"{anchored_told()}"
    )
    return judged(faults, otherwise=said)


def _columns(table: str) -> list[str]:
    sql = "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
    return [row[0] for row in _ask(sql, f"omnistock.{table}")]

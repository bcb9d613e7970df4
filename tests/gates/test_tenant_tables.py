"""On the live catalog: every table is a tenant table, with all its walls, or stands in db/global_tables.txt with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from omnistock.domain.privacy.checks.database import operators_role_reads_tickets_alone
from omnistock.tenancy.backend.policies import CONSOLE_READS, EXTRA_POLICIES

ROOT = Path(__file__).resolve().parents[2]
APPEND_ONLY = {
    "incident_notice",
    "agreement",
    "movement",
    "layer_revision",
    "reversal",
    "audit_event",
    "audit_link",
    "audit_erasure",
    "erasure",
    "idempotency_key",
    "stock_count_entry",
    "ticket_message",
    "ticket_attachment",
}
# The policy as PostgreSQL prints it back.
RULE = (
    "({column} = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS \"nullif\"))"
)

pytestmark = pytest.mark.django_db


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def all_tables() -> set[str]:
    return {
        row[0]
        for row in ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'omnistock'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
        )
    }


def tenant_tables() -> set[str]:
    found = ask(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped "
        "WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p')"
    )
    return {row[0] for row in found}


def golden(name: str) -> dict[str, str]:
    lines = (ROOT / "db" / name).read_text().splitlines()
    entries = (line.split(None, 1) for line in lines if line.strip() and not line.startswith("#"))
    return {entry[0]: entry[1] if len(entry) > 1 else "" for entry in entries}


def test_every_table_is_a_tenants_or_has_a_reason() -> None:
    listed = golden("global_tables.txt")
    unlisted = all_tables() - tenant_tables() - {"organization"} - set(listed)
    assert not unlisted, (
        f"give these an OrganizationKey, or a line with a reason in db/global_tables.txt: {sorted(unlisted)}"
    )
    assert not set(listed) - all_tables(), "db/global_tables.txt names tables that are not there"
    assert all(listed.values()), "every global table needs its reason"


def test_row_security_is_on_and_forced() -> None:
    found = ask(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = ANY(%s)",
        sorted(tenant_tables() | {"organization"}),
    )
    assert [row for row in found if row[1:] != (True, True)] == []


def test_one_policy_with_using_and_with_check() -> None:
    for table in tenant_tables() | {"organization"}:
        column = "id" if table == "organization" else "organization_id"
        found = ask(
            "SELECT policyname, cmd, qual, with_check, roles::text FROM pg_policies WHERE tablename = %s", table
        )
        general = [row for row in found if row[0] == "tenant"]
        rule = RULE.format(column=column)
        assert general == [("tenant", "ALL", rule, rule, "{public}")], table


def test_extra_policies_are_the_listed_ones() -> None:
    live = {
        (row[0], row[1], row[2])
        for row in ask("SELECT tablename, policyname, cmd FROM pg_policies WHERE policyname <> 'tenant'")
    }
    assert live == {(p.table, p.name, p.operation) for p in EXTRA_POLICIES}


def test_primary_keys_and_uniques_lead_with_the_organization() -> None:
    found = ask(
        "SELECT t.relname, c.relname, a.attname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0] WHERE i.indisunique AND t.relname = ANY(%s)",
        sorted(tenant_tables()),
    )
    assert [row for row in found if row[2] != "organization_id"] == []
    keys = ask(
        "SELECT t.relname, pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE contype = 'p' AND t.relname = ANY(%s)",
        sorted(tenant_tables()),
    )
    assert {row[0] for row in keys if row[1] == "PRIMARY KEY (organization_id, id)"} == tenant_tables()


def test_foreign_keys_between_tenant_tables_are_composite_and_immediate() -> None:
    found = ask(
        "SELECT t.relname, r.relname, pg_get_constraintdef(c.oid), c.condeferrable, c.convalidated FROM pg_constraint c "
        "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f' AND t.relname = ANY(%s) AND r.relname = ANY(%s)",
        sorted(tenant_tables()),
        sorted(tenant_tables()),
    )
    assert found
    bad = [row for row in found if not row[2].startswith("FOREIGN KEY (organization_id, ") or row[3] or not row[4]]
    assert bad == []


def test_every_reference_column_has_its_key_and_index() -> None:
    """A key of its own, or its column stands in the key of another reference, to a table that has that column's key."""
    from django.apps import apps

    for model in apps.get_models():
        for field in model._meta.local_fields:
            if getattr(field, "tenant_reference", False):
                held = model._meta.get_field(field.implied_by) if field.implied_by else field
                proved = [model._meta.get_field(held.proves)] if held.proves else []
                if held is not field:
                    # A key of which one column is null asks for nothing.
                    never_null = not held.null and not field.null
                    assert proved == [field] and never_null and not held.implied_by, f"{model}.{field.name}"
                    there = held.related_model._meta.get_field(field.name)
                    assert there.tenant_reference and there.related_model is field.related_model, (
                        f"{model}.{field.name}"
                    )
                columns = ", ".join(["organization_id", held.column, *(each.column for each in proved)])
                to_columns = ", ".join(["organization_id", "id", *(each.column for each in proved)])
                keys = ask(
                    "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'f' AND convalidated"
                    " AND pg_get_constraintdef(oid) = %s",
                    f'"{model._meta.db_table}"',
                    f"FOREIGN KEY ({columns}) REFERENCES {held.related_model._meta.db_table}({to_columns})",
                )
                indexes = ask(
                    "SELECT 1 FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s",
                    model._meta.db_table,
                    f"%(organization_id, {field.column}%",
                )
                assert keys and (indexes or not field.has_index), f"{model._meta.db_table}.{field.column}"


def test_every_row_has_its_organization() -> None:
    """By a key of its own, or by a reference that is never null, whose composite key holds the organization already."""
    from django.apps import apps

    bound = {row[0] for row in ask(
        "SELECT t.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "WHERE c.contype = 'f' AND c.convalidated AND pg_get_constraintdef(c.oid) LIKE 'FOREIGN KEY (organization_id) REFERENCES organization(id)%%'"
    )}  # fmt: skip
    implied = {}
    for model in apps.get_models():
        key = next((field for field in model._meta.local_fields if getattr(field, "tenant_key", False)), None)
        if key is not None and key.implied_by:
            reference = model._meta.get_field(key.implied_by)
            assert reference.tenant_reference and not reference.null, model._meta.db_table
            implied[model._meta.db_table] = reference.related_model._meta.db_table
    assert not bound & set(implied)
    assert bound | set(implied) == tenant_tables()
    assert set(implied.values()) <= bound


def test_rights_of_the_app_role() -> None:
    for table in tenant_tables() | {"organization"}:
        rights = {
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES")
            if ask("SELECT has_table_privilege('app', %s, %s)", f'omnistock."{table}"', right)[0][0]
        }
        expected = {"SELECT", "INSERT"} if table in APPEND_ONLY else {"SELECT", "INSERT", "UPDATE", "DELETE"}
        assert rights == expected, table


def test_the_app_role_has_no_way_round() -> None:
    assert ask(
        "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, pg_has_role('app', 'owner', 'member') FROM pg_roles WHERE rolname = current_user"
    ) == [("app", False, False, False, False, False)]


def test_the_console_reads_what_is_listed_and_does_nothing_else() -> None:
    """Of the live catalog, by whatever way a right came to the role: the live check of P8 asks the same."""
    found = operators_role_reads_tickets_alone(timezone.now())
    assert found.result == "passed", found.details
    listed = {p.table for p in EXTRA_POLICIES if p.role == "console"}
    assert listed == {table for table in CONSOLE_READS if table in tenant_tables() | {"organization"}}


def test_definer_functions_are_the_listed_ones() -> None:
    live = ask("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'omnistock'::regnamespace")
    assert {row[0] for row in live} == set(golden("definer_functions.txt"))
    assert all(any(setting.startswith("search_path=") for setting in row[1] or ()) for row in live)


def test_no_triggers_on_tenant_tables() -> None:
    assert (
        ask(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%s)",
            sorted(tenant_tables()),
        )
        == []
    )

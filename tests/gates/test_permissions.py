"""db/permissions.txt equals the policies, and every operation's permission is one that exists."""

from __future__ import annotations

from omnistock.domain.support.policies import STAFF
from omnistock.tenancy.operation import OPERATIONS
from omnistock.tenancy.roles import PERMISSIONS, ROLES
from tests.gates.golden import PERMISSIONS_FILE, load_operations, permissions_text


def test_the_golden_file_is_what_the_code_says() -> None:
    assert PERMISSIONS_FILE.read_text() == permissions_text(), "if this change is meant: python -m tests.gates.golden"


def test_every_operation_needs_a_known_permission() -> None:
    load_operations()
    assert OPERATIONS
    # The operator's staff's own is no permission of a workspace: no role and no key can have it.
    assert STAFF not in PERMISSIONS
    assert {operation.permission for operation in OPERATIONS.values()} - {STAFF} <= set(PERMISSIONS)


def test_an_auditor_and_a_viewer_write_nothing() -> None:
    load_operations()
    writers = {operation.permission for operation in OPERATIONS.values()}
    assert not writers & ROLES["auditor"]
    assert not writers & ROLES["viewer"]

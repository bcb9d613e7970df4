"""Permissions and roles, as data. A permission is also an API scope; each operation names the one it needs in its room's
`policies.py`, and `db/permissions.txt` shows the whole."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

PERMISSIONS: Final = (
    "catalog:read",
    "catalog:write",
    "warehouses:read",
    "warehouses:write",
    "parties:read",
    "parties:write",
    "stock:read",
    "stock:write",
    "stock:approve",
    "recalls:write",
    # To see that there are counts; to count; to plan and approve counts; to see what the books say of what is counted
    # (whoever counts does not).
    "counts:read",
    "counts:write",
    "counts:approve",
    "variances:read",
    "purchasing:read",
    "purchasing:write",
    "sales:read",
    "sales:write",
    "dispatch:write",
    "shelf-life:override",
    "billing:read",
    "billing:write",
    "payments:read",
    "payments:write",
    "reports:read",
    # The papers with what one may read; to put one there, and take one's own away again; to take away what others put there.
    "attachments:read",
    "attachments:write",
    "attachments:remove",
    "exchange:write",
    "audit:read",
    "security:read",
    "people:read",
    "people:write",
    "settings:write",
    # Tickets to the operator's staff; to let them look at the workspace for some hours (promise P8).
    "support:read",
    "support:write",
    "access:grant",
    # What a member is told of in the app is theirs, and needs no permission; a key asks by these for what its maker is told.
    "notices:read",
    "notices:write",
    # To answer people about their own data: it is theirs, and not every member's to read.
    "rights:answer",
    # The whole workspace: taken out as one file, brought in from one while it is empty, deleted.
    "organization:export",
    "organization:restore",
    "organization:delete",
)

# Of a workspace that is being deleted: it can be read, taken along, and kept after all; and support's look is ended.
KEPT_WHEN_FROZEN: Final = frozenset(p for p in PERMISSIONS if p.endswith(":read")) | {
    "organization:export",
    "organization:delete",
    "access:grant",
}
_READS = frozenset(p for p in PERMISSIONS if p.endswith(":read")) - {"audit:read", "security:read", "people:read"}
_EVERYTHING = frozenset(PERMISSIONS)
_OWNERS = frozenset({"organization:restore", "organization:delete"})

ROLES: Final = MappingProxyType(
    {
        "owner": _EVERYTHING,
        "admin": _EVERYTHING - _OWNERS,
        "manager": _EVERYTHING
        - _OWNERS
        - {"organization:export", "people:write", "settings:write", "security:read", "rights:answer", "access:grant"},
        "warehouse": frozenset(
            {"catalog:read", "warehouses:read", "parties:read", "stock:read", "stock:write", "purchasing:read"}
            | {"counts:read", "counts:write", "sales:read", "dispatch:write", "support:read", "support:write"}
            | {"attachments:read", "attachments:write"}
        ),
        # Who walks the bins and is told nothing: no stock, no costs, no customers (docs/decisions/0011-blind-counts.md).
        "counter": frozenset({"catalog:read", "warehouses:read", "counts:read", "counts:write"}),
        "sales": frozenset(
            {
                "catalog:read",
                "warehouses:read",
                "parties:read",
                "parties:write",
                "stock:read",
                "counts:read",
                "sales:read",
                "sales:write",
            }
            | {"billing:read", "payments:read", "reports:read", "support:read", "support:write"}
            | {"attachments:read", "attachments:write"}
        ),
        "accounts": _READS
        | {"parties:write", "purchasing:write", "billing:write", "payments:write", "exchange:write"}
        # "Issue and release": goods of a registered warehouse leave with the invoice that accounts issues.
        | {"dispatch:write", "support:write", "attachments:write"},
        "viewer": _READS,
        "auditor": _READS | {"audit:read", "security:read", "people:read"},
    }
)

ROLE_CHOICES: Final = tuple((role, role) for role in ROLES)
# Roles that have no money screens unless the member's switch says otherwise.
ROLES_WITHOUT_COSTS: Final = frozenset({"warehouse", "counter", "sales", "viewer"})

"""The kinds of events that the security log keeps, as data. A kind that is not here cannot be written.

`reach` says who sees an event beside the person who did it and the person it was done to:
`workspace`  it was done in a workspace, and its log shows it;
`account`    it was done to a person's account, before or beside any workspace: theirs alone;
`members`    likewise, but it bears on every workspace that the person works in: those see it too (an attack on a member's
             password, a second factor that was taken away), while when and from where somebody signs in stays their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Reach = Literal["workspace", "account", "members"]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: str | Promise
    reach: Reach


_ALL: Final = (
    # Accounts.
    Kind("sign_up", _("Account made"), "account"),
    Kind("sign_in", _("Signed in"), "account"),
    Kind("sign_in_failed", _("Sign-in failed"), "members"),
    Kind("sign_out", _("Signed out"), "account"),
    Kind("session_ended", _("Session ended"), "account"),
    Kind("reauthenticated", _("Confirmed who they are"), "account"),
    Kind("reauthentication_failed", _("Could not confirm who they are"), "members"),
    Kind("password_changed", _("Password changed"), "members"),
    Kind("password_reset_asked", _("Password reset asked for"), "account"),
    Kind("password_reset", _("Password reset"), "members"),
    Kind("factor_added", _("Second factor added"), "members"),
    Kind("factor_removed", _("Second factor removed"), "members"),
    Kind("recovery_codes_made", _("Recovery codes made"), "members"),
    Kind("recovery_code_used", _("Recovery code used"), "members"),
    Kind("account_deleted", _("Account deleted"), "members"),
    Kind("request_recorded", _("Wrote down a privacy request"), "account"),
    # Workspaces.
    Kind("workspace_entered", _("Entered the workspace"), "workspace"),
    Kind("member_joined", _("Member joined"), "workspace"),
    Kind("member_removed", _("Member removed"), "workspace"),
    Kind("role_changed", _("Role changed"), "workspace"),
    Kind("second_factor_rule", _("Rule about second factors changed"), "workspace"),
    Kind("api_key_made", _("API key made"), "workspace"),
    Kind("api_key_revoked", _("API key revoked"), "workspace"),
    Kind("api_key_new_place", _("API key used from a new place"), "workspace"),
    Kind("api_key_refused", _("API key refused"), "workspace"),
    Kind("export", _("Export"), "workspace"),
    Kind("archive", _("Export of everything"), "workspace"),
    Kind("import", _("Import"), "workspace"),
    Kind("support_asked", _("Support asked for access"), "workspace"),
    Kind("support_granted", _("Access for support granted"), "workspace"),
    Kind("support_ended", _("Access for support ended"), "workspace"),
    Kind("support_access", _("Support looked at the workspace"), "workspace"),
    Kind("not_ours", _("Asked for a record that is not here"), "workspace"),
    Kind("not_allowed", _("Asked for what is not allowed"), "workspace"),
    Kind("integrity_difference", _("The nightly proof found a difference"), "workspace"),
    Kind("deletion_asked", _("Deletion asked for"), "workspace"),
    Kind("deletion_undone", _("Deletion taken back"), "workspace"),
    Kind("deletion", _("Deletion"), "workspace"),
    Kind("practice_reset", _("Practice workspace begun anew"), "workspace"),
    Kind("practice_deleted", _("Practice workspace deleted"), "account"),
    # Either: where the workspace is known it is the workspace's.
    Kind("rate_limit", _("Too many requests"), "workspace"),
)

KINDS: Final = MappingProxyType({kind.name: kind for kind in _ALL})
OUTCOMES: Final = ("done", "refused")

# What the facts of an event are called. A fact that is not here is shown by the name under which it is kept.
FACTS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "after": _("now"),
        "before": _("before"),
        "by": _("by way of"),
        "came_by": _("asked by"),
        "count": _("how many"),
        "device": _("device"),
        "ended": _("ended"),
        "factor": _("second factor"),
        "key": _("key"),
        "left": _("codes left"),
        "list": _("list"),
        "network": _("network"),
        "new_place": _("from a new place"),
        "page": _("page"),
        "role": _("role"),
        "route": _("address"),
        "rule": _("limit"),
        "scopes": _("may"),
        "staff": _("staff"),
        "status": _("came to"),
        "ticket": _("ticket"),
        "unknown_account": _("no such account"),
        "what": _("what"),
        "why": _("why"),
    }
)

"""The jobs that keep promises by the clock: each with what it does, so that the retention page shows when it last ran."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

JOB_REGISTER: Final = MappingProxyType(
    {
        "keep_installation": _("Empties the stores of the installation by the retention rules"),
        "delete_old_mails": _("Deletes mails and notices of workspaces that are over their time"),
        "delete_expired_archives": _("Deletes archives whose seven days are over"),
        "delete_old_drafts": _("Deletes forms that nobody sent"),
        "delete_expired_keys": _("Deletes keys of requests of more than 90 days ago"),
        "delete_old_deliveries": _("Deletes webhooks' deliveries of more than 30 days ago"),
        "advance_departures": _("Freezes, warns of and deletes workspaces on their way out"),
        "check_promises": _("Checks every promise"),
        "watch_for_incidents": _("Looks for incidents in the security log"),
        "remind_of_incidents": _("Reminds of who is still to be told of an incident"),
        "anchor_audit_heads": _("Writes the heads of the audit logs down outside the database"),
        "tell_sub_processors": _("Tells owners and admins of sub-processors that were announced"),
        "back_up": _("Backs up and tries the backup"),
    }
)

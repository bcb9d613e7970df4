"""How a sentence of ours says a day; what programs read of it stands in the details, as ISO 8601 has it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.formats import date_format

if TYPE_CHECKING:  # which says days itself
    from omnistock.tenancy.actor import OrganizationProfile


def day_said(day: dt.date | None) -> str:
    """`12 Mar 2027`, as every page writes it; empty for none."""
    return "" if day is None else date_format(day, "j M Y")


def moment_said(moment: dt.datetime, organization: OrganizationProfile) -> str:
    """`12 Mar 2027, 10:12`, on the organization's clock."""
    local = organization.local(moment)
    return f"{date_format(local.date(), 'j M Y')}, {local:%H:%M}"

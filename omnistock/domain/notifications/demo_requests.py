"""Somebody asks for a demo: a mail to the team, and nothing kept beside it, so it goes with the mails (retention rules)."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from omnistock.domain.notifications.operations import send_mail
from omnistock.tenancy.checks import Checker

DAYS_OFFERED: Final = 8
HOURS: Final = (dt.time(11), dt.time(15), dt.time(17))
LASTS: Final = dt.timedelta(minutes=30)
_SATURDAY: Final = 5


def demo_slots(*, now: dt.datetime, zone: ZoneInfo) -> list[dt.datetime]:
    """The moments that are offered: three a working day, from tomorrow on."""
    today = now.astimezone(zone).date()
    days = (today + dt.timedelta(days=ahead) for ahead in range(1, 2 * DAYS_OFFERED))
    working = [day for day in days if day.weekday() < _SATURDAY][:DAYS_OFFERED]
    return [dt.datetime.combine(day, hour, zone) for day in working for hour in HOURS]


def ask_for_demo(
    *, team_email: str, name: str, email: str, company: str, message: str, slot: str, now: dt.datetime, zone: ZoneInfo
) -> dt.datetime:
    """Tell the team; answers the moment that was chosen. Raises `Invalid` with every fault."""
    check = Checker()
    who = check.text("name", name, longest=120, required=True)
    address = check.email("email", email)
    if not email.strip():
        check.add("email", _("This is missing."), "missing")
    firm = check.text("company", company, longest=160)
    wish = check.text("message", message, longest=2_000, lines=True)
    chosen = {moment.isoformat(): moment for moment in demo_slots(now=now, zone=zone)}.get(slot)
    if chosen is None:
        check.add("slot", _("Choose one of the times below."), "unknown_choice")
    check.stop()
    assert chosen is not None
    lines = (f"When: {chosen:%A %d %B %Y %H:%M} {zone.key}", f"Name: {who}", f"Mail: {address}", f"Company: {firm}")
    send_mail(
        kind="demo_request",
        recipient=team_email,
        subject=f"Demo asked for: {firm or who}",
        text="\n".join((*lines, "", wish)),
    )
    return chosen


def calendar_entry(*, at: dt.datetime, base_url: str) -> str:
    """The demo as iCalendar (RFC 5545): lines end in CR LF, times in UTC."""
    start, end = (f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" for moment in (at, at + LASTS))
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OmniStock//Demo//EN", "BEGIN:VEVENT"),
        *(f"UID:demo-{start}@omnistock", f"DTSTAMP:{start}", f"DTSTART:{start}", f"DTEND:{end}"),
        *("SUMMARY:OmniStock demo", f"URL:{base_url}", "END:VEVENT", "END:VCALENDAR", ""),
    )
    return "\r\n".join(lines)

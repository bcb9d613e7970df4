"""What happens after a breach, told once: an incident of Demo Pharma from the first call to the last report, with its notice
and receipts, and a drill. Both are marked as practice: the live check of promise P15 counts neither, since nobody walked
them, and no worker is reminded of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from omnistock.domain.identity.operations import create_api_key, revoke_api_key
from omnistock.domain.incidents import operations
from omnistock.domain.incidents.queries import has_practice
from omnistock.domain.incidents.words import Contact
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.cli.demo.stage import Stage
from omnistock.tenancy.actors import system_actor

_BY: Final = "Tina Rehearsal"
_CONTACT: Final = Contact("the practice operator", "security@example.com")
_DAYS_AGO: Final = 21
_DRILL_DAYS_AGO: Final = 45
_MORNING: Final = dt.time(4, 35, tzinfo=dt.UTC)  # 10:05 in India

_KEY: Final = "Web shop, before the move"
_RECORD: Final = {
    "title": "Practice: a key of the workspace stood on a public web page",
    "nature": "data_leak",
    "place": "A public source repository of the firm that built the old web shop; not our own systems",
    "scope": "A key of the API of Demo Pharma Distributors with the scope parties:read stood in a public repository for "
    "nine days. With it names, addresses and telephone numbers of 25 customers could be read. No prices, no stock, no "
    "passwords. The security log shows no use of the key from anywhere but the shop's own server.",
    "consequences": "Somebody who found the key could have read the customers' contact data. We have no sign of it.",
    "mitigation": "The key was revoked within the hour. The repository's owner removed the file and its history.",
    "advice": "Make a key of its own for each system, with the least scopes, and revoke what is not "
    "needed any more under Set-up › API keys. Tell the customers, if you judge that they should know.",
}
_FINDINGS: Final = {
    "findings": "The firm copied its settings file into a repository that it made public nine days later.",
    "remedy": "The old shop has no key any more, and the firm scans what it publishes for the keys' form, omni_….",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """An incident, and the clock by which its story goes."""

    id: UUID
    start: dt.datetime

    def after(self, **passed: float) -> dict[str, Any]:
        """Who acts, and the moment so long after it was noticed."""
        return {"incident_id": self.id, "by": _BY, "now": self.start + dt.timedelta(**passed)}


def tell_incidents(stage: Stage) -> None:
    """Within the boundary of Demo Pharma. Told before, it stays as it is."""
    if not has_practice():
        _drill(stage)
        _breach(stage)


def _begun(stage: Stage, days_ago: int, values: dict[str, Any], *, is_drill: bool) -> _Told:
    start = dt.datetime.combine(stage.day(-days_ago), _MORNING)
    moments = {"noticed_at": start, "aware_at": start + dt.timedelta(minutes=35)}
    made = operations.register(
        values=values | moments, is_drill=is_drill, is_practice=True, by=_BY, now=start + dt.timedelta(minutes=40)
    )
    return _Told(made.pk, start)


def _breach(stage: Stage) -> None:
    asha = stage.acting(ASHA, days_ago=60)
    key = create_api_key(actor=asha, name=_KEY, scopes=["parties:read"]).api_key
    told = _begun(stage, _DAYS_AGO, _RECORD, is_drill=False)
    caller = "Somebody wrote to the security address: a key that begins with omni_ stands on a public page."
    operations.add_note(**told.after(minutes=42), text=caller, happened_at=told.start)
    revoke_api_key(actor=asha.at(told.start + dt.timedelta(minutes=58)), api_key_id=key.pk)
    operations.add_note(**told.after(hours=1), text="Asha Rao was called and revoked the key.")
    query = operations.Query("workspace", str(stage.organization_id))
    operations.find_affected(**told.after(hours=1, minutes=20), query=query)
    _tell(told, "cert_in", "By mail to the incident desk, first report; its number: PRACTICE-0001", hours=3)
    _tell(told, "board_first", "First intimation, its number: PRACTICE-0002", hours=3, minutes=30)
    nobody = "No account's data is concerned. The customers are the workspace's own: it decides, as their fiduciary."
    operations.leave_out(**told.after(hours=4), clock="people", text=nobody)
    _notify(stage, told)
    operations.change_record(**told.after(days=1), values=_FINDINGS)
    _tell(told, "board_detail", "Report in detail, its number: PRACTICE-0003", days=2, hours=2)
    end = "The key is dead, its workspace was told, the reports are sent; nothing was read that we can see."
    operations.close_incident(**told.after(days=3), text=end)


def _tell(told: _Told, clock: str, text: str, **passed: float) -> None:
    operations.tell_by_hand(**told.after(**passed), clock=clock, text=text)


def _notify(stage: Stage, told: _Told) -> None:
    """The owner is told in the app, and reads it an hour later."""
    message = operations.write_message(**told.after(hours=4, minutes=30), audience="admins", contact=_CONTACT)
    at = told.after(hours=5)
    operations.send_message(message_id=message.pk, by=_BY, now=at["now"])
    product = system_actor(organization_id=stage.organization_id, door="job", now=at["now"])
    operations.deliver_notice(actor=product, message_id=message.pk)
    operations.see_message(actor=stage.acting(ASHA).at(told.after(hours=6)["now"]), message_id=message.pk)


def _drill(stage: Stage) -> None:
    """A lost backup, walked with a stop watch; no workspace hears of it."""
    values = {
        "title": "Practice: the disk with last night's backup is gone",
        "nature": "integrity",
        "place": "The store of backups",
        "scope": "The drill: one encrypted backup is not where it should be.",
        "mitigation": "The key of the backups was changed; the next backup was made and tried at once.",
    }
    told = _begun(stage, _DRILL_DAYS_AGO, values, is_drill=True)
    operations.add_note(**told.after(hours=1), text="Found by whom, looked for where: 25 minutes.")
    query = operations.Query("workspace", str(stage.organization_id))
    operations.find_affected(**told.after(hours=1, minutes=10), query=query)
    _tell(told, "cert_in", "Written, not sent: 2 hours 5 minutes after it was noticed", hours=2, minutes=5)
    for clock in ("board_first", "board_detail"):
        _tell(told, clock, "Written, not sent", hours=3)
    for audience in ("admins", "people"):
        message = operations.write_message(**told.after(hours=3, minutes=30), audience=audience, contact=_CONTACT)
        operations.send_message(message_id=message.pk, by=_BY, now=told.after(hours=3, minutes=40)["now"])
    operations.close_incident(
        **told.after(hours=4), text="Walked in four hours. Next time the number of the disk is at hand."
    )

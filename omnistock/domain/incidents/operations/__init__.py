"""Every write on incidents."""

from omnistock.domain.incidents.operations.detecting import told_due, watch
from omnistock.domain.incidents.operations.registering import (
    ClocksRunning,
    IncidentChanged,
    IncidentOver,
    NotJudged,
    add_note,
    change_record,
    close_incident,
    delete_incidents_before,
    dismiss_incident,
    leave_out,
    register,
    take_up,
    tell_by_hand,
)

__all__ = [
    "ClocksRunning",
    "IncidentChanged",
    "IncidentOver",
    "NotJudged",
    "add_note",
    "change_record",
    "close_incident",
    "delete_incidents_before",
    "dismiss_incident",
    "leave_out",
    "register",
    "take_up",
    "tell_by_hand",
    "told_due",
    "watch",
]

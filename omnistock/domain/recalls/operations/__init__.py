"""Every write of recalls: opened, worked off, closed or released."""

from omnistock.domain.recalls.operations.contacts import record_contact
from omnistock.domain.recalls.operations.ending import close_recall, quarantine_recall, release_recall
from omnistock.domain.recalls.operations.opening import open_recall

__all__ = ["close_recall", "open_recall", "quarantine_recall", "record_contact", "release_recall"]

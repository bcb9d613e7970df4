"""Who signs in to the practice workspaces, one person for each role. The names are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Printed at every start: practice data is open to whoever reaches the screen, and to nobody else's workspace.
PASSWORD: Final = "practice makes tidy shelves"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    role: str


ASHA: Final = DemoPerson("Asha Rao", "asha@example.com", "owner")
RAVI: Final = DemoPerson("Ravi Patil", "ravi@example.com", "warehouse")
NOOR: Final = DemoPerson("Noor Sheikh", "noor@example.com", "counter")
MEENA: Final = DemoPerson("Meena Iyer", "meena@example.com", "sales")
FARID: Final = DemoPerson("Farid Khan", "farid@example.com", "accounts")
VIDYA: Final = DemoPerson("Vidya Nair", "vidya@example.com", "viewer")
ARUN: Final = DemoPerson("Arun Das", "arun@example.com", "auditor")

STAFF: Final = (RAVI, NOOR, MEENA, FARID, VIDYA, ARUN)

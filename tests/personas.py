"""The people of the tests. Each test acts as one of them, and nobody is all-powerful by accident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "a long sentence nobody guesses"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody with a verified address. `role` None: no person but an integrator's API key."""

    name: str
    email: str
    role: str | None


ASHA: Final = Persona("Asha Rao", "asha@example.com", "owner")
ANIL: Final = Persona("Anil Verma", "anil@example.com", "admin")
MAYA: Final = Persona("Maya Joshi", "maya@example.com", "manager")
RAVI: Final = Persona("Ravi Patil", "ravi@example.com", "warehouse")
NOOR: Final = Persona("Noor Sheikh", "noor@example.com", "counter")
MEENA: Final = Persona("Meena Iyer", "meena@example.com", "sales")
FARID: Final = Persona("Farid Khan", "farid@example.com", "accounts")
VIDYA: Final = Persona("Vidya Nair", "vidya@example.com", "viewer")
ARUN: Final = Persona("Arun Das", "arun@example.com", "auditor")
OTTO: Final = Persona("Otto Klein", "otto@example.com", "owner")  # of another organization
INES: Final = Persona("Ines Integrator", "ines@example.com", None)

# Everybody who signs in at Demo Pharma, one for each role.
STAFF: Final = (ASHA, ANIL, MAYA, RAVI, NOOR, MEENA, FARID, VIDYA, ARUN)

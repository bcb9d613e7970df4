"""The States and Union Territories of India by GST code, with the codes that stand for other places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class State:
    """`has_state_tax` tells the second head of a supply within it: SGST where true, UTGST where false
    (UTGST Act 2017 s.1: Union Territories without a legislature). `is_current` is false for codes that old numbers
    still carry and nobody is given any more."""

    code: str
    name: str
    short: str
    has_state_tax: bool = True
    is_current: bool = True


_UTGST: Final = frozenset(("04", "25", "26", "31", "35", "38", "97"))
_LEGACY: Final = frozenset(("25", "28"))
_NAMES: Final = (
    ("01", "JK", "Jammu and Kashmir"),
    ("02", "HP", "Himachal Pradesh"),
    ("03", "PB", "Punjab"),
    ("04", "CH", "Chandigarh"),
    ("05", "UK", "Uttarakhand"),
    ("06", "HR", "Haryana"),
    ("07", "DL", "Delhi"),
    ("08", "RJ", "Rajasthan"),
    ("09", "UP", "Uttar Pradesh"),
    ("10", "BR", "Bihar"),
    ("11", "SK", "Sikkim"),
    ("12", "AR", "Arunachal Pradesh"),
    ("13", "NL", "Nagaland"),
    ("14", "MN", "Manipur"),
    ("15", "MZ", "Mizoram"),
    ("16", "TR", "Tripura"),
    ("17", "ML", "Meghalaya"),
    ("18", "AS", "Assam"),
    ("19", "WB", "West Bengal"),
    ("20", "JH", "Jharkhand"),
    ("21", "OD", "Odisha"),
    ("22", "CG", "Chhattisgarh"),
    ("23", "MP", "Madhya Pradesh"),
    ("24", "GJ", "Gujarat"),
    ("25", "DD", "Daman and Diu (until 2020)"),
    ("26", "DH", "Dadra and Nagar Haveli and Daman and Diu"),
    ("27", "MH", "Maharashtra"),
    ("28", "AP", "Andhra Pradesh (before 2014)"),
    ("29", "KA", "Karnataka"),
    ("30", "GA", "Goa"),
    ("31", "LD", "Lakshadweep"),
    ("32", "KL", "Kerala"),
    ("33", "TN", "Tamil Nadu"),
    ("34", "PY", "Puducherry"),
    ("35", "AN", "Andaman and Nicobar Islands"),
    ("36", "TS", "Telangana"),
    ("37", "AP", "Andhra Pradesh"),
    ("38", "LA", "Ladakh"),
    ("96", "OC", "Other country"),
    ("97", "OT", "Other territory"),
    ("99", "CJ", "Centre jurisdiction"),
)

STATES: Final[dict[str, State]] = {
    code: State(
        code=code,
        name=name,
        short=short,
        has_state_tax=code not in _UTGST,
        is_current=code not in _LEGACY,
    )
    for code, short, name in _NAMES
}
OTHER_COUNTRY: Final = STATES["96"]
CHOICES: Final = tuple(state for state in STATES.values() if state.is_current and state.code not in ("96", "99"))

"""The element strings of a GS1 code, as biip reads them.

`gs1` loads this with the first code that has any: biip brings the prefixes of every company along, 16 MB that a process
which reads none need not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from biip import ParseConfig, ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)


@dataclass(frozen=True, slots=True)
class Element:
    """One element string. `is_broken`: it holds a key (GTIN, SSCC, GLN) that cannot be read."""

    identifier: str
    value: str
    is_broken: bool


def of_message(text: str) -> list[Element]:
    """Raises ValueError where `text` is no GS1 message."""
    try:
        return [_element(found) for found in GS1Message.parse(text, config=_CONFIG).element_strings]
    except ParseError as reason:
        raise ValueError from reason


def first_of(text: str) -> Element:
    """What `text` begins with. Raises ValueError where that is no element string."""
    try:
        return _element(GS1ElementString.extract(text, config=_CONFIG))
    except ParseError as reason:
        raise ValueError from reason


def of_link(address: str) -> list[Element]:
    """Raises ValueError where `address` is no GS1 Digital Link."""
    try:
        return [_element(found) for found in GS1DigitalLinkURI.parse(address, config=_CONFIG).element_strings]
    except ParseError as reason:
        raise ValueError from reason


def _element(found: GS1ElementString) -> Element:
    is_broken = bool(found.gtin_error or found.sscc_error or found.gln_error)
    return Element(found.ai.ai, found.value, is_broken)

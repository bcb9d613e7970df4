"""Batch numbers: what is printed on the pack, and the form of it that is compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.words import gettext as _

# GS1 AI (10) holds 20 characters; packs without GS1 carry longer ones.
BATCH_NUMBER_LONGEST: Final = 50

_SPACES: Final = re.compile(r"\s+")


def parse_batch_number(typed: str) -> str:
    """The batch number as it will be kept and printed: trimmed, inner spaces single, letters and zeros as they are.

    Raises `Invalid` `batch_number_missing`, `batch_number_too_long` or `batch_number_unreadable` (control characters,
    among them the NUL that PostgreSQL cannot hold).
    """
    number = _SPACES.sub(" ", unicodedata.normalize("NFC", typed)).strip() if len(typed) < 1_000 else typed
    if not number:
        message = _("The batch number is missing; write what is printed on the pack.")
        raise Invalid.at("", message, "batch_number_missing")
    if len(number) > BATCH_NUMBER_LONGEST:
        message = _("The batch number “{number}” is longer than {longest} characters.")
        message = message.format(number=excerpt(number, length=24), longest=BATCH_NUMBER_LONGEST)
        raise Invalid.at("", message, "batch_number_too_long")
    if not number.isprintable():
        message = _("The batch number “{number}” has a character that cannot be printed; type it anew.")
        raise Invalid.at("", message.format(number=excerpt(number)), "batch_number_unreadable")
    return number


def fold_batch_number(number: str) -> str:
    """The form by which two batch numbers are the same: trimmed, case-folded, width and ligatures made plain.

    Leading zeros stay, for 0042 and 42 are two batches. NFKC comes before and after folding, as folding can undo it
    (Unicode 3.13, D146: toNFKC_Casefold is a closure). The unique index stands on this value.
    """
    folded = unicodedata.normalize("NFKC", number).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()

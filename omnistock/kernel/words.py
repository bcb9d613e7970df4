"""What the kernel says, in the language of whoever reads it.

The kernel knows no framework and so no catalogue. Who has one hands it in at the start (`speak_by`, which tenancy does when
Django starts); until then, and in what runs before Django, the kernel speaks English. Import `gettext` as `_`, as everybody
does, and what is said is found for the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]

_translate: Translate = str


def speak_by(translate: Translate) -> None:
    """From now on `translate` gives every sentence, in the language of the moment."""
    global _translate
    _translate = translate


def gettext(sentence: str) -> str:
    """`sentence` as its reader has it; its values are put into what comes back, by `format`."""
    return _translate(sentence)


def gettext_noop(word: str) -> str:
    """`word` as it is, found for the catalogues: what only a refusal says is translated by the refusal."""
    return word

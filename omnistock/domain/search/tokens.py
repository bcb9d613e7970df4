"""From text to the words that are searched: folded, without accents, cut at everything that is no letter or digit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST_TOKEN: Final = 40
MOST_TOKENS: Final = 60
_WORD: Final = re.compile(r"[^\W_]+")


def tokens_of(texts: Iterable[str]) -> list[str]:
    """The words of `texts`, each once, in order, at most 60. A word with marks inside ("PARA-500") is there in its
    parts and joined ("para", "500", "para500"), since people type both."""
    found: dict[str, None] = {}
    for text in texts:
        for word in fold(text).split():
            parts = _WORD.findall(word)
            for token in (*parts, "".join(parts)):
                if token:
                    found[token[:LONGEST_TOKEN]] = None
    return list(found)[:MOST_TOKENS]


def words_of(query: str) -> list[str]:
    """The words that a person typed, at most ten; each is the beginning of a token."""
    return list(dict.fromkeys(word[:LONGEST_TOKEN] for word in _WORD.findall(fold(query[:400]))))[:10]


def fold(text: str) -> str:
    """Case, width, ligatures and Latin accents do not matter; the vowel signs of Indian scripts do, and stay."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in plain if not "\u0300" <= c <= "\u036f"))

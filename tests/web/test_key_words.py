"""Scopes and event types have words beside their names."""

from __future__ import annotations

from omnistock.domain.webhooks.operations import rooms
from omnistock.interfaces.web import urls  # noqa: F401  (every room is known when its pages are)
from omnistock.interfaces.web.key_words import ROOM_WORDS, SCOPE_WORDS, words_of_type
from omnistock.tenancy.roles import PERMISSIONS


def test_every_scope_has_words_of_its_own() -> None:
    assert list(SCOPE_WORDS) == list(PERMISSIONS)
    assert len({str(words) for words in SCOPE_WORDS.values()}) == len(PERMISSIONS)


def test_every_room_has_words_of_its_own() -> None:
    assert set(rooms()) == set(ROOM_WORDS) - {"*"}
    assert len({str(words) for words in ROOM_WORDS.values()}) == len(ROOM_WORDS)
    assert words_of_type("sales.confirm_order") == words_of_type("sales.*") == "Orders"

"""The one exception of a start that cannot go on."""

from __future__ import annotations


class StartRefused(Exception):
    """The program will not start. The message is one line: what is wrong, where, what would be right."""

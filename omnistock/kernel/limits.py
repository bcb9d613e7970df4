"""How much of something is taken in a while: the rules as data, and one process's counting. No clock, no database.

A window begins at a multiple of its length, so that all processes count in the same one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `most` in `seconds`, for each `whom`."""

    most: int
    seconds: int
    whom: str


# Generous: who works never meets one; a program that has gone mad, and who guesses passwords, does.
RULES: Final = MappingProxyType(
    {
        "api_key": Rule(30_000, 60, "key"),
        "api": Rule(60_000, 60, "organization"),
        "unknown_key": Rule(300, 60, "address"),
        "sign_in": Rule(60, 300, "address"),
        "account": Rule(15, 300, "account"),  # whatever address asks: of one typed email
        "second_factor": Rule(10, 300, "person"),
        "sign_up": Rule(30, 3600, "address"),
        "password_reset": Rule(20, 3600, "address"),
        "demo": Rule(10, 3600, "address"),
        "import": Rule(120, 600, "organization"),
        "export": Rule(300, 600, "organization"),
        "search": Rule(1_200, 60, "person"),
        "ticket": Rule(60, 600, "organization"),
        "rights": Rule(10, 3600, "address"),
    }
)


def rules_with(text: str) -> Mapping[str, Rule]:
    """The rules with an operator's own numbers: `sign_in=20/300, export=1000/600`. Raises ValueError with the piece that
    is wrong."""
    found = dict(RULES)
    for piece in (each.strip() for each in text.split(",") if each.strip()):
        name, _, numbers = piece.partition("=")
        most, _, seconds = numbers.partition("/")
        if name not in RULES or not (most.isdecimal() and seconds.isdecimal()) or not int(most) or not int(seconds):
            raise ValueError(f"holds {piece!r}; write RULE=MOST/SECONDS, where RULE is one of {', '.join(RULES)}")
        found[name] = Rule(int(most), int(seconds), RULES[name].whom)
    return MappingProxyType(found)


class Window(NamedTuple):
    """One rule, for one subject (a digest, so that nobody's address is kept), from `start` on."""

    rule: str
    subject: str
    start: int


class Taken(NamedTuple):
    """How a window stands after something was taken; `is_over` means that it must be refused."""

    most: int
    seconds: int
    left: int
    resets_in: int
    is_over: bool


class Counter:
    """What this process has taken, and what all of them had taken when it was last shared."""

    def __init__(self) -> None:
        self._fresh: dict[Window, int] = {}
        self._shared: dict[Window, int] = {}
        self._lock = threading.Lock()

    def take(self, name: str, rule: Rule, subject: str, *, now: float) -> Taken:
        """Count one more. What was refused counts too: who hammers on is let in when they stop."""
        start = int(now) // rule.seconds * rule.seconds
        window = Window(name, subject, start)
        with self._lock:
            self._fresh[window] = self._fresh.get(window, 0) + 1
            used = self._fresh[window] + self._shared.get(window, 0)
        resets_in = max(1, start + rule.seconds - int(now))
        return Taken(rule.most, rule.seconds, max(0, rule.most - used), resets_in, used > rule.most)

    def share(
        self,
        add: Callable[[Mapping[Window, int]], Iterable[tuple[Window, int]]],
        *,
        lengths: Mapping[str, Rule],
        now: float,
    ) -> None:
        """Add what is fresh to what is shared; `add` answers the sums. When it fails, all stays and is added later."""
        with self._lock:
            sent = dict(self._fresh)
        sums = dict(add(sent)) if sent else {}
        with self._lock:
            for window, count in sent.items():
                self._fresh[window] -= count
                if not self._fresh[window]:
                    del self._fresh[window]
            self._shared |= sums
            for window in [each for each in self._shared if each.start + lengths[each.rule].seconds <= now]:
                del self._shared[window]

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._fresh.clear()
            self._shared.clear()

"""Asha asks to be told: in the app of every dispatch and count, by mail of counts too."""

from __future__ import annotations

from functools import partial
from typing import Final

from omnistock.domain.notifications.kinds import ASKED_KINDS
from omnistock.domain.notifications.notices import choose_notices
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.cli.demo.stage import Stage

_SINCE_DAYS_AGO: Final = 9


def ask_for_notices(stage: Stage) -> None:
    """Before the last count, so that it and what left since is there to read."""
    stage.on(_SINCE_DAYS_AGO, partial(_choose, stage))


def _choose(stage: Stage) -> None:
    everything = [kind.name for kind in ASKED_KINDS]
    actor = stage.acting(ASHA, days_ago=_SINCE_DAYS_AGO)
    choose_notices(actor=actor, app=everything, mail=["stock_count_completed"])

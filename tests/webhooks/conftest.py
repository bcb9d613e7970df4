"""Somebody who is told, on this machine, and a workspace that tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from omnistock.kernel.addresses import networks_of
from tests.support.receiver import Receiver


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = networks_of("127.0.0.0/8")
    found = Receiver()
    yield found
    found.stop()

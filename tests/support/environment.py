"""The environment of a test run: nothing of the developer's own reaches the tests."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from omnistock.launch.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "tests-only-" + "0123456789" * 5


def set_environment() -> None:
    """Sets what Django's settings read. To be called before anything imports them.

    The database is named later, when a test first asks for one: tests of pure functions start no server.
    """
    for name in VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="omnistock.config.settings",
        DATABASE_URL="postgresql://app@localhost/no_database_yet",
        DATABASE_CONSOLE_URL="postgresql://console@localhost/no_database_yet",
        SECRET_KEY=SECRET_KEY,
        OMNISTOCK_DATA=str(ROOT / "build" / "test-data"),
        OMNISTOCK_POOL="0",
    )


def seed() -> int:
    """The seed of every random test in this run; one for all pytest workers. Set TEST_SEED to repeat a run."""
    return int(os.environ.setdefault("TEST_SEED", str(secrets.randbelow(2**32))))

"""db/structure.sql is what the migrations make: a reviewer reads a change of the database there."""

from __future__ import annotations

import pytest

from tests.gates.golden import STRUCTURE_FILE, structure_text
from tests.support.server import server


@pytest.mark.django_db
def test_the_golden_file_is_what_the_migrations_make(database_name: str) -> None:
    assert structure_text(server(), database_name) == STRUCTURE_FILE.read_text(), (
        "if this change is meant: python -m tests.gates.golden"
    )

"""db/plans/ holds how the hottest queries are answered: a change of an index or of a query shows there."""

from __future__ import annotations

import os

from tests.gates.plans import PLANS_FOLDER, plans
from tests.support.server import own_database


def test_the_hottest_queries_go_the_way_of_the_golden_files() -> None:
    name = f"test_plans_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with own_database(name) as server:
        found = plans(server, name)
    golden = {path.stem: path.read_text() for path in PLANS_FOLDER.glob("*.txt")}
    assert found == golden, "if this change is meant: python -m tests.gates.golden"

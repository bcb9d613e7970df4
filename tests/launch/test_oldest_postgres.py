"""The oldest PostgreSQL that the product says it runs on, as a foreign server: migrated, worked on and proved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from omnistock.launch import places
from omnistock.launch.database import OLDEST_VERSION
from omnistock.launch.postgres import DATABASE, EmbeddedPostgres
from tests.support.environment import SECRET_KEY
from tests.support.server import migrate
from tests.support.upright import run_omnistock


class OldServer(EmbeddedPostgres):
    """Made as an operator's own: its locale is the machine's C.UTF-8, which PostgreSQL only brings itself since 17."""

    def _run(self, program: str, *arguments: str, text: str | None = None) -> None:
        newer = ("--locale-provider", "--builtin-locale")
        super()._run(program, *(each for each in arguments if not each.startswith(newer)), text=text)


@pytest.fixture
def old_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OldServer]:
    monkeypatch.setattr(places, "INSTALLATION", "pginstall")
    made = OldServer(tmp_path / "postgres", settings={"fsync": "off"})
    with made.lease():
        yield made
    made.destroy()


@pytest.mark.soak
def test_it_runs_on_the_oldest(old_server: OldServer) -> None:
    migrate(old_server, DATABASE)
    given = {"DATABASE_URL": old_server.url("app"), "SECRET_KEY": SECRET_KEY}

    def done(*arguments: str) -> Any:
        answer = run_omnistock(*arguments, **given)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    with psycopg.connect(given["DATABASE_URL"]) as connection:
        assert connection.info.server_version // 10_000 == OLDEST_VERSION
    done("demo")
    done("verify")
    assert "FAILED" not in done("promises"), "policies and rights are printed otherwise by an older server"
    assert "Practice data is there." in done("demo")

"""The key that the data is sealed with, where the data lies outside of the data folder (as it does for root) and outlives it."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from omnistock.launch import database
from omnistock.launch.environment import Environment
from omnistock.launch.places import Places


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Of a server that has data; it need not be started to look for its key."""
    state = tmp_path / "state"
    found = Places(state=state, run=state / "run", programs=state, uid=None, gid=None)
    found.data.mkdir(parents=True)
    server = SimpleNamespace(places=found, lease=nullcontext, url=lambda role: f"postgresql://{role}@/omnistock")
    monkeypatch.setattr(database, "embedded_server", lambda folder: server)
    return found


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment.read({}, data=str(tmp_path / "folder"))


def begin(environment: Environment) -> str:
    """The key as it is once a command has its database."""
    with database.running_database(environment):
        return environment.secret_file.read_text()


def test_both_gone_with_the_data_folder_begins_with_another_key_and_says_so(
    places: Places, environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    key = begin(environment)
    said = capsys.readouterr().err
    assert f"there is a database in {places.state} already, and {environment.secret_file}" in said
    assert "all of these are set up anew" in said
    assert (places.state / "secret_key").read_text() == key
    begin(environment)
    assert capsys.readouterr().err == ""


def test_the_copy_brings_a_key_back_that_went_with_the_data_folder(places: Places, environment: Environment) -> None:
    key = begin(environment)
    shutil.rmtree(environment.data_folder)
    assert begin(environment) == key


def test_a_copy_that_differs_is_written_anew(places: Places, environment: Environment) -> None:
    begin(environment)
    environment.secret_file.write_text(other := "another key, as an operator brings one " * 2)
    assert begin(environment) == other
    assert (places.state / "secret_key").read_text() == other
    assert (places.state / "secret_key").stat().st_mode & 0o777 == 0o600

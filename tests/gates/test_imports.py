"""The map of ARCHITECTURE.md, held by import-linter on `.importlinter`."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from tests.support.environment import ROOT


def test_every_contract_is_kept(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=".importlinter", no_cache=True)
    assert status == 0, capsys.readouterr().out

"""The map of ARCHITECTURE.md, held by import-linter on `.importlinter`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.environment import ROOT


def test_every_contract_is_kept() -> None:
    """In a process of its own: the linter sets up logging anew, which would silence the loggers of other tests."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

"""Real data files, which stay outside the repository. A test that needs one is skipped, loudly, where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.environment import ROOT

_FOLDER = Path(os.environ.get("OMNISTOCK_DATA_SETS", ROOT.parent / "shared" / "data"))


def data_set(*parts: str) -> Path:
    """The file or folder of the data sets (`OMNISTOCK_DATA_SETS`, default `../shared/data`)."""
    path = _FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"DATA SET ABSENT: {path}. Set OMNISTOCK_DATA_SETS to the folder that holds {'/'.join(parts)}.")
    return path

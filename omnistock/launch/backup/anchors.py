"""Where the audit anchors stand and until when, read without Django: `omnistock restore` tells of them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from omnistock.launch.environment import Environment


def newest_anchor(environment: Environment) -> tuple[Path, dt.datetime | None]:
    """The folder, and the moment of the newest line in it; None where there is none that can be read."""
    folder = Path(environment.values.get("ANCHOR_DIRECTORY") or environment.data_folder / "anchors")
    for path in sorted(folder.glob("anchors-????-??-??.jsonl"), reverse=True):
        try:
            moments = [json.loads(line)["at"] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
            return folder, max(map(dt.datetime.fromisoformat, moments))
        except (OSError, ValueError, KeyError):
            continue  # `verify` names what is wrong with it
    return folder, None

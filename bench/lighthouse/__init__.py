"""Lighthouse on the public pages, as a phone sees them: 95 or more of 100 in each of its four categories is the goal.

The npm package is installed beside this file by its lock at first use, for it is large and nothing else needs it.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.place import Place
from bench.processes import running

HERE = Path(__file__).parent
PAGES = ("/", "/features", "/pricing", "/who-we-serve", "/blog", "/demo", "/privacy", "/trust")
GOAL = 95
CHROMIUM = "/usr/bin/chromium"


def measure(place: Place) -> Iterator[dict[str, Any]]:
    """One line a page, with the score of each category."""
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    with running(place, "web") as web:
        for page in PAGES:
            scores = _scores(f"{web.address}{page}")
            yield {"bench": "lighthouse", "page": page, **scores, "goal": GOAL, "met": min(scores.values()) >= GOAL}


def _scores(address: str) -> dict[str, int]:
    flags = ["--quiet", "--output=json", "--form-factor=mobile", "--chrome-flags=--headless=new --no-sandbox"]
    command = ["node", "node_modules/lighthouse/cli/index.js", address, *flags]
    done = subprocess.run(
        command, cwd=HERE, env={**os.environ, "CHROME_PATH": CHROMIUM}, check=True, capture_output=True, text=True
    )
    categories = json.loads(done.stdout)["categories"]
    return {name: round(100 * (category["score"] or 0)) for name, category in categories.items()}

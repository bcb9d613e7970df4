"""The TypeScript is well typed, and its own tests hold."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.gates.test_source import ROOT

FRONTEND = ROOT / "frontend"
NODE = ROOT / ".venv" / "node" / "bin"


@pytest.mark.parametrize(
    "command",
    [
        ["node_modules/typescript/bin/tsc", "--noEmit"],
        ["--test", *sorted(f"tests/{file.name}" for file in FRONTEND.glob("tests/*.test.mjs"))],
    ],
    ids=["types", "tests"],
)
def test_it_holds(command: list[str]) -> None:
    variables = {**os.environ, "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["node", *command], cwd=FRONTEND, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

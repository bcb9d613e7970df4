"""The documents name only files, modules, make targets and commands that exist."""

from __future__ import annotations

import configparser
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from omnistock.launch.program import COMMANDS
from tests.gates.test_source import ROOT

DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
PLACES = ("omnistock/", "tests/", "frontend/", "docs/", "db/", "bench/", ".ci/")


def wrong_names(text: str, *, folder: Path = ROOT) -> Iterator[str]:
    """What a document names and is not there."""
    for link in re.findall(r"\]\(([^)#\s]+)", text):
        if not re.match(r"[a-z]+:", link) and not link.startswith("/") and not (folder / link).exists():
            yield f"the link {link}"
    for code in re.findall(r"`([^`\n]+)`", text):
        if code.startswith(PLACES) and " " not in code and not _is_place(code.rstrip("/")):
            yield f"the place {code}"
        if (module := re.fullmatch(r"omnistock(\.\w+)+", code)) and not _is_named(module[0]):
            yield f"the module {code}"
    for target in re.findall(r"(?:`|^ {4})make ([a-z]+)\b", text, re.MULTILINE):
        if target not in TARGETS:
            yield f"the target: make {target}"
    for command in re.findall(r"(?:`|^ {4}|bin/)omnistock ([a-z][a-z-]+)\b", text, re.MULTILINE):
        if command not in COMMANDS:
            yield f"the command: omnistock {command}"


def _is_place(name: str) -> bool:
    """A file or folder; words in capitals and braces stand for any, as in `domain/ROOM/models.py` or `web/{a,b}.py`."""
    name = re.sub(r":\w+$|::.*$", "", name)
    pattern = re.sub(r"\{[^}]*\}|<[^>]*>|\b[A-Z]{2,}\b(?!\.)|…|\.\.\.", "*", name)
    return any(ROOT.glob(pattern))


def _is_named(name: str) -> bool:
    """A module, or something in one."""
    for module in (name, name.rpartition(".")[0]):
        try:
            if importlib.util.find_spec(module):
                return True
        except ModuleNotFoundError:
            continue
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_names_what_is_there(document: Path) -> None:
    assert list(wrong_names(document.read_text(), folder=document.parent)) == []


def test_it_bites() -> None:
    bad = "[a](nowhere.md) `omnistock/nowhere.py` `omnistock.nowhere.at.all` `make sense` `omnistock fly`"
    assert len(list(wrong_names(bad))) == 5
    good = "[a](README.md) `omnistock/launch/` `omnistock.launch.program` `make test` `omnistock verify` `db/ROOM*`"
    assert [each for each in wrong_names(good) if "ROOM" not in each] == []


def test_the_map_has_every_room_in_its_order() -> None:
    """The table of ARCHITECTURE.md is what .importlinter holds, and the ledger's models are shut to every room above it."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    rooms = contracts["importlinter:contract:rooms"]["layers"].split()[::-1]
    table = (ROOT / "ARCHITECTURE.md").read_text().partition("| room |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines()[2:]]
    assert [room for row in rows for room in re.findall(r"`(\w+)`", row)] == rooms
    shut = contracts["importlinter:contract:ledger"]["source_modules"].split()
    assert {f"omnistock.domain.{room}" for room in rooms[rooms.index("ledger") + 1 :]} <= set(shut)

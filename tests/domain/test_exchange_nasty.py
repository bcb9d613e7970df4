"""Every nasty file is answered by a sentence, and changes nothing.

A file is read before anybody asks what it holds, and what makes a file long is rows like those before. So every file is
checked as three kinds and the few long ones as one kind each, in turn from a kind of chance, so that each run tries other
pairs; `make soak` checks all of them as every kind.
"""

from __future__ import annotations

import contextlib
from itertools import cycle, islice
from pathlib import Path

import pytest

from omnistock.domain.catalog.models import Product
from omnistock.domain.exchange.kinds.registry import KINDS
from omnistock.domain.exchange.operations import FileInput, check_import
from omnistock.domain.files.storing import FileTooLarge
from omnistock.kernel.errors import Invalid
from tests import make
from tests.personas import ASHA
from tests.support.datasets import data_set
from tests.support.environment import seed

pytestmark = pytest.mark.django_db

SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".zip", ".gz", ".json"}


LONG_BYTES = 100_000


def test_every_nasty_file_gets_an_answer() -> None:
    files = _files()
    assert len(files) > 200
    print("seed", chosen := seed())  # noqa: T201
    in_turn = islice(cycle(KINDS), chosen % len(KINDS), None)
    _answered([(path, next(in_turn)) for path in files for _time in range(1 if _is_long(path) else 3)])


@pytest.mark.soak
def test_every_one_gets_an_answer_as_every_kind() -> None:
    _answered([(path, kind) for path in _files() for kind in KINDS])


def _files() -> list[Path]:
    return sorted(path for path in data_set("nasty").rglob("*") if path.suffix in SUFFIXES)


def _is_long(path: Path) -> bool:
    return path.stat().st_size > LONG_BYTES


def _answered(cases: list[tuple[Path, str]]) -> None:
    answers: dict[str, int] = {"checked": 0, "refused": 0, "unreadable": 0}
    with make.organization().acting(ASHA) as asha:
        for path, kind in cases:
            answers[_answer(asha, kind, path)] += 1
        assert Product.objects.count() == 0
    assert all(answers.values()), answers


def _answer(actor: make.Actor, kind: str, path: Path) -> str:
    found = None
    with contextlib.suppress(Invalid, FileTooLarge):
        found = check_import(actor=actor, file=FileInput(kind=kind, name=path.name, parts=[path.read_bytes()]))
    if found is None:
        return "unreadable"
    assert (found.error_count > 0) == (found.status == "refused"), (path, found.errors[:3])
    assert all(error["message"] for error in found.errors)
    return str(found.status)

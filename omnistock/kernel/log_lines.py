"""What a line of the log, and a report of an error, may say: where something broke, and never with what.

A message may hold a path with ids, a query or a value (`Key (email)=(…) already exists`), and so may the text of an
exception. So both are built up from a list of what is told, and nothing else is looked at: type and place in the code,
route template, status, the task of a job, and what PostgreSQL says of its own schema (promises P3, P4).
"""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_STANDARD: Final = Path(traceback.__file__).parent
_NAME: Final = re.compile(r"[\w.<>-]{1,120}", re.ASCII)
_ROUTE: Final = re.compile(r"[\w./<>:*()?^$+|\[\]{} \\-]{1,200}", re.ASCII)
_PLACE: Final = re.compile(r"[\w./<> +-]{1,300}", re.ASCII)
_FRAMES_AT_MOST: Final = 40
_ERRORS_AT_MOST: Final = 10
# Loggers of this product: their messages are ours, written without a value of anybody's.
_OWN: Final = "omnistock"
_UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Step:
    """A frame of a traceback: a place in the code."""

    file: str
    line: int
    function: str


def name_or_unknown(text: object) -> str:
    """A name of the code's (type, function, module, task), or "?" where it does not look like one."""
    found = str(text)
    return found if _NAME.fullmatch(found) else _UNKNOWN


def route_or_unknown(text: object) -> str:
    found = str(text)
    return found if _ROUTE.fullmatch(found) else _UNKNOWN


def file_or_unknown(text: object) -> str:
    """A file of the code, below the product's folder or the packages', without where those are."""
    found = str(text)
    for before in ("site-packages/", f"{_STANDARD}/", f"{_ROOT}/"):
        if before in found:
            found = found.partition(before)[2]
            break
    return found if _PLACE.fullmatch(found) and not found.startswith("/") else _UNKNOWN


def type_of(error: BaseException) -> str:
    kind = type(error)
    return name_or_unknown(
        f"{kind.__module__}.{kind.__qualname__}" if kind.__module__ != "builtins" else kind.__qualname__
    )


def errors_of(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it was raised from, the newest first; the members of a group too."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _ERRORS_AT_MOST:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        before = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        waiting += [before] if before else []
        waiting += getattr(each, "exceptions", ())


def steps_of(error: BaseException) -> list[Step]:
    """Where it was raised, the innermost last. No source and no value is read."""
    frames = list(traceback.walk_tb(error.__traceback__))[-_FRAMES_AT_MOST:]
    return [
        Step(file_or_unknown(frame.f_code.co_filename), line, name_or_unknown(frame.f_code.co_name))
        for frame, line in frames
    ]


def schema_facts(error: BaseException) -> dict[str, str]:
    """What PostgreSQL names of its own schema: the kind of refusal, table and constraint; never a value."""
    found: dict[str, str] = {}
    for each in errors_of(error):
        state, details = getattr(each, "sqlstate", None), getattr(each, "diag", None)
        told = {
            "sqlstate": state,
            "table": getattr(details, "table_name", None),
            "constraint": getattr(details, "constraint_name", None),
        }
        found |= {name: name_or_unknown(value) for name, value in told.items() if value and name not in found}
    return found


def record_facts(record: logging.LogRecord) -> dict[str, str]:
    """What a log record says beside its message: the route template and status of a request, the task of a job."""
    found: dict[str, str] = {}
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        found["route"] = route_or_unknown(match.route) if match else "(no such page)"
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        found["status"] = str(status)
    job = getattr(record, "job", None)
    if isinstance(job, Mapping) and job.get("task_name"):
        found["task"] = name_or_unknown(job["task_name"])
    return found


class PlainLines(logging.Formatter):
    """Lines for the console. Our own messages are printed as they are; of anybody else's only where in the code it was
    written. Errors come as types and places."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {name_or_unknown(record.name)}"
        own = record.name == _OWN or record.name.startswith(f"{_OWN}.")
        said = record.getMessage() if own else f"at {file_or_unknown(record.pathname)}:{record.lineno}"
        facts = record_facts(record)
        lines = [f"{head} {said}" + "".join(f" {name}={value}" for name, value in facts.items())]
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            lines += self._error(error)
        return "\n".join(lines)

    def _error(self, error: Any) -> Iterator[str]:
        facts = schema_facts(error)
        for at, each in enumerate(errors_of(error)):
            more = "".join(f" {name}={value}" for name, value in facts.items()) if at == 0 else ""
            yield f"  {'from ' if at else ''}{type_of(each)}{more}"
            yield from (f"    {step.file}:{step.line} in {step.function}" for step in steps_of(each))

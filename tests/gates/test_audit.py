"""Every write path leaves an audit event: each operation comes, by what it calls, to the audit's own functions."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import textwrap
from collections.abc import Callable
from typing import Any, Final

from omnistock.tenancy.operation import OPERATIONS, Operation
from tests.gates.golden import load_operations

AUDIT = "omnistock.domain.audit"
# Operations that write nothing that stays, with the reason.
SILENT: Final[dict[str, str]] = {}


def leads_to_the_audit(function: Callable[..., Any]) -> bool:
    """Whether the function, or one of the domain's that it names, calls what writes events."""
    waiting, seen = [inspect.unwrap(function)], set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if each.__module__.startswith(AUDIT):
            return True
        waiting += named_by(each)
    return False


def named_by(subject: Any) -> list[Any]:
    """Functions and classes of the domain whose names the source speaks of, whether it calls them or hands them on."""
    return [
        inspect.unwrap(found)
        for name in names_in(subject)
        for found in [found_as(name, subject.__module__)]
        if (inspect.isfunction(found) or inspect.isclass(found)) and found.__module__.startswith("omnistock.domain.")
    ]


@functools.cache
def names_in(subject: Any) -> tuple[str, ...]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(subject)))
    except (OSError, TypeError, SyntaxError):
        return ()
    return tuple(sorted({dotted(node) for node in ast.walk(tree)} - {""}))


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def found_as(name: str, module: str) -> Any:
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def operations() -> list[Operation]:
    load_operations()
    return [OPERATIONS[name] for name in sorted(OPERATIONS)]


def test_every_operation_leaves_an_event() -> None:
    silent = {each.name for each in operations() if not leads_to_the_audit(each.function)}
    assert all(SILENT.values()), "give the reason"
    assert silent - set(SILENT) == set(), "call omnistock.domain.audit.operations.record in these"
    assert set(SILENT) - silent == set(), "take what leaves an event now off the list"


def test_it_bites() -> None:
    from omnistock.domain.sales.operations import confirm_sales_order

    def adds_up(*, actor: Any) -> int:
        """Writes, and tells nobody."""
        return len(str(actor))

    assert leads_to_the_audit(confirm_sales_order)
    assert not leads_to_the_audit(adds_up)

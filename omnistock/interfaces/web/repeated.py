"""Groups of fields that repeat in a form: pack units, addresses, contacts. `<c-rows>` draws them, `rows.ts` adds and
removes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.http import QueryDict

from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState, Mistake

# Stands for the place in the blank row that the script copies.
PLACEHOLDER: Final = "__index__"


def typed_rows(posted: QueryDict, prefix: str, *, keys: Sequence[str]) -> list[dict[str, str]]:
    """The rows posted as `prefix-0-key`, without those of which every one of `keys` is empty."""
    rows = [{name: value.strip() for name, value in row.items()} for row in lines_of(posted, prefix=prefix)]
    return [row for row in rows if any(row.get(key) for key in keys)]


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Rows by their controls' names: `{"units": [{"code": "box"}]}` is `{"units-0-code": "box"}`; other values stay."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if not isinstance(value, list):
            found[name] = value
            continue
        for index, row in enumerate(value):
            found |= {f"{name}-{index}-{key}": each for key, each in row.items()}
    return found


def shown_again(form: FormState, values: Mapping[str, Any], *, instead: Mapping[str, str] | None = None) -> FormState:
    """A refused form as it is drawn again, its rows numbered without gaps as the domain saw them.

    A mistake about a part of a control (the second of its barcodes) goes to the control; `instead` names the control of
    a field that has none of its own.
    """
    names = flat(values)
    mistakes = (replace(each, target=_nearest(each, names, instead or {})) for each in form.mistakes)
    return FormState(values=names, mistakes=tuple(mistakes))


def _nearest(mistake: Mistake, names: Iterable[str], instead: Mapping[str, str]) -> str:
    known, path = set(names), mistake.target.removeprefix("id_").split("-")
    while path and path != [""]:
        name = "-".join(path)
        if name in instead:
            return f"id_{instead[name]}"
        if name in known:
            return f"id_{name}"
        path.pop()
    return ""

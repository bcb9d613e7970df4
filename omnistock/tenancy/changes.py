"""A change names what it sets; a field is judged by its own check, and what has none cannot be set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.checks import Checker

FieldCheck = Callable[[Checker, Any], Any]


def checked_fields(check: Checker, fields: Mapping[str, FieldCheck], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, in the form in which it is kept. A name that is not in `fields` is a fault."""
    found = {}
    for name, value in sent.items():
        if name in fields:
            found[name] = fields[name](check, value)
        else:
            check.add(name, _("“{name}” cannot be set here.").format(name=excerpt(name)), "unknown_field")
    return found


def keep_ids(judged: Sequence[models.Model], *, of: Sequence[models.Model]) -> None:
    """Let lines that were only judged again stay the lines that they were."""
    for line, was in zip(judged, of, strict=True):
        line.pk = was.pk

"""A person's own profile. It belongs to no organization, so there is no actor and no organization's audit event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Person

THEMES: Final = ("system", "light", "dark")
NAME_LONGEST: Final = 120

_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "name": lambda check, value: check.text("name", value, longest=NAME_LONGEST, required=True),
    "theme": lambda check, value: check.choice("theme", value, THEMES),
    "language": lambda check, value: check.choice("language", value, [code for code, _name in settings.LANGUAGES]),
    "single_keys": lambda check, value: bool(value),
}


def change_profile(*, person_id: UUID, changes: Mapping[str, Any]) -> Person:
    """Set what `changes` names of the signed-in person: name, theme, language, single_keys. Raises `Invalid`."""
    check = Checker()
    values = checked_fields(check, _FIELDS, changes)
    check.stop()
    person = Person.objects.get(pk=person_id)
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    return person

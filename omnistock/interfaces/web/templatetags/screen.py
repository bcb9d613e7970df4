"""The template tags of the screen, loaded everywhere as builtins. What they print is escaped."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.template import Context
from django.template.defaultfilters import yesno
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from omnistock.interfaces.web import charts, choices, entry, movement_words, words
from omnistock.interfaces.web.entry import EntryColumn, EntryLine
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.life import Life, life_of
from omnistock.interfaces.web.status import Status, status_of
from omnistock.kernel.currencies import currency_of

register = template.Library()

# What a page without a workspace (the style guide, a mail) takes for the limits of the life bar.
DEFAULT_LIFE_LIMITS = (180, 90, 30)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file, changing whenever its content does, so that browsers may keep it."""
    return _address.__wrapped__(name) if settings.DEBUG else _address(name)


@lru_cache(maxsize=64)
def _address(name: str) -> str:
    path = finders.find(f"built/{name}")
    if path is None:
        raise FileNotFoundError(f"static/built/{name} is missing: run `npm ci && npm run build` in frontend/.")
    return f"{static(f'built/{name}')}?v={hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]}"


@register.simple_tag(takes_context=True)
def quantity(context: Context, value: Decimal | int | None, unit: str = "") -> SafeString:
    """`{% quantity line.quantity "strips" %}`"""
    return words.quantity_words(value, unit, actor=context.get("actor"))


@register.simple_tag(takes_context=True)
def money(context: Context, value: Decimal | int | None) -> str:
    """`{% money invoice.total %}`: with the currency's sign."""
    return words.money_words(value, actor=context.get("actor"))


@register.simple_tag(takes_context=True)
def amount(context: Context, value: Decimal | int | None) -> str:
    """`{% amount line.rate %}`: without the sign, for columns."""
    return words.money_words(value, actor=context.get("actor"), with_symbol=False)


@register.simple_tag
def day(value: dt.date | None) -> SafeString | str:
    """`{% day order.ordered_on %}`: a <time>."""
    if value is None:
        return words.UNKNOWN
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.day_words(value))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: dt.datetime | None) -> SafeString | str:
    """`{% moment event.at %}`: a <time>, on the organization's clock."""
    if value is None:
        return words.UNKNOWN
    text = words.moment_words(value, actor=context.get("actor"))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag(takes_context=True)
def recorded(context: Context, value: Any) -> SafeString | str:
    """`{% recorded value %}`: whatever a record holds, as the screen writes such a thing."""
    if isinstance(value, dt.datetime):
        return moment(context, value)
    if value is None or isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return ", ".join(str(recorded(context, each)) for each in value if each not in (None, "", [], {}))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(yesno(value) if isinstance(value, bool) else value)


@register.filter
def heading_of(name: str) -> str:
    """A field of a record as the head of a column: `state_code` is "State code", `gstin` is "GSTIN"."""
    return name.upper() if name in ("gstin", "pan") else name.replace("_", " ").capitalize()


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, to stand in an attribute that a script reads."""
    return json.dumps(value)


@register.simple_tag
def status(code: str) -> Status:
    return status_of(code)


@register.simple_tag(takes_context=True)
def life(context: Context, batch: Any) -> Life:
    """The life of a batch: anything with `expires_on`; `expiry_precision`, `manufactured_on`, `shelf_life_days`."""
    actor = context.get("actor")
    return life_of(
        expires_on=_of(batch, "expires_on"),
        is_month=_of(batch, "expiry_precision") == "month",
        manufactured_on=_of(batch, "manufactured_on"),
        shelf_life_days=_of(batch, "shelf_life_days"),
        today=actor.today if actor else timezone.localdate(),
        limits=actor.organization.life_limits if actor else DEFAULT_LIFE_LIMITS,
    )


@register.simple_tag
def stacked_bars(points: Sequence[charts.Point], most: str = "") -> charts.Picture:
    return charts.stacked_bars(points, most=Decimal(most) if most else None)


@register.simple_tag
def line_path(points: Sequence[charts.Point]) -> str:
    return charts.line(points)


@register.filter
def value_of(form: Any, name: str) -> Any:
    """What stands in a control of a `FormState`; nothing without a form."""
    return form.value(name) if form else ""


@register.filter
def errors_of(form: Any, name: str) -> list[str]:
    """The sentences about a control of a `FormState`."""
    return form.errors(name) if form else []


@register.filter
def at_key(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.simple_tag
def entry_rows(
    prefix: str, columns: Sequence[EntryColumn], lines: Sequence[EntryLine] | None, form: FormState | None
) -> dict[str, Any]:
    """The rows of an entry grid, and the blank one."""
    rows, blank = entry.entry_rows(columns=columns, lines=lines or [], form=form, prefix=prefix)
    return {"rows": rows, "blank": blank}


@register.simple_tag
def bound_control(field: BoundField, takes_focus: str = "") -> SafeString:
    """A Django form's own field, drawn as our controls are."""
    is_check = field.field.widget.input_type == "checkbox" if hasattr(field.field.widget, "input_type") else False
    attributes: dict[str, str | bool] = {"class": "check" if is_check else "control"}
    if takes_focus:
        attributes["autofocus"] = True
    if field.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error"}
    elif field.help_text:
        attributes["aria-describedby"] = f"{field.auto_id}_help"
    return field.as_widget(attrs=attributes)


@register.filter
def currency_sign(code: str) -> str:
    """`{{ actor.organization.currency|currency_sign }}`: what stands beside a field for an amount."""
    return currency_of(code).symbol


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return getattr(field.field.widget, "input_type", "") == "checkbox"


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


@register.filter
def reason_words(reason: str) -> str:
    """`{{ movement.reason|reason_words }}`: why something moved, in words."""
    return movement_words.reason_words(reason)


@register.filter
def document_words(kind: str) -> str:
    """`{{ movement.document_kind|document_words }}`: what a movement's document is called."""
    return movement_words.document_words(kind)


@register.filter
def side_of(code: str, kind: str) -> str:
    """`{{ row.to_location_code|side_of:row.to_kind }}`: the bin, or in words who or what had it outside of them. What was
    found, or was there at the beginning, came from nowhere."""
    return words.UNKNOWN if kind == "found" else movement_words.outside_words(kind) or code


@register.filter
def location_words(kind: str) -> str:
    """`{{ place.kind|location_words }}`: storage, quarantine and so on, in words."""
    return choices.word_of(kind)


@register.filter
def clock(seconds: int) -> str:
    """`{{ drill.seconds|clock }}`: 1:02:05."""
    return words.clock_words(seconds)

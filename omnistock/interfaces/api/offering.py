"""Endpoints that are the same for many kinds of document: each is made by a function, under a name and with parameters of its
kind."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import Any


def taken(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation, default=default)


def named(view: Any, name: str, *parameters: Parameter) -> None:
    """A view under the name and with the parameters that it is to have in the API's document."""
    view.__name__ = view.__qualname__ = name
    view.__signature__ = Signature([taken("request", Any), *parameters])


def with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"

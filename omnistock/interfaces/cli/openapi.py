"""`omnistock openapi`: print the API's document, for generators of clients and for reviews of changes."""

from __future__ import annotations

import json

import click
from django.http import HttpRequest
from django.urls import resolve

DOCUMENT = "/api/v1/openapi.json"


@click.command()
def command() -> None:
    """Print the API's OpenAPI document as JSON."""
    # By its address: no door imports another.
    found = resolve(DOCUMENT)
    answer = found.func(HttpRequest(), *found.args, **found.kwargs)
    click.echo(json.dumps(json.loads(answer.content), indent=2, ensure_ascii=False))

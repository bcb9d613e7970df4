"""What travels is small, and what does not change is asked for once."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from omnistock.interfaces.web.middleware import Compressed
from omnistock.interfaces.web.templatetags.screen import asset

TAKES_GZIP = {"accept-encoding": "gzip"}


@pytest.mark.parametrize(("kind", "encoding"), [("text/csv", "gzip"), ("application/pdf", None)])
def test_texts_are_compressed_and_papers_are_not(kind: str, encoding: str | None) -> None:
    compressed = Compressed(lambda _request: HttpResponse(b"x" * 1_000, content_type=kind))
    assert compressed(RequestFactory().get("/", headers=TAKES_GZIP)).headers.get("Content-Encoding") == encoding


@pytest.mark.django_db
def test_a_page_comes_as_the_browser_takes_it() -> None:
    plain = Client().get("/features")
    small = Client().get("/features", headers=TAKES_GZIP)
    assert "Content-Encoding" not in plain.headers
    assert b"<h1" in gzip.decompress(small.content)
    assert len(small.content) < len(plain.content) / 2


@pytest.mark.parametrize("name", ["app.css", "app.js", "sprite.svg"])
def test_a_built_text_lies_ready_compressed_and_is_kept_for_a_year(name: str) -> None:
    address = asset(name)
    answer = Client().get(address, headers=TAKES_GZIP)
    assert (answer["Content-Encoding"], answer["Cache-Control"]) == ("gzip", "max-age=31536000, public")
    again = Client().get(address)
    assert gzip.decompress(answer.getvalue()) == again.getvalue()

"""/api/docs, and the document on paper."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_page_tells_of_every_endpoint_without_a_script_of_its_own(client: Client) -> None:
    answer = client.get("/api/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|href)="https?://', page)
    document = json.loads(client.get("/api/v1/openapi.json").content)
    for item in document["paths"].values():
        for operation in item.values():
            assert f'id="{operation["operationId"]}"' in page
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


@pytest.mark.django_db
def test_the_program_prints_what_is_served(client: Client) -> None:
    from click.testing import CliRunner

    from omnistock.interfaces.cli.openapi import command

    printed = CliRunner().invoke(command)
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.output) == json.loads(client.get("/api/v1/openapi.json").content)

"""A hundred megabytes are answered in words, with what was typed, and leave nothing: not in memory, not on the disk."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError
from django.test import Client
from psycopg.errors import DeadlockDetected, UniqueViolation

from omnistock.domain.exchange.models import Import, WorkspaceArchive
from omnistock.domain.files.models import FileChunk, StoredFile
from omnistock.domain.support.models import TicketAttachment
from omnistock.interfaces.web.views import tickets
from tests.make import Company
from tests.personas import ASHA
from tests.support.pages import markup
from tests.support.pictures import jpeg_photo

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
LARGE = 100 * MEGABYTE
BOUNDARY = "----parts"


class Line:
    """A body that nobody holds: its middle is made as it is read. Notes how large the disk's part of it became."""

    def __init__(self, head: bytes, middle: int, tail: bytes, disk: Path) -> None:
        self.parts = iter(self._made(head, middle, tail))
        self.length, self.disk = len(head) + middle + len(tail), disk
        self.taken = self.most_on_disk = 0
        self._held = b""

    def _made(self, head: bytes, middle: int, tail: bytes) -> Iterator[bytes]:
        yield head
        yield from (b"x,y\n" * (MEGABYTE // 4) for _ in range(middle // MEGABYTE))
        yield tail

    def read(self, size: int = -1) -> bytes:
        if not self._held:
            self._held = next(self.parts, b"")
            self.most_on_disk = max(self.most_on_disk, sum(each.stat().st_size for each in self.disk.iterdir()))
        answer, self._held = self._held[:size], self._held[size:]
        self.taken += len(answer)
        return answer

    readline = read


@pytest.fixture
def disk(tmp_path: Path, settings: Any) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def sent(client: Client, path: str, line: Line, media_type: str) -> Any:
    named = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_TYPE": media_type}
    return client.request(**named, CONTENT_LENGTH=str(line.length), **{"wsgi.input": line})


def upload(client: Client, path: str, disk: Path, *, name: str = "file", **fields: str) -> tuple[Any, Line]:
    """A form with a file of a hundred megabytes in it."""
    shown = [(f'form-data; name="{key}"', value) for key, value in fields.items()]
    head = "".join(f"--{BOUNDARY}\r\nContent-Disposition: {what}\r\n\r\n{value}\r\n" for what, value in shown)
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="big.pdf"\r\n\r\n%PDF-'
    line = Line(head.encode(), LARGE, f"\r\n--{BOUNDARY}--\r\n".encode(), disk)
    return sent(client, path, line, f"multipart/form-data; boundary={BOUNDARY}"), line


def kept(company: Company) -> list[int]:
    with company.acting(ASHA):
        return [model.objects.count() for model in (StoredFile, FileChunk, Import, WorkspaceArchive)]


def test_a_large_import_is_refused_at_its_field(pharma: Company, disk: Path) -> None:
    pharma.client(ASHA).get("/app/imports/new")
    before, memory = kept(pharma), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, line = upload(pharma.client(ASHA), "/app/imports/new", disk, kind="suppliers", warehouse="MAIN")
    text = answer.content.decode()
    assert answer.status_code == 413
    assert 'href="#id_file"' in text
    assert "at most 10 MB" in text
    assert '<option value="suppliers" selected>' in markup(answer)
    assert line.taken == line.length, "who is not heard out hears no answer"
    assert line.most_on_disk <= 11 * MEGABYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 40 * 1024
    assert kept(pharma) == before


@pytest.mark.parametrize(("path", "name"), [("/app/settings/logo", "file"), ("/app/tickets/new", "attachments")])
def test_so_is_every_other_large_file(pharma: Company, disk: Path, path: str, name: str) -> None:
    before = kept(pharma)
    answer, _line = upload(pharma.client(ASHA), path, disk, name=name, subject="A pack", text="This one")
    assert answer.status_code in (413, 422)
    assert "at most 10 MB" in answer.content.decode()
    assert kept(pharma) == before


def test_a_form_of_a_hundred_megabytes_is_refused_before_it_is_read(pharma: Company, disk: Path) -> None:
    line = Line(b"name=", LARGE, b"", disk)
    answer = sent(pharma.client(ASHA), "/app/products/new", line, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Nothing was changed" in answer.content.decode()
    assert line.taken == line.length


@pytest.mark.parametrize("path", ["/api/v1/imports", "/api/v1/products"])
def test_a_program_hears_it_too(pharma: Company, disk: Path, path: str) -> None:
    line = Line(b'{"sku": "', LARGE, b'"}', disk)
    answer = sent(
        pharma.client(ASHA), path, line, "multipart/form-data; boundary=x" if "imp" in path else "application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert (line.taken, line.most_on_disk) == (line.length, 0)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"a=1&" * 20_001, "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "multipart/form-data"),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_body_that_cannot_be_read_is_answered_in_words(pharma: Company, body: bytes, media_type: str) -> None:
    for client, path in ((pharma.client(ASHA), "/app/products/new"), (pharma.client(ASHA), "/api/v1/imports")):
        client.raise_request_exception = False
        answer = client.post(path, body, content_type=media_type)
        assert 400 <= answer.status_code < 500, path
        assert "<h1>" in answer.content.decode() or answer.json()["code"]


def test_an_archive_may_be_larger(pharma: Company) -> None:
    """What is no archive is refused by what is in it, and not for its size."""
    client = pharma.client(ASHA)
    large = SimpleUploadedFile("x.zip", b"x" * (11 * MEGABYTE))
    assert "too large" not in client.post("/app/archives/restore", {"file": large}, follow=True).content.decode()


def test_what_is_done_again_reads_its_upload_again(pharma: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    write, tries = tickets.operations.open_ticket, []

    def overtaken_once(**named: Any) -> Any:
        made = write(**named)
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError from UniqueViolation()
        return made

    monkeypatch.setattr(tickets.operations, "open_ticket", overtaken_once)
    photo = jpeg_photo(way_up=1, place=b"Pune")
    sent = {"subject": "A photo", "text": "Look.", "attachments": SimpleUploadedFile("photo.jpg", photo, "image/jpeg")}
    assert pharma.client(ASHA).post("/app/tickets/new", sent).status_code == 303
    with pharma.acting(ASHA):
        (kept,) = TicketAttachment.objects.all()
        assert (len(tries), bytes(kept.content[:2])) == (2, photo[:2])


def test_what_is_done_again_is_said_once(pharma: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the first attempt had said it already, and was overtaken at its end."""
    client = pharma.client(ASHA)
    with pharma.acting(ASHA) as asha:
        ticket = tickets.operations.open_ticket(actor=asha, subject="Slow", text="It takes minutes.")
    answer, tries = tickets.SeeOther, []

    def overtaken_once(address: str) -> Any:
        tries.append(address)
        if len(tries) == 1:
            raise OperationalError from DeadlockDetected()
        return answer(address)

    monkeypatch.setattr(tickets, "SeeOther", overtaken_once)
    page = client.post(f"/app/tickets/{ticket.pk}/closure", follow=True).content.decode()
    assert (len(tries), page.count("The ticket is closed; writing on opens it again.")) == (2, 1)

"""The whole workspace, from the button to the file and back: on committed data, as the worker does it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.models import Product
from omnistock.domain.exchange.archive import keeping
from omnistock.domain.exchange.models import ArchiveChunk, WorkspaceArchive
from omnistock.interfaces.jobs import archives, tasks
from omnistock.interfaces.web import reauthentication
from tests import make
from tests.make import Company, confirmed
from tests.personas import ANIL, ASHA, INES, MAYA, OTTO
from tests.support.queue import waiting

pytestmark = pytest.mark.usefixtures("live_db")


@pytest.fixture
def pharma(live_db: None) -> Company:
    made = make.organization()
    with made.acting(ASHA) as asha:
        make.received(actor=asha, product=make.product(actor=asha, sku="A-1"))
    return made


def run_archives(company: Company) -> None:
    """What waits for this organization, as the worker runs it."""
    jobs = {keeping.WRITE_TASK: archives.write_archive_job, keeping.RESTORE_TASK: archives.restore_archive_job}
    for name, arguments in waiting():
        if name in jobs and arguments["organization_id"] == str(company.id):
            jobs[name].func(**arguments)


def only(company: Company) -> WorkspaceArchive:
    with company.acting(ASHA):
        return WorkspaceArchive.objects.latest("id")


def test_from_the_button_to_another_workspace(pharma: Company) -> None:
    client = pharma.client(ASHA)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(reauthentication, "FRESH_SECONDS", -1)
        asked = client.post("/app/archives")
    assert asked["Location"].startswith("/accounts/reauthenticate/"), "the password first"
    assert "Take everything out" in confirmed(client).get("/app/archives").content.decode()
    page = client.post("/app/archives")["Location"]
    assert "It waits for the worker" in client.get(page).content.decode()
    assert client.post("/app/archives").status_code == 409, "one at a time"
    assert client.get(f"{page}/file").status_code == 404, "not made yet"
    run_archives(pharma)
    assert "Everything is in it" in client.get(page).content.decode()
    content = client.get(f"{page}/file").content
    assert "tables/product.jsonl" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    with pharma.acting(ASHA):
        done = set(AuditEvent.objects.filter(subject_kind="workspace_archive").values_list("operation", flat=True))
        assert done == {"exchange.request_archive", "exchange.take_archive"}

    other = make.organization(owner=OTTO, name="Elsewhere", gstin="")
    otto = confirmed(other.client(OTTO))
    assert otto.get(page).status_code == otto.get(f"{page}/file").status_code == 404
    assert "Bring a whole workspace in" in otto.get("/app/archives/restore").content.decode()
    sent = otto.post("/app/archives/restore", {"file": SimpleUploadedFile("a.zip", content)})
    run_archives(other)
    assert "All of it is in" in otto.get(sent["Location"]).content.decode()
    with other.acting(OTTO):
        assert Product.objects.get().sku == "A-1"
        assert not ArchiveChunk.objects.exists(), "what was sent is gone when it is in"
    again = otto.post("/app/archives/restore", {"file": SimpleUploadedFile("a.zip", content)})
    assert again.status_code == 409
    assert "Something was entered into this workspace already" in again.content.decode()


def test_the_same_through_the_api(pharma: Company) -> None:
    ines = pharma.api(INES, scopes=["organization:export"])  # which is enough: it is everything
    made = ines.post("/api/v1/workspace-archives")
    assert made.status_code == 202, made.json()
    address = f"/api/v1/workspace-archives/{made.json()['id']}"
    assert ines.get(address).json()["status"] == "waiting"
    assert ines.get(f"{address}/file").json()["code"] == "archive_gone"
    assert ines.post("/api/v1/workspace-archives").json()["code"] == "archive_under_way"
    run_archives(pharma)
    found = ines.get(address).json()
    assert (found["status"], found["rows"]["product"]) == ("done", 1)
    content = b"".join(ines.get(f"{address}/file").streaming_content)
    assert len(content) == found["size_bytes"]
    other = make.organization(owner=OTTO, name="Elsewhere", gstin="")
    otto = Client(headers={"Authorization": f"Bearer {other.key(INES)}"})
    assert otto.get(address).status_code == 404
    sent = otto.post("/api/v1/workspace-restores", {"file": SimpleUploadedFile("a.zip", content)})
    assert sent.status_code == 202, sent.content
    run_archives(other)
    assert otto.get(f"/api/v1/workspace-archives/{sent.json()['id']}").json()["status"] == "done"
    assert otto.get("/api/v1/products").json()["items"][0]["sku"] == "A-1"


def test_who_may_not(pharma: Company) -> None:
    assert pharma.client(MAYA).post("/app/archives").status_code == 403
    assert pharma.client(ANIL).get("/app/archives/restore").status_code == 403
    pharma.limit(ANIL, sees_costs=False)
    refused = confirmed(pharma.client(ANIL)).post("/app/archives")
    assert refused.status_code == 403
    assert "sees every warehouse" in refused.content.decode()
    reader = Company(pharma.id, pharma.owner).api(INES, scopes=["catalog:read"])
    assert reader.post("/api/v1/workspace-archives").status_code == 403


def test_a_bad_one_is_refused_and_a_bug_is_told(pharma: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make.organization(owner=ASHA, name="Elsewhere", gstin="")
    asha = confirmed(other.client(ASHA))
    for language, said in (("hi", "ZIP फ़ाइल की तरह खोला नहीं जा सकता"), ("en", "cannot be opened as a ZIP file")):
        asha.post("/app/appearance", {"language": language})
        sent = asha.post("/app/archives/restore", {"file": SimpleUploadedFile("a.zip", b"no zip")})
        run_archives(other)
        assert said in asha.get(sent["Location"]).content.decode()
        assert only(other).status == "refused"

    def broken(**_: Any) -> None:
        raise RuntimeError("secret of a customer")

    monkeypatch.setattr(archives, "write_archive", broken)
    page = confirmed(pharma.client(ASHA)).post("/app/archives")["Location"]
    with pytest.raises(RuntimeError):
        run_archives(pharma)
    assert only(pharma).result == {"error": "RuntimeError"}
    assert "It went wrong" in pharma.client(ASHA).get(page).content.decode()


def test_its_time_is_over(pharma: Company) -> None:
    client = confirmed(pharma.client(ASHA))
    page = client.post("/app/archives")["Location"]
    run_archives(pharma)
    with pharma.acting(ASHA):
        WorkspaceArchive.objects.update(expires_at=timezone.now())
    assert client.get(f"{page}/file").status_code == 404, "the moment it is over, before the night"
    tasks.delete_expired_archives_job.func(organization_id=str(pharma.id))
    with pharma.acting(ASHA):
        assert not ArchiveChunk.objects.exists()
    assert "Its time is over" in client.get(page).content.decode()

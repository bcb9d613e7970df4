"""The heads of the audit chains outside the database: what the chain itself cannot show, they do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from django.utils import timezone

from omnistock.domain.audit.anchoring import broken_files, delete_files_before, newest_anchor, write_anchors
from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.sealing import broken_links, heads, link_hash, seal_all, values_digest
from omnistock.domain.privacy.checks.anchors import anchor_faults, broken_trails
from omnistock.domain.privacy.models import JobRun
from omnistock.interfaces.cli.anchors import command as anchors
from omnistock.interfaces.cli.verify import command as verify
from omnistock.interfaces.jobs import tasks
from tests import make
from tests.make import Company
from tests.personas import ASHA
from tests.support.server import server

pytestmark = pytest.mark.usefixtures("live_db")
NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.ANCHORS = tmp_path / "anchors"
    return settings.ANCHORS


@pytest.fixture
def pharma(live_db: None) -> Company:
    made = make.organization()
    with made.acting(ASHA) as asha:
        make.product(actor=asha, sku="DM-0142")
        seal_all(actor=asha)
    return made


def rewrite_chain(company: Company, database: str) -> None:
    """As who owns the tables: what an event says is changed, and every link after it made anew, so that all is whole."""
    with company.acting(ASHA):
        events = list(AuditEvent.objects.order_by("id"))
    previous = bytes(32)
    with psycopg.connect(server().url("owner", database=database)) as connection:
        connection.execute("SELECT set_config('app.organization_id', %s, true)", [str(company.id)])
        links = connection.execute("SELECT event_id FROM omnistock.audit_link ORDER BY seq").fetchall()
        by_id = {event.pk: event for event in events}
        connection.execute("UPDATE omnistock.audit_event SET actor_name = 'Nobody' WHERE id = %s", [links[0][0]])
        by_id[links[0][0]].actor_name = "Nobody"
        for (event_id,) in links:
            digest = values_digest(by_id[event_id])
            previous = link_hash(previous, by_id[event_id], digest)
            connection.execute(
                "UPDATE omnistock.audit_link SET hash = %s, values_digest = %s WHERE event_id = %s",
                [previous, digest, event_id],
            )


def verified(company: Company, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(verify, [f"--organization={company.id}", *arguments])
    return done.exit_code, done.output


class TestAnchors:
    def test_a_chain_that_its_owner_made_anew_is_found(
        self, pharma: Company, folder: Path, database_name: str, settings
    ) -> None:
        tasks.anchor_audit_heads.func(timestamp=0)
        with pharma.acting(ASHA) as asha:
            anchor = newest_anchor(folder, actor=asha)
            seq, digest = heads() or (0, b"")
            assert anchor is not None
            assert (anchor.seq, anchor.hash) == (seq, digest.hex())
        assert verified(pharma)[0] == 0
        rewrite_chain(pharma, database_name)
        with pharma.acting(ASHA) as asha:
            assert list(broken_links(actor=asha)) == [], "the chain by itself shows nothing"
        code, said = verified(pharma)
        assert (code, "the chain was rewritten" in said) == (1, True)
        assert verified(pharma, "--without-anchors")[0] == 0
        tasks.check_integrity_job.func(organization_id=str(pharma.id))
        assert "The nightly proof found" in pharma.client(ASHA).get("/app/notices").content.decode()
        assert f"The audit log of workspace {pharma.id} is not as it was written." in broken_trails()
        settings.ANCHORS = folder / "another"  # the workspace stays: to other tests its newest proof is whole again
        tasks.check_integrity_job.func(organization_id=str(pharma.id))
        assert broken_trails() == []

    def test_a_chain_that_was_cut_is_found(self, pharma: Company, folder: Path) -> None:
        write_anchors(folder, heads={pharma.id: (99, bytes(32))}, now=NOW)
        code, said = verified(pharma)
        assert (code, "names link 99, which is gone" in said) == (1, True)


class TestTheFiles:
    def test_each_holds_the_one_before(self, pharma: Company, folder: Path) -> None:
        for day in range(3):
            write_anchors(folder, heads={pharma.id: (day + 1, bytes([day]) * 32)}, now=NOW + day * DAY)
        assert write_anchors(folder, heads={pharma.id: (3, bytes([2]) * 32)}, now=NOW + 2 * DAY) == 0, "once a head"
        assert list(broken_files(folder)) == anchor_faults(NOW + 2 * DAY) == []
        first, second, third = sorted(folder.iterdir())
        assert [path.stat().st_mode & 0o222 for path in (first, second)] == [0, 0], "read-only once finished"
        second.chmod(0o600)
        second.write_text(second.read_text().replace('"seq":2', '"seq":1'))
        assert list(broken_files(folder)) == [f"{second.name} was changed after {third.name} was begun"]
        second.unlink()
        assert list(broken_files(folder)) == [f"{third.name} follows {second.name}, which is gone"]
        assert anchor_faults(NOW + 9 * DAY)[-1].startswith("The heads of the audit logs were last written down on")
        third.write_text("nonsense")
        assert list(broken_files(folder)) == [f"{third.name} cannot be read (JSONDecodeError)"]
        assert delete_files_before(folder, day=(NOW + 2 * DAY).date()) == 1
        assert [path.name for path in folder.iterdir()] == [third.name]
        third.unlink()
        assert anchor_faults(NOW) == [], "a new installation has none yet"
        said = CliRunner().invoke(anchors, ["set-aside", "--reason=restored"])
        assert (said.exit_code, "There are no anchors" in said.output) == (1, True)
        JobRun.objects.update_or_create(name="anchor_audit_heads", defaults={"finished_at": NOW})
        try:
            assert "no file of them is there" in anchor_faults(NOW)[-1]
        finally:
            JobRun.objects.filter(name="anchor_audit_heads").delete()

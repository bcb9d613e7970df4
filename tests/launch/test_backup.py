"""`omnistock backup` and `restore`: everything comes back, with its walls; nothing comes back from a damaged file."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from omnistock.launch.backup import encryption
from omnistock.launch.backup.encryption import CHUNK_BYTES, decrypted, encrypted
from omnistock.launch.backup.files import checked_manifest
from omnistock.launch.backup.passwords import apart
from omnistock.launch.database import embedded_server
from omnistock.launch.errors import StartRefused
from omnistock.launch.postgres import EmbeddedPostgres
from tests.support.upright import run_omnistock

KEY = "a key that only the operator has"


class Installation:
    """An embedded installation with one workspace, and what its commands said."""

    def __init__(self, data: Path, backups: Path) -> None:
        self.data, self.backups = data, backups
        self.said = ""
        self.yesterdays = Path()
        self.server: EmbeddedPostgres = embedded_server(data)
        data.mkdir()
        (data / "secret_key").write_text("s" * 60)  # as a first command makes it; here the server is started before one

    def call(self, *arguments: str, **variables: str) -> tuple[int, str]:
        done = run_omnistock(
            *arguments, OMNISTOCK_DATA=str(self.data), BACKUP_DIRECTORY=str(self.backups), BACKUP_KEY=KEY, **variables
        )
        return done.returncode, done.stdout + done.stderr

    def one(self, query: str) -> object:
        with psycopg.connect(self.server.url("backup")) as connection:
            row = connection.execute(query).fetchone()
            return row[0] if row else None

    def newest(self) -> Path:
        return max(self.backups.glob("*.backup"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backup")


@pytest.fixture(scope="module")
def shop(folder: Path) -> Iterator[Installation]:
    """Backed up once, where old backups lie. The server runs for as long as the tests do."""
    found = Installation(folder / "shop", folder / "backups")
    with found.server.lease():
        assert found.call("migrate")[0] == 0
        owner = ("--owner-email=asha@example.com", "--owner-name=Asha Rao", "--password=a long sentence nobody guesses")
        code, said = found.call(
            "organization", "create", "--name=Demo Pharma", "--country=IN", "--currency=INR", *owner
        )
        assert code == 0, said
        found.yesterdays = leave_old_backups(found.backups)
        code, found.said = found.call("backup")
        assert code == 0, found.said
        yield found
    found.server.destroy()


def leave_old_backups(folder: Path) -> Path:
    """Gives the one of yesterday, which is not old yet."""
    folder.mkdir()
    yesterdays = f"omnistock-{dt.datetime.now(dt.UTC) - dt.timedelta(days=1):%Y%m%dT%H%M%SZ}.backup"
    for name in ("omnistock-20200101T000000Z.backup", "omnistock-20200102T000000Z.backup", yesterdays):
        (folder / name).write_bytes(b"old")
        (folder / name).with_suffix(".json").write_text("{}")
    for cut_off in ("omnistock-20200103T000000Z.part", "omnistock-20200104T000000Z.backup"):
        (folder / cut_off).write_bytes(b"half of it, when the power went")
    return folder / yesterdays


def anchored(folder: Path, shop: Installation, *, at: dt.datetime) -> dict[str, str]:
    """An anchor in `folder` of a link that the backup does not hold; the environment that names the folder."""
    folder.mkdir()
    line = {"organization_id": str(shop.one("SELECT id FROM organization")), "seq": 10**6, "hash": "00" * 32}
    heading = {"format": "omnistock-anchors", "version": 1, "previous": None, "previous_sha256": None}
    lines = [heading, line | {"at": at.isoformat()}]
    (folder / f"anchors-{at.date()}.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    return {"ANCHOR_DIRECTORY": str(folder)}


def test_a_backup_says_what_it_is_and_hides_what_it_holds(shop: Installation) -> None:
    file = shop.newest()
    manifest = json.loads(file.with_suffix(".json").read_text())
    assert manifest["size_bytes"] == file.stat().st_size > 10_000
    assert manifest["organizations"] == 1
    assert manifest["is_encrypted"] is True
    assert "encrypted with BACKUP_KEY" in shop.said
    assert file.stat().st_mode & 0o077 == 0
    assert b"PGDMP" not in file.read_bytes()[:200]
    assert shop.one("SELECT sha256 FROM backup_run WHERE kind = 'backup' AND error = ''") == manifest["sha256"]


def test_all_of_it_comes_back_into_an_empty_database(shop: Installation, folder: Path) -> None:
    other = Installation(folder / "other", folder / "backups")
    with other.server.lease():
        later = anchored(folder / "anchors", shop, at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
        code, said = other.call("restore", str(shop.newest()), **later)
        assert code == 0, said
        assert 'omnistock anchors set-aside --reason "restored omnistock-' in said, "what was anchored since is lost"
        assert "which is gone" in other.call("verify", **later)[1]
        assert other.call("anchors", "set-aside", "--reason=restored", **later)[0] == 0
        assert other.call("verify", **later)[0] == 0
        assert "restored" in next((folder / "anchors").glob("aside-*/NOTE.txt")).read_text()
        assert other.one("SELECT name FROM organization") == "Demo Pharma"
        walls = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relrowsecurity"
        assert other.one(walls) == shop.one(walls)
        with psycopg.connect(other.server.url("app")) as connection:
            assert connection.execute("SELECT count(*) FROM warehouse").fetchone() == (0,), "no tenant, no row"
        code, said = other.call("migrate")
        assert code == 0, said
        code, said = other.call("restore", str(shop.newest()))
        assert code == 1
        assert "is not empty" in said
        assert other.one("SELECT count(*) FROM backup_run WHERE kind = 'restore'") == 1
    other.server.destroy()


def test_a_drill_restores_and_verifies_and_leaves_nothing(shop: Installation) -> None:
    code, said = shop.call("restore", "--drill")
    assert code == 0, said
    assert shop.one("SELECT count(*) FROM pg_database WHERE datname = 'omnistock_drill'") == 0
    assert shop.one("SELECT organizations FROM backup_run WHERE kind = 'drill' AND error = ''") == 1


def test_a_backup_whose_chains_are_not_those_that_were_anchored_before_it_is_found_out(
    shop: Installation, tmp_path: Path
) -> None:
    before = anchored(tmp_path / "anchors", shop, at=dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    code, said = shop.call("restore", "--drill", **before)
    assert code == 1
    assert "names link 1000000, which is gone" in said


def test_a_damaged_or_foreign_file_is_refused_and_the_drill_says_so(shop: Installation, tmp_path: Path) -> None:
    file = shop.newest()
    damaged = tmp_path / file.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    damaged.with_suffix(".json").write_text(file.with_suffix(".json").read_text())
    code, said = shop.call("restore", "--drill", str(damaged))
    assert code == 1
    assert "checksum differs" in said
    kept = "SELECT error FROM backup_run WHERE kind = 'drill' AND error <> '' ORDER BY started_at DESC LIMIT 1"
    assert "checksum differs" in str(shop.one(kept))
    with pytest.raises(StartRefused, match="no file"):
        checked_manifest(tmp_path / "nowhere.backup")


def test_a_role_that_sees_no_tenant_makes_no_backup(shop: Installation) -> None:
    before = set(shop.backups.iterdir())
    code, said = shop.call(
        "backup", DATABASE_URL=shop.server.url("app"), DATABASE_BACKUP_URL=shop.server.url("app"), SECRET_KEY="x" * 50
    )
    assert code == 1
    assert "does not see every organization" in said
    assert set(shop.backups.iterdir()) == before


def test_old_backups_go_by_the_registry(shop: Installation) -> None:
    assert "removed omnistock-20200101T000000Z.backup" in shop.said
    assert not list(shop.backups.glob("omnistock-2020*"))
    assert set(shop.backups.glob("*.backup")) == {shop.yesterdays, shop.newest()}
    assert shop.yesterdays != shop.newest(), "the new one stays"


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_is_encrypted_comes_back_and_no_change_goes_unseen(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encryption, "_key", functools.cache(encryption._key))  # it is dear on purpose
    plain = os.urandom(size)
    path = tmp_path / "file"
    path.write_bytes(b"".join(encrypted(iter([plain[:7], plain[7:]]), passphrase=KEY)))

    def read(passphrase: str = KEY) -> bytes:
        with path.open("rb") as file:
            return b"".join(decrypted(file, passphrase=passphrase))

    assert read() == plain
    with pytest.raises(StartRefused, match="BACKUP_KEY is another one"):
        read("another key")
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole + b"x", whole[:-17] + bytes([whole[-17] ^ 1]) + whole[-16:]):
        path.write_bytes(damaged)
        with pytest.raises(StartRefused):
            read()


def test_no_password_stands_on_a_command_line() -> None:
    for url in (
        "postgresql://backup:s%40cret%3Ax@db.example:5432/omnistock?sslmode=verify-full",
        "postgresql://backup@db.example:5432/omnistock?sslmode=verify-full&password=s%40cret%3Ax",
    ):
        bare, variables = apart(url)
        assert sorted(bare.split()) == [
            "dbname=omnistock", "host=db.example", "port=5432", "sslmode=verify-full", "user=backup",
        ]  # fmt: skip
        assert variables["PGPASSWORD"] == "s@cret:x"
    assert sorted(apart("postgresql:///omnistock?host=%2Frun")[0].split()) == ["dbname=omnistock", "host=/run"]

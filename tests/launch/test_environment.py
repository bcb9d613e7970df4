"""What is set wrong is told at once, by name, with what would be right."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused

FOREIGN = {"DATABASE_URL": "postgresql://app:x@db.example.com/omnistock", "SECRET_KEY": "k" * 50}


def test_nothing_set_means_the_embedded_database_here() -> None:
    environment = Environment.read({})
    assert environment.embedded
    assert environment.data_folder == Path(".omnistock").absolute()
    assert environment.base_url == "http://127.0.0.1:8000"


def test_an_empty_variable_is_not_set() -> None:
    assert Environment.read({"DATABASE_URL": "", "SENTRY_DSN": "  "}).embedded


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://app@db/omnistock", "must begin with postgresql://"),
        ("DATABASE_URL", "postgresql://app@db", "must name a database"),
        ("DATABASE_URL", "postgresql://db/omnistock", "must name a user"),
        ("DATABASE_URL", "postgresql://app@db:99999/omnistock", "DATABASE_URL"),
        ("SECRET_KEY", "short", "at least 50 characters; it has 5"),
        ("BASE_URL", "stock.example.com", "must be an address such as"),
        ("BASE_URL", "https://example.com/stock", "without a path"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("MAIL_FROM", "help", "must be a mail address"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, proxy", "'proxy'"),
        ("SENTRY_DSN", "abc", "https://"),
        ("WHATSAPP_NUMBER", "call us", "phone number"),
        ("OPERATOR_NAME", "A\nB", "one line"),
        ("OMNISTOCK_DEBUG", "yes", "1 or 0"),
        ("WEB_PROCESSES", "0", "from 1 to 32"),
        ("WEB_THREADS", "many", "from 1 to 100"),
        ("SIGN_UP", "nobody", "open (anybody"),
    ],
)
def test_it_refuses_a_wrong_value(name: str, value: str, says: str) -> None:
    with pytest.raises(StartRefused) as refusal:
        Environment.read({**FOREIGN, name: value})
    assert str(refusal.value).startswith(name)
    assert says in str(refusal.value)


def test_it_tells_all_faults_at_once() -> None:
    with pytest.raises(StartRefused) as refusal:
        Environment.read({"DATABASE_URL": "x", "BASE_URL": "y"})
    assert [line.split()[0] for line in str(refusal.value).splitlines()] == ["DATABASE_URL", "BASE_URL", "SECRET_KEY"]


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    environment = Environment.read({}, data=str(tmp_path / "data"))
    first = environment.variables()["SECRET_KEY"]
    assert len(first) >= 50
    assert environment.variables()["SECRET_KEY"] == first
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


SUPABASE = "postgresql://app.abc:secret@aws-1-us-east-1.pooler.supabase.com:6543/postgres"


@pytest.mark.parametrize("region", ["Asia Pacific (Mumbai)", "Frankfurt"])
def test_a_database_in_another_region_than_the_published_one_is_refused(region: str) -> None:
    values = {"DATABASE_URL": SUPABASE, "SECRET_KEY": "x" * 60, "DATA_REGION": region}
    with pytest.raises(StartRefused, match="DATABASE_URL leads to us-east-1 or Virginia") as refused:
        Environment.read(values)
    assert region in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "region"),
    [
        (SUPABASE, "US East (N. Virginia)"),
        (SUPABASE, "us-east-1"),
        (SUPABASE, ""),  # nothing is published yet: the trust page says that
        (SUPABASE.replace("us-east-1", "me-new-9"), "somewhere in me-new-9"),
        ("postgresql://app:x@db.abc.supabase.co:5432/postgres", "Mumbai"),  # says no region
        ("postgresql://app:x@10.0.0.7:5432/omnistock", "Mumbai"),
    ],
)
def test_a_database_where_it_is_said_to_be_starts(url: str, region: str) -> None:
    Environment.read({"DATABASE_URL": url, "SECRET_KEY": "x" * 60, "DATA_REGION": region})


def test_a_damaged_secret_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(StartRefused, match="secret_key is damaged"):
        Environment.read({}, data=str(tmp_path)).variables()


@pytest.mark.parametrize("value", ["OmniStock <help@example.com>", "help@example.com"])
def test_mail_addresses_may_carry_a_name(value: str) -> None:
    assert Environment.read({"MAIL_FROM": value}).values["MAIL_FROM"] == value

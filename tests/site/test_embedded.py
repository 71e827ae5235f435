"""The embedded server: shared by whoever needs it, started by the first, stopped by the last, back after a crash."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from scc_site.embedded import binaries, places, postmaster, proof, server
from scc_site.embedded.places import Places, Unusable

pytestmark = pytest.mark.fault
ROOT = Path(__file__).parent.parent.parent
USE = """
import sys
from pathlib import Path
from scc_site.embedded import places, server
where = places.of_data_dir(Path(sys.argv[1]))
server.join(where, durable=False)
print("joined", flush=True)
sys.stdin.readline()
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")


@pytest.fixture
def data_dir():
    folder = Path(tempfile.mkdtemp(prefix="scc-tests-"))
    folder.chmod(0o711)
    yield folder
    where = places.of_data_dir(folder)
    postmaster.stop(where)
    for left in (where.home, where.socket, folder):
        shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def where(data_dir):
    return places.of_data_dir(data_dir)


def user(data_dir):
    """Another process that joins the server and keeps it until told to leave."""
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(data_dir)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def joined(process):
    return process.stdout.readline() == "joined\n"


def leaves(process):
    process.communicate("\n", timeout=30)
    return process.returncode


def gone(where, seconds=10):
    deadline = time.monotonic() + seconds
    while postmaster.pid_alive(where) and time.monotonic() < deadline:
        time.sleep(0.05)
    return postmaster.pid_alive(where) is None


def ask(where, question="SELECT 1"):
    with psycopg.connect(host=str(where.socket), port=5432, user="postgres", dbname="scc") as connection:
        return connection.execute(question).fetchone()[0]


def test_two_that_start_at_once_share_one_server_and_the_last_to_leave_stops_it(data_dir, where):
    first, second = user(data_dir), user(data_dir)
    assert joined(first)
    assert joined(second)
    pid = postmaster.pid_alive(where)

    assert leaves(first) == 0
    assert postmaster.pid_alive(where) == pid
    assert ask(where) == 1
    assert leaves(second) == 0
    assert postmaster.pid_alive(where) is None


def test_the_server_stops_when_its_last_user_is_killed(data_dir, where):
    only = user(data_dir)
    assert joined(only)

    only.kill()
    only.communicate()

    assert gone(where)


def test_the_server_stops_cleanly_when_its_keeper_is_killed_and_comes_back(data_dir, where):
    server.join(where, durable=False)
    os.kill(server._keepers[-1].pid, signal.SIGKILL)
    assert gone(where)

    server.join(where, durable=False)

    assert ask(where) == 1
    server.leave(where)


def test_a_killed_server_recovers_what_was_committed(data_dir, where):
    server.join(where)
    with psycopg.connect(
        host=str(where.socket), port=5432, user="postgres", dbname="scc", autocommit=True
    ) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    os.kill(postmaster.pid_alive(where), signal.SIGKILL)

    server.join(where)

    assert ask(where, "SELECT n FROM kept") == 42
    server.leave(where)


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(data_dir, where):
    server.join(where, durable=False)
    os.kill(postmaster.pid_alive(where), signal.SIGKILL)
    assert gone(where)
    stranger = subprocess.Popen(["sleep", "60"], **postmaster.as_service(where))
    file = where.data / "postmaster.pid"
    file.write_text(f"{stranger.pid}\n" + file.read_text().partition("\n")[2])
    (where.socket / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")

    server.join(where, durable=False)

    assert ask(where) == 1
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
    server.leave(where)


def test_it_listens_on_its_private_socket_alone(data_dir, where):
    server.join(where, durable=False)

    assert ask(where, "SELECT current_setting('listen_addresses')") == ""
    assert where.socket.stat().st_mode & 0o777 == 0o700
    assert (where.data / "pg_hba.conf").read_text().splitlines()[1:] == ["local all all trust"]
    server.leave(where)


def test_it_is_durable_unless_told_otherwise(data_dir, where):
    server.join(where)

    assert [ask(where, f"SELECT current_setting('{name}')") for name in ("fsync", "synchronous_commit")] == ["on", "on"]
    server.leave(where)


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(data_dir):
    where = places.of_data_dir(data_dir / ("d" * 60) / ("e" * 60))

    server.join(where, durable=False)

    assert len(str(where.socket)) < 60
    assert where.socket.stat().st_mode & 0o777 == 0o700
    assert ask(where) == 1
    server.leave(where)
    shutil.rmtree(where.socket)


def test_a_socket_directory_that_others_may_open_is_refused(where):
    where.home.mkdir()
    where.socket.mkdir()
    where.socket.chmod(0o755)

    with pytest.raises(Unusable, match="is not a private directory"):
        server.join(where)


def test_data_of_another_version_is_refused(where):
    where.data.mkdir(parents=True)
    (where.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(Unusable, match="was made by PostgreSQL 16"):
        postmaster.make_data(where)


def test_a_broken_server_says_what_its_log_says(where):
    where.prepare()
    postmaster.make_data(where)
    (where.data / "global" / "pg_control").unlink()

    with pytest.raises(Unusable, match="could not find the database system"):
        server.join(where, patience=3)
    server.leave(where)


def test_a_half_made_data_directory_is_made_anew(where):
    where.prepare()
    (where.home / "making").mkdir()
    (where.home / "making" / "PG_VERSION").write_text("18\n")

    server.join(where, durable=False)

    assert proof.answers(where) is True
    server.leave(where)


@as_root
def test_a_data_directory_in_a_closed_home_is_linked_and_the_home_stays_closed(data_dir):
    data_dir.chmod(0o700)
    where = places.of_data_dir(data_dir / "var")
    places.link(data_dir / "var", where)

    server.join(where, durable=False)

    assert (data_dir / "var" / "postgres").resolve() == where.home
    assert where.home.parent in places.SYSTEM_BASES
    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert places.of_data_dir(data_dir / "var") == where
    server.leave(where)
    shutil.rmtree(where.home)


@as_root
def test_programs_in_a_closed_home_are_copied_whole(data_dir, monkeypatch):
    closed = data_dir / "closed"
    shutil.copytree(binaries._wheel() / binaries.INSTALL, closed / binaries.INSTALL, symlinks=True)
    shutil.copytree(binaries._wheel() / binaries.LIBRARIES, closed / binaries.LIBRARIES, symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "_wheel", lambda: closed)
    monkeypatch.setattr(places, "SYSTEM_BASES", (data_dir / "system",))
    where = Places(home=data_dir / "postgres", uid=65534, gid=65534)

    found = binaries.server_directory(where)

    said = subprocess.check_output([found / "initdb", "--version"], **postmaster.as_service(where) | {"cwd": "/"})
    assert found.is_relative_to(data_dir / "system")
    assert said.startswith(b"initdb (PostgreSQL) 18")


def test_two_starters_at_once_both_find_their_places(data_dir):
    for number in range(30):
        where = places.of_data_dir(data_dir / str(number))
        with ThreadPoolExecutor(4) as starters:
            faults = list(starters.map(lambda _: where.prepare(), range(4)))  # noqa: B023 -- used up in this round

        assert faults == [None] * 4
        assert where.socket.stat().st_uid == where.uid

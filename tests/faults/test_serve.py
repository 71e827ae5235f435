"""kill -9, port taken, SIGTERM: what the supervisor must live through."""

import os
import signal
import socket
import time

import pytest

from scc_site.embedded import postmaster
from tests.faults.conftest import CAPTAIN
from tests.faults.house import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(240)]
CANARY_IS_LATE_SECONDS = 2.5
WORKER_TREE = {
    "cluster": r"qcluster MainProcess",
    "worker": r"qcluster \S+ idle",
    "pusher": r"qcluster \S+ pusher",
    "monitor": r"qcluster \S+ monitor",
}


def a_letter_arrives(house):
    before = house.letters()
    house.ask_for_a_letter(CAPTAIN)
    # A job in the hands of a killed process is done by the next tick, or by the one after.
    until(lambda: house.letters() > before, "the letter has left", 150)


def lose_and_recover(house, name):
    house.kill(WORKER_TREE[name])
    a_letter_arrives(house)
    time.sleep(CANARY_IS_LATE_SECONDS)  # a queue that stands still shows only then
    until(house.is_ready, "the house is ready again")


def test_a_letter_arrives_and_sigterm_stops_everything_cleanly(house):
    with house.served() as supervisor:
        a_letter_arrives(house)
        supervisor.send_signal(signal.SIGTERM)

        assert supervisor.wait(40) == 0

    assert house.processes("") == []
    assert postmaster.pid_alive(house.places) is None
    assert "ERROR scc_site" not in house.said()


def test_a_letter_arrives_although_a_worker_was_killed(house):
    with house.served():
        lose_and_recover(house, "worker")


def test_postgres_killed_comes_back_by_itself_and_letters_arrive(house):
    with house.served():
        os.kill(postmaster.pid_alive(house.places), signal.SIGKILL)

        until(house.is_ready, "the house is ready again", 30)
        a_letter_arrives(house)


def test_three_deaths_in_a_minute_bring_the_whole_down_with_a_clear_message(house):
    with house.served("--no-worker", ready="/healthz") as supervisor:
        for _ in range(3):
            until(lambda: house.processes("gunicorn: master"), "the web server runs")
            gone = house.kill("gunicorn: master")
            until(lambda gone=gone: gone not in house.processes("gunicorn: master"), "it is gone")

        assert supervisor.wait(40) == 1

    assert house.said().splitlines()[-1] == "CommandError: web died 3 times within a minute: giving up."
    assert house.processes("") == []


def test_no_process_outlives_a_killed_supervisor(house):
    with house.served() as supervisor:
        supervisor.kill()
        supervisor.wait()

        until(lambda: house.processes("") == [], "all processes are gone", 20)
        until(lambda: postmaster.pid_alive(house.places) is None, "the database is stopped", 10)


def test_a_port_that_is_taken_is_told_in_one_line(house):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = house.manage("serve", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == f"CommandError: Cannot listen on 127.0.0.1:{port}: Address already in use.\n"


@pytest.mark.prove
@pytest.mark.timeout(2400)
def test_each_process_of_the_worker_tree_may_be_killed_in_turn(house):
    with house.served():
        lose_and_recover(house, "cluster")  # once: the third death within a minute would end the house
        for name in ["worker", "pusher", "monitor"] * 3:
            lose_and_recover(house, name)


@pytest.mark.prove
@pytest.mark.timeout(2400)
def test_the_sentinel_and_every_idle_worker_may_be_killed(house):
    with house.served():
        os.kill(house.processes(WORKER_TREE["cluster"])[1], signal.SIGKILL)
        a_letter_arrives(house)
        until(house.is_ready, "the house is ready again")
        for pid in house.processes(WORKER_TREE["worker"]):
            os.kill(pid, signal.SIGKILL)
        a_letter_arrives(house)
        until(house.is_ready, "the house is ready again")


@pytest.mark.prove
@pytest.mark.timeout(2400)
def test_readyz_is_red_while_the_queue_stands_still(house):
    with house.served():
        cluster = os.getpgid(house.processes(WORKER_TREE["cluster"])[0])
        os.killpg(cluster, signal.SIGSTOP)

        until(lambda: house.answer("/readyz") == 503, "the house says that it is not well")
        a_letter_arrives(house)
        until(house.is_ready, "the house is ready again")
        until(lambda: list((house.folder / "mail").glob("*-alert.eml")), "the office was told", 150)

    assert "No job came through in time; replacing the worker." in house.said()

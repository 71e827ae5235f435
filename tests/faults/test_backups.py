"""A backup is whole or refused; a restore happens whole or not at all, and sends nothing by itself."""

import json

import pytest

from tests.faults.conftest import CAPTAIN
from tests.faults.house import House

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def backup(house, tmp_path_factory):
    """A backup of the house with one person and one letter that waits."""
    with house.served("--no-worker", ready="/healthz"):
        house.ask_for_a_letter(CAPTAIN)
    file = tmp_path_factory.mktemp("backup") / "house.backup"
    made = house.manage("backup", str(file))
    assert made.returncode == 0, made.stderr
    return file


@pytest.fixture
def empty_house():
    made = House()
    yield made
    made.tear_down()


def mail(house):
    return json.loads(house.manage("status", "--json").stdout)["mail"]


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in backup.parent.iterdir()] == ["house.backup"]


def test_a_restore_into_an_empty_house_brings_all_back_and_freezes_what_waited(backup, empty_house):
    restored = empty_house.manage("restore", str(backup))

    assert (restored.returncode, restored.stdout) == (0, "")
    assert mail(empty_house)["frozen"] == 1
    assert "queued" not in mail(empty_house)
    assert empty_house.manage("migrate", "--check").returncode == 0
    assert empty_house.manage("sign_in_link", CAPTAIN).returncode == 0
    assert empty_house.manage("release_mail").stderr == "1 letters released.\n"
    assert mail(empty_house)["queued"] == 1


def test_a_house_that_holds_something_is_kept_unless_told_otherwise(backup, house):
    refused = house.manage("restore", str(backup))
    replaced = house.manage("restore", str(backup), "--replace")

    assert refused.returncode == 1
    assert "restore with --replace to give them up" in refused.stderr
    assert replaced.returncode == 0, replaced.stderr


@pytest.mark.parametrize("fault", ["cut", "bit flipped", "cut to nothing", "not ours", "missing"])
def test_a_damaged_backup_is_refused_in_one_line_before_anything_is_touched(backup, empty_house, tmp_path, fault):
    damaged = tmp_path / "damaged.backup"
    content = bytearray(backup.read_bytes())
    if fault == "bit flipped":
        content[len(content) // 2] ^= 1
    keep = {"cut": len(content) // 2, "cut to nothing": 0, "not ours": len(content) - 84}.get(fault, len(content))
    if fault != "missing":
        damaged.write_bytes(content[:keep])

    refused = empty_house.manage("restore", str(damaged))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"CommandError: {damaged} ")
    assert refused.stderr.count("\n") == 1
    assert not empty_house.places.data.exists()


def test_a_restore_that_fails_half_way_changes_nothing(backup, house):
    before = mail(house)

    failed = house.manage("shell", "-c", FAIL_HALF_WAY.format(file=str(backup)))

    assert "The restore failed, nothing was changed" in failed.stderr
    assert mail(house) == before


FAIL_HALF_WAY = """
from pathlib import Path
from scc_site import backups
backups.AFTER = "SELECT 1 / 0;" + backups.AFTER
backups.restore(Path({file!r}), replace=True)
"""


def test_a_backup_that_cannot_be_written_leaves_the_last_one_alone(backup, house, tmp_path):
    kept = tmp_path / "nowhere" / "house.backup"

    refused = house.manage("backup", str(kept))

    assert refused.returncode == 1
    assert refused.stderr == f"CommandError: {kept} cannot be written: No such file or directory.\n"

"""Disks that are full or fail: whoever waits is told, nothing is charged, and nobody builds on what may be lost."""

import sqlite3
import threading
from contextlib import closing

import httpx
import pytest

from support import png, strace
from support.books import balance, settled
from support.client import fetch, refusal
from support.small_disk import MEGABYTE, SmallDisk
from support.waiting import eventually

needs_strace = strace.needed("faults of the disk")
QUICK = {"SCRIP_JOURNAL_SEAL_INTERVAL": 3600, "SCRIP_GENERATION_LEASE": 1}
DISK_FAILED = "The disk under the data file reported an error"


def come_to_rest(site):
    """Waits until the server has nothing of its own to write, so that the next commit is the test's."""
    told = "SELECT position = (SELECT max(position) FROM entries) FROM webhook_feed"
    with closing(sqlite3.connect(site.data / "scrip.sqlite", isolation_level=None)) as connection:
        # Only the server may empty the log.
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        eventually(lambda: connection.execute(told).fetchone()[0], "the feed to have come to the journal's end")


def wait_for_the_end(site, within=15):
    """The status and the last words of a server that has to end by itself."""
    status = site.process.wait(within)
    lines = [line for line in site.log().splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, f"It should end with one clear line:\n{site.log()}"
    return status, lines[0]


def ends_for_its_disk(site):
    status, line = wait_for_the_end(site)
    assert status == 1, f"A server whose disk has failed should end with status 1, not {status}"
    assert DISK_FAILED in line and "start again" in line, line


def begin(buyer, **keywords):
    """A click whose answer is waited for elsewhere."""
    answers = []

    def click():
        try:
            answers.append(buyer.click(**keywords))
        except httpx.TransportError as cut_off:
            answers.append(cut_off)

    clicking = threading.Thread(target=click, daemon=True)
    clicking.start()
    return clicking, answers


def files(site, pattern="*"):
    return [path for path in (site.data / "images").rglob(pattern) if path.is_file()]


@pytest.fixture
def small_disk(tmp_path):
    disks = []

    def make(folder, size):
        disks.append(SmallDisk(folder, size))
        return disks[-1]

    yield make
    for disk in disks:
        disk.close()


@needs_strace
def test_a_failed_sync_of_a_hold_is_told_and_ends_the_server(server, customer, figure):
    site = server(**QUICK)
    buyer = customer(site, app=3)
    come_to_rest(site)
    with strace.failing(site, "fdatasync:error=EIO"):
        body = refusal(buyer.click(key="mine"), 500, "INTERNAL")
        assert body["error"].startswith("Failed to deduct credits: ") and "Nothing was charged" in body["error"]
        ends_for_its_disk(site)
    assert "Traceback" not in site.log()
    site.start()
    eventually(lambda: buyer.balance() == balance(3, 0), "the credits to be all there again")
    again = buyer.click(key="mine-anew")
    assert again.status_code == 200 and fetch(site, again.json()["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)
    figure("failed syncs of the data file", "the server ended, 0 violations")


@needs_strace
def test_a_failed_sync_of_a_capture_leaves_a_picture_that_is_paid_for_once(server, customer, provider):
    site = server(**QUICK, **provider.settings)
    buyer = customer(site, app=3)
    provider.plays("gated")
    clicking, answers = begin(buyer, key="mine")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    come_to_rest(site)
    with strace.failing(site, "fdatasync:error=EIO"):
        provider.gate.set()
        clicking.join(20)
        body = refusal(answers[0], 500, "INTERNAL")
        assert "history" in body["error"], body
        ends_for_its_disk(site)
    site.start()
    eventually(lambda: buyer.balance()["held"] == 0, "the hold to be resolved")
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1), "It was drawn and stored, so it is charged"
    again = buyer.click(key="mine")
    assert again.status_code == 200 and again.headers["idempotent-replayed"] == "true"
    png.decode(fetch(site, again.json()["image"]))
    assert len(provider.requests) == 1, "The picture was drawn once"


@needs_strace
def test_after_a_failed_sync_nothing_more_is_written_and_those_in_the_making_do_not_delay_the_end(
    server, customer, provider
):
    site = server(**QUICK, **provider.settings)
    buyer, other = customer(site, app=3), customer(site, app=3)
    provider.plays("gated")
    clicking, answers = begin(buyer)
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    # Once, and then the disk says that all is well again, as Linux does.
    come_to_rest(site)
    with strace.failing(site, "fdatasync:error=EIO:when=1"):
        refusal(other.click(), 500, "INTERNAL")
        ends_for_its_disk(site)
    provider.gate.set()
    clicking.join(20)
    site.start()
    for each in (buyer, other):
        eventually(lambda: each.balance() == balance(3, 0), "the credits to be all there again")
    settled(site.cli)


@needs_strace
def test_a_checkpoint_that_fails_ends_the_server_and_the_commit_before_it_stands(server, customer):
    site = server(**QUICK)
    buyer = customer(site, app=3)
    data_file = site.data / "scrip.sqlite"
    come_to_rest(site)
    # A log so long that the next commit is followed by a checkpoint.
    with closing(sqlite3.connect(data_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE ballast (x)")
        connection.execute("INSERT INTO ballast VALUES (zeroblob(44000000))")
        connection.execute("DROP TABLE ballast")
    with strace.failing(site, "fdatasync:error=EIO", path=data_file):
        refusal(buyer.click(), 500, "INTERNAL")
        ends_for_its_disk(site)
    site.start()
    eventually(lambda: buyer.balance()["held"] == 0, "the hold to be resolved")
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1), "It was drawn and stored, so it is charged"
    assert buyer.click().status_code == 200


@needs_strace
def test_a_command_whose_sync_fails_says_so_and_may_be_repeated_by_its_reference(server, customer):
    site = server()
    buyer = customer(site, app=1)
    site.cli.under = lambda: strace.failing_from_the_start("fdatasync:error=EIO")
    line = site.cli.refused("grant", buyer.account, 5, "--reference", "invoice-1")
    assert DISK_FAILED in line, line
    site.cli.under = lambda: []
    for _ in range(2):
        assert site.cli.json("grant", buyer.account, 5, "--reference", "invoice-1")["available"] == 6
    assert settled(site.cli)[buyer.account]["app"] == balance(6, 0)


@needs_strace
def test_no_room_for_a_hold_is_told_and_when_there_is_room_again_all_goes_on(server, customer):
    site = server(**QUICK)
    buyer = customer(site, app=2)
    come_to_rest(site)
    with strace.failing(site, "pwrite64:error=ENOSPC"):
        for _ in range(3):
            body = refusal(buyer.click(key="mine"), 500, "INTERNAL")
            assert "Nothing was charged" in body["error"], body
        assert site.is_running, "A full disk is no reason to end"
        assert buyer.balance() == balance(2, 0)
        site.logged("The disk is full. Make room on it.")
    answer = buyer.click(key="mine")
    assert answer.status_code == 200 and "idempotent-replayed" not in answer.headers
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 1)


@needs_strace
def test_no_room_for_a_capture_charges_the_picture_once_there_is_room(server, customer, provider):
    site = server(**QUICK, **provider.settings)
    buyer = customer(site, app=2)
    provider.plays("gated")
    clicking, answers = begin(buyer, key="mine")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    come_to_rest(site)
    with strace.failing(site, "pwrite64:error=ENOSPC"):
        provider.gate.set()
        clicking.join(20)
        assert "history" in refusal(answers[0], 500, "INTERNAL")["error"]
    eventually(lambda: buyer.balance() == balance(1, 1), "the sweep of the same server to charge the picture")
    again = buyer.click(key="mine")
    assert again.status_code == 200 and fetch(site, again.json()["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 1)


@needs_strace
def test_no_room_for_a_release_gives_the_credit_back_once_there_is_room(server, customer, provider):
    site = server(**QUICK, **provider.settings)
    buyer = customer(site, app=2)
    provider.plays("gated_error_500", always="error_500")
    clicking, answers = begin(buyer, key="mine")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    come_to_rest(site)
    with strace.failing(site, "pwrite64:error=ENOSPC"):
        provider.gate.set()
        clicking.join(20)
        assert "come back" in refusal(answers[0], 502, "PROVIDER_ERROR")["error"]
        site.logged("Failed to refund credits")
    eventually(lambda: buyer.balance() == balance(2, 0), "the sweep of the same server to give the credit back")
    site.logged("Credits refunded successfully")
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 0)


@needs_strace
@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_picture_that_cannot_be_kept_is_not_charged_and_leaves_nothing_behind(server, customer, call):
    site = server()
    buyer = customer(site, app=2)
    come_to_rest(site)
    with strace.failing(site, f"{call}:error=EIO"):
        body = refusal(buyer.click(key="mine"), 502, "PROVIDER_ERROR")
        assert "credits are back" in body["error"], body
    assert site.is_running, "The picture is given up; the data file is sound"
    site.logged("The picture could not be stored")
    assert buyer.balance() == balance(2, 0)
    assert not files(site), "Half a picture is left behind"
    assert buyer.click(key="anew").status_code == 200
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 1)


def test_a_disk_that_fills_up_refuses_and_goes_on_when_there_is_room(server, customer, small_disk, tmp_path, figure):
    disk = small_disk(tmp_path / "small", 12 * MEGABYTE)
    site = server(data=disk.folder / "data", **QUICK)
    buyer = customer(site, app=20)
    assert buyer.click().status_code == 200
    disk.fill()
    refused = [buyer.click() for _ in range(10)]
    assert {answer.status_code for answer in refused} <= {500, 502}, [answer.text for answer in refused]
    for answer in refused:
        words = answer.json()["error"]
        assert "Nothing was charged" in words or "credits are back" in words, words
    assert "The disk is full. Make room on it." in site.cli.refused("grant", buyer.account, 1)
    assert site.is_running and buyer.balance() == balance(19, 1)
    disk.make_room()
    answer = buyer.click()
    assert answer.status_code == 200 and fetch(site, answer.json()["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(18, 2)
    figure("a full disk", f"{len(refused)} clicks refused, none charged; it went on when there was room")


def test_a_full_disk_under_the_pictures_gives_the_credit_back(server, customer, small_disk, tmp_path):
    disk = small_disk(tmp_path / "data" / "images", MEGABYTE)
    site = server(data=tmp_path / "data")
    buyer = customer(site, app=3)
    disk.fill()
    for _ in range(3):
        body = refusal(buyer.click(), 502, "PROVIDER_ERROR")
        assert "credits are back" in body["error"], body
    assert buyer.balance() == balance(3, 0) and not files(site, "*.p*")
    disk.make_room()
    assert fetch(site, buyer.picture()["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_a_server_stops_and_starts_on_a_full_disk(server, customer, small_disk, tmp_path):
    disk = small_disk(tmp_path / "small", 12 * MEGABYTE)
    site = server(data=disk.folder / "data")
    buyer = customer(site, app=3)
    kept = buyer.picture()["image"]
    disk.fill()
    site.stop()
    disk.make_room()
    site.start()
    assert fetch(site, kept)
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)

"""The books: clean after all that happens, and found out when somebody has altered them by hand."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from support.books import settled
from support.cli import Cli
from support.client import refusal
from support.making import customers, servers

APPEND_ONLY = ("entries_are_never_changed", "entries_are_never_dropped")
# What somebody with access to the file might do.
DAMAGES = {
    "a balance is raised": "UPDATE balances SET available = available + 100 WHERE id = {balance}",
    "what was spent is lowered": "UPDATE balances SET spent = spent - 1 WHERE id = {balance}",
    "a balance's count of entries is wrong": "UPDATE balances SET sequence = sequence + 1 WHERE id = {balance}",
    "a grant has more left": "UPDATE grants SET remaining = remaining + 1 WHERE balance = {balance}",
    "a grant was larger": "UPDATE grants SET amount = amount + 5 WHERE balance = {balance}",
    "grant and balance are raised alike": (
        "UPDATE grants SET remaining = remaining + 5, amount = amount + 5 WHERE balance = {balance};"
        "UPDATE balances SET available = available + 5 WHERE id = {balance}"
    ),
    "a charge was refunded on file alone": (
        "UPDATE charges SET refunded = cost WHERE balance = {balance} AND state = 3"
    ),
    "a charge is gone from its balance": (
        "DELETE FROM charges WHERE balance = {balance}"
    ),
    "an entry has another amount": "UPDATE entries SET amount = amount + 1 WHERE balance = {balance} AND sequence = 1",
    "an entry is gone": "DELETE FROM entries WHERE balance = {balance} AND sequence = 2",
    "the last entry is gone": (
        "DELETE FROM entries WHERE balance = {balance}"
        " AND sequence = (SELECT max(sequence) FROM entries WHERE balance = {balance})"
    ),
    "an entry has another reference": (
        "UPDATE entries SET reference = 'gen_other' WHERE balance = {balance} AND sequence = 2"
    ),
}


def alter(data, account, script, without_triggers=True):
    """Alters a data file that no server is working on, as if by hand."""
    with closing(sqlite3.connect(data / "scrip.sqlite")) as connection:
        (balance,) = connection.execute(
            "SELECT id FROM balances WHERE account = ?", (bytes.fromhex(account.replace("-", "")),)).fetchone()
        if without_triggers:
            for trigger in APPEND_ONLY:
                connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.executescript(script.format(balance=balance))
        connection.commit()


@pytest.fixture(scope="module")
def some_books(tmp_path_factory, the_provider):
    """A data folder with two customers' grants, pictures and a refund, and the customers."""
    starts = servers(tmp_path_factory.mktemp("books"))
    the_provider.reset()
    site = next(starts)(**the_provider.settings)
    make = customers("books")
    victim, other = make(site, app=5), make(site, app=5)
    victim.picture()
    the_provider.plays("blocked")
    victim.click()
    other.picture()
    settled(site.cli)
    site.stop()
    yield site, victim, other
    assert next(starts, None) is None


@pytest.fixture
def books(some_books, tmp_path):
    """A copy of those books, the account whose part may be altered, and commands on it."""
    site, victim, _ = some_books
    shutil.copytree(site.data, tmp_path / "data")
    return Cli(tmp_path / "data", tmp_path), victim.account


@pytest.fixture
def damaged(some_books, server, provider, tmp_path):
    """Damages a copy of those books, and starts a server on it."""

    def damage(script):
        site, victim, other = some_books
        shutil.copytree(site.data, tmp_path / "data")
        alter(tmp_path / "data", victim.account, script)
        copy = server(data=tmp_path / "data", **provider.settings)
        copy.are_books_damaged = True
        return copy, replace(victim, server=copy), replace(other, server=copy)

    return damage


@pytest.mark.parametrize("name", DAMAGES)
def test_verify_finds_what_was_altered_by_hand(books, name):
    cli, account = books
    settled(cli)
    alter(cli.data, account, DAMAGES[name])
    outcome = cli.run("verify")
    assert outcome.status == 1, f"Nothing was found though {name}:\n{outcome}"
    faults = [line for line in outcome.out.splitlines() if line.startswith("fault: ")]
    assert faults, f"The faults should be listed:\n{outcome}"
    # A sealed entry that was changed breaks the seal, too, which is the whole journal's.
    assert all(account in fault or "journal: The seal" in fault for fault in faults), (
        f"Only one account was damaged:\n{outcome}")
    assert len(outcome.err.splitlines()) <= 1, f"One line at most beside the report:\n{outcome}"

    outcome = cli.run("verify", "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, report["ok"]) == (1, False)
    assert set(report) == {"ok", "entries", "faults"}
    assert len(report["faults"]) == len(faults) and all(isinstance(fault, str) for fault in report["faults"])


@pytest.mark.parametrize("script", [
    "UPDATE grants SET remaining = 0, is_spendable = 0, expired = 4 WHERE balance = {balance}",
    "UPDATE balances SET available = available + 100 WHERE id = {balance}",
], ids=["less is left in its grants", "more is available than its grants have"])
def test_a_click_on_a_damaged_account_is_refused_with_500_and_others_go_on(damaged, script):
    site, victim, other = damaged(script)
    for _ in range(3):
        body = refusal(victim.click(), 500, "INTERNAL")
        assert body["error"].startswith("Failed to deduct credits: "), body
        assert "othing was charged" in body["error"], body
        assert victim.account not in body["error"]
    before = victim.balance()
    assert other.picture()["credits_remaining"] == 3, "Another account is served as before"
    assert victim.balance() == before, "Nothing may move on a balance that is wrong"
    assert site.is_running
    line = site.logged("Failed to deduct credits")[0]
    assert "generate-character" in line, line
    assert "Credits refunded" not in line


def test_a_receipt_that_the_journal_does_not_bear_out_is_not_given(books):
    cli, account = books
    (charge,) = [line["charge"] for line in cli.journal(account) if line["kind"] == "capture"]
    assert cli.json("receipt", charge)["status"] == "delivered"
    alter(cli.data, account, DAMAGES["a charge was refunded on file alone"])
    line = cli.refused("receipt", charge)
    assert "scrip verify" in line and charge in line, f"It should say what to do: {line}"


def test_a_customer_is_not_shown_a_receipt_that_the_journal_does_not_bear_out(damaged):
    site, victim, other = damaged(DAMAGES["a charge was refunded on file alone"])
    for customer, status in ((victim, 500), (other, 200)):
        (picture,) = [item["id"] for item in customer.history() if item["status"] == "succeeded"]
        answer = customer.request("GET", f"/v1/receipts/{picture}")
        assert answer.status_code == status, answer.text
    assert "Receipt of chg_" in site.logged("A request failed")[0]


def test_the_owner_cannot_grant_to_a_damaged_account(books):
    cli, account = books
    alter(cli.data, account, "UPDATE balances SET available = available + 100 WHERE id = {balance}")
    line = cli.refused("grant", account, 5)
    assert "scrip verify" in line, f"It should say what to do: {line}"


@pytest.mark.parametrize("statement", [
    "UPDATE entries SET amount = 100", "UPDATE entries SET at = at + 1 WHERE sequence = 1", "DELETE FROM entries",
])
def test_the_journal_can_only_be_added_to(books, statement):
    """As long as its triggers are there; `verify` finds what is altered without them."""
    cli, account = books
    with pytest.raises(sqlite3.DatabaseError):
        alter(cli.data, account, statement, without_triggers=False)
    settled(cli)


def test_verify_counts_and_sums_all_that_there_is(server, customer, provider):
    site = server(**provider.settings)
    first, second = customer(site, app=4, api=3), customer(site, app=2)
    first.picture()
    second.picture()
    lines = site.cli.ok("verify").splitlines()
    owner = 3
    assert lines[0] == "8 entries in 4 balances, 0 faults", "4 grants with the owner's bonus, and 2 pictures of 2 each"
    issued = 4 + 3 + 2 + owner
    assert lines[1] == f"{issued} issued = {issued - 2} available + 0 held + 2 spent + 0 expired + 0 revoked"
    assert site.cli.json("verify") == {"ok": True, "entries": 8, "faults": []}

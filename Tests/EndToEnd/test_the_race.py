"""The race: what check-then-deduct loses under clicks, failures, retries and kills, Scrip does not."""

import re
import shutil

import pytest
from support.examples import ROOT, board, race

LOSSES = [
    "charged, not delivered", "of these, refunds that were lost", "delivered, not charged", "clicks charged twice",
    "refunds of nothing, or twice", "balances that are wrong",
]


@pytest.fixture(scope="module")
def boards():
    """The boards of two races; the first is the one that the document shows."""
    runs = [race(), race("--seed", "8")]
    for run in runs:
        assert run.returncode == 0, f"Scrip's column should have no fault:\n{run.stdout}{run.stderr}"
    return [board(run.stdout) for run in runs]


def column(boards, number):
    """One contestant's cells, summed over the races where they are numbers."""
    tables = [rows for _, _, rows in boards]
    sums = {name: sum(rows[name][number] for rows in tables) for name in tables[0] if name != "the books add up"}
    return sums, {rows["the books add up"][number] for rows in tables}


def test_scrip_loses_nothing(boards):
    sums, books = column(boards, 2)
    assert {name: sums[name] for name in LOSSES} == dict.fromkeys(LOSSES, 0)
    assert sums["pictures delivered"] == sums["credits charged"] > 0
    assert books == {"yes"}


def test_every_contestant_is_killed_at_work(boards):
    for number in range(3):
        sums, _ = column(boards, number)
        assert sums["kills"] == 4 * len(boards)
        assert sums["requests cut off by them"] >= sums["kills"], "A server with nothing to do was killed"


def test_check_then_deduct_loses_for_everybody(boards):
    sums, books = column(boards, 0)
    for name in ["charged, not delivered", "of these, refunds that were lost", "delivered, not charged"]:
        assert sums[name] > 0, f"{name}: this flow is known to fail at it"
    assert books == {"no"}


def test_its_fix_still_loses_to_kills_and_retries(boards):
    sums, books = column(boards, 1)
    assert sums["delivered, not charged"] == sums["refunds of nothing, or twice"] == 0, "This much the fix does"
    assert sums["charged, not delivered"] >= sums["kills"], "Each kill takes at least the drawing that it is about"
    assert books == {"no"}


def test_the_document_shows_what_the_program_prints(boards):
    text = (ROOT / "docs/the-race.md").read_text()
    pasted = re.search(r"    \$ make race\n\n(.*?)\n\n(?=\S)", text, re.DOTALL)
    assert pasted, "The document shows no run of `make race`"
    introduction, headings, rows = board(re.sub("^    ", "", pasted[1], flags=re.MULTILINE))
    assert introduction == boards[0][0], "The same seed gives the same clicks, failures and kills"
    assert headings == boards[0][1]
    assert list(rows) == list(boards[0][2])
    assert [rows[name][2] for name in LOSSES] == [0] * len(LOSSES)


def test_canary_a_column_with_faults_fails_the_run():
    run = race("--judge", "original")
    assert run.returncode == 1, f"The gate cannot fail:\n{run.stdout}"
    folder = re.search(r"is left in (\S+)\.$", run.stderr)
    assert folder, f"Where to look is not said: {run.stderr}"
    shutil.rmtree(folder[1])


def test_wrong_usage_is_told():
    run = race("--sede", "7")
    assert (run.returncode, run.stdout) == (64, "")
    assert run.stderr.startswith("usage: TheRace")

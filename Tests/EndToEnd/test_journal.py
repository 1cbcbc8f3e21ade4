"""The journal: what an owner filters and exports, and what a customer pages through."""

import csv
import io
import json
import time
from datetime import datetime, timezone

import pytest

from support.burst import click, tally, together
from support.client import refusal, told
from support.making import customers

KINDS = [
    "grant", "hold", "capture", "release", "hold_expiry", "refund", "deduct", "grant_expiry", "revoke", "collection",
    "withdrawal", "close", "adoption",
]
COLUMNS = [
    "position", "at", "account", "pool", "sequence", "kind", "amount", "available_before", "available_after",
    "held_before", "held_after", "reference", "charge", "grant", "actor", "reason",
]
CLICKS = 260


def ndjson(cli, *words):
    return [json.loads(line) for line in cli.ok("journal", *words, "--format", "ndjson").splitlines()]


def now():
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")


@pytest.fixture(scope="module")
def past(site, the_provider):
    """A journal of more than one page, and the moment between its two halves."""
    the_provider.reset()
    make = customers("journal")
    buyer = make(site, app=CLICKS, api=3)
    answers = together(site, [click(buyer)] * CLICKS)
    assert tally(answers) == {200: CLICKS}
    time.sleep(0.01)
    middle = now()
    time.sleep(0.01)
    other = make(site, api=5)
    picture = other.picture()
    the_provider.plays("blocked")
    other.click()
    site.cli.ok("refund", picture["id"], "--reference", "sorry-1")
    grant = site.cli.json("grant", buyer.account, 4, "--reference", "gift-1", "--reason", "a gift")["id"]
    site.cli.ok("revoke", grant, 3)
    everything = ndjson(site.cli)
    assert len(everything) > 500, "It should take more than one page"
    return buyer, other, middle, everything


def test_every_filter_gives_what_it_says(site, past):
    buyer, other, middle, everything = past
    (charge,) = [line["charge"] for line in everything if line["kind"] == "refund"]
    hold = next(line for line in everything if line.get("charge") == charge)["reference"]
    grant = next(line for line in everything if line["kind"] == "revoke")["grant"]
    at = lambda line: datetime.fromisoformat(line["at"].replace("Z", "+00:00"))  # noqa: E731
    half = datetime.fromisoformat(middle)
    cases = [
        ([buyer.account], lambda line: line["account"] == buyer.account),
        (["--pool", "api"], lambda line: line["pool"] == "api"),
        ([buyer.account, "--pool", "api"], lambda line: (line["account"], line["pool"]) == (buyer.account, "api")),
        (["--kind", "hold"], lambda line: line["kind"] == "hold"),
        (["--kind", "refund", "--kind", "release"], lambda line: line["kind"] in ("refund", "release")),
        (["--since", middle], lambda line: at(line) >= half),
        (["--until", middle], lambda line: at(line) < half),
        (["--since", "1d"], lambda line: True),
        (["--until", "1d"], lambda line: False),
        (["--since", "2001-01-01", "--until", "2001-01-02T00:00:00Z"], lambda line: False),
        (["--charge", charge], lambda line: line.get("charge") == charge),
        (["--charge", hold], lambda line: line.get("charge") == charge),
        (["--grant", grant], lambda line: line.get("grant") == grant),
        (["--reference", "sorry-1"], lambda line: line.get("reference") == "sorry-1"),
        (["--reference", "sorry"], lambda line: False),
        ([other.account, "--kind", "hold", "--since", middle, "--charge", charge],
         lambda line: line["kind"] == "hold" and line.get("charge") == charge),
    ]
    for words, passes in cases:
        expected = [line for line in everything if passes(line)]
        assert ndjson(site.cli, *words) == expected, f"journal {' '.join(words)}"
    assert [line["kind"] for line in ndjson(site.cli, "--charge", charge)] == ["hold", "capture", "refund"]
    assert [line["kind"] for line in ndjson(site.cli, "--grant", grant)] == ["grant", "revoke"]


def test_all_formats_tell_the_same_in_either_direction(site, past):
    everything = past[3]
    backwards = everything[::-1]
    assert ndjson(site.cli, "--newest-first") == backwards
    assert site.cli.json("journal")["entries"] == everything
    rows = list(csv.DictReader(io.StringIO(site.cli.ok("journal", "--format", "csv", "--newest-first"), newline="")))
    assert [list(row) for row in rows[:1]] == [COLUMNS]
    assert rows == [{name: str(line.get(name, "")) for name in COLUMNS} for line in backwards]
    table = site.cli.ok("journal").splitlines()
    assert len(table) == len(everything) + 1 and table[0].split() == COLUMNS


@pytest.mark.parametrize("limit", [1, 499, 500, 501, 100_000])
def test_a_limit_takes_as_many_from_the_end_that_is_named(site, past, limit):
    everything = past[3]
    assert ndjson(site.cli, "--limit", limit) == everything[:limit]
    assert ndjson(site.cli, "--limit", limit, "--newest-first") == everything[::-1][:limit]


def test_a_csv_is_of_rfc_4180_and_starts_no_formula(cli):
    account = cli.account("ada@example.com")
    reasons = [
        'says "hello", twice', "two\nlines", "two\r\nlines", "", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted'",
        "naïve 日本 🙂", "a=b", ";",
    ]
    for reason in filter(None, reasons):
        cli.ok("grant", account, 1, f"--reason={reason}")
    cli.ok("grant", account, 1, "--reference", '=HYPERLINK("http://example.com")')
    text = cli.ok("journal", "--format", "csv")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    lines = ndjson(cli)
    assert [line["reason"] for line in lines if "reason" in line] == [*filter(None, reasons)], "ndjson is exact"
    for row, line in zip(rows, lines, strict=True):
        for name in COLUMNS:
            exact = str(line.get(name, ""))
            expected = "'" + exact if exact[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and exact else exact
            assert row[name] == expected
    assert rows[-1]["reference"].startswith("'="), "A reference can come from anybody"


def test_a_table_is_a_line_an_entry_whatever_a_reason_contains(cli):
    account = cli.account("ada@example.com")
    cli.ok("grant", account, 1, "--reason", "two\nlines \x1b[31mred")
    table = cli.ok("journal").splitlines()
    assert len(table) == 2 and "\x1b" not in table[1], table
    assert "two�lines �[31mred" in table[1]


@pytest.mark.parametrize(("words", "told"), [
    (["--kind", "frob"], KINDS), (["--kind", "hold,capture"], KINDS), (["--kind", ""], KINDS),
    (["--kind", "Hold"], KINDS), (["--since", "yesterday"], ["--since", "2026-12-31"]),
    (["--since", "2026-02-30"], ["--since", "2026-12-31"]), (["--until", "12:00"], ["--until", "30d"]),
    (["--until", ""], ["--until", "30d"]), (["--until", "-1d"], ["--until"]),
    (["--since", "2026-01-02", "--until", "2026-01-01"], ["--since must be before --until"]),
    (["--since", "2026-01-01", "--until", "2026-01-01"], ["--since must be before --until"]),
    (["--grant", "grt_x"], ["grt_"]), (["--grant", ""], ["grt_"]), (["--reference", "two words"], ["--reference"]),
    (["--limit", "0"], ["--limit"]), (["--limit", "-1"], ["--limit"]), (["--limit", "many"], ["--limit"]),
    (["--pool", "Not a pool"], ["--pool"]), (["--format", "xml"], ["table", "csv", "ndjson"]),
], ids=lambda value: " ".join(value) if isinstance(value, list) and value and value[0].startswith("--") else "")
def test_what_is_wrong_is_named_in_one_line(cli, words, told):
    line = cli.misused("journal", *words).splitlines()[0]
    assert line.startswith("Error: "), line
    assert all(word in line for word in told), f"It should say {told}: {line}"
    assert not cli.data.exists(), "A wrong command must not make a data folder"


@pytest.mark.parametrize("charge", ["chg_0000000000001", "gen_nothing", "", "two words", "chg_x"])
def test_a_charge_that_is_not_there_is_refused(cli, charge):
    cli.account("ada@example.com")
    line = cli.refused("journal", "--charge", charge)
    assert "no charge" in line and "scrip journal" in line, line


def page(customer, **query):
    answer = customer.request("GET", "/v1/journal", params=query)
    assert answer.status_code == 200, told(answer)
    body = answer.json()
    assert set(body) <= {"entries", "next_cursor"}, body
    return body


def walk(customer, **query):
    """All entries, page by page."""
    entries, cursor = [], {}
    while True:
        body = page(customer, **query, **cursor)
        entries += body["entries"]
        if "next_cursor" not in body:
            return entries
        assert len(body["entries"]) == query.get("limit", 20), "Only the last page is not full"
        cursor = {"cursor": body["next_cursor"]}


def test_a_customer_reads_all_own_entries_page_by_page_the_newest_first(site, past):
    buyer, other, _, everything = past
    for customer in (buyer, other):
        own = [line for line in everything[::-1] if line["account"] == customer.account]
        assert walk(customer, limit=100) == own
        assert page(customer)["entries"] == own[:20]
        assert page(customer, limit=min(100, len(own)))["entries"] == own[:100]
    own = [line for line in everything[::-1] if line["account"] == other.account]
    assert walk(other, limit=1) == walk(other, limit=len(own)) == own, "A last page that is full has no next one"


def test_a_customer_filters_by_pool_kind_and_time(site, past):
    buyer, other, middle, everything = past
    own = [line for line in everything[::-1] if line["account"] == buyer.account]
    at = lambda line: datetime.fromisoformat(line["at"].replace("Z", "+00:00"))  # noqa: E731
    half = datetime.fromisoformat(middle)
    for query, passes in [
        ({"pool": "api"}, lambda line: line["pool"] == "api"),
        ({"pool": "nothing-there"}, lambda line: False),
        ({"kind": "grant"}, lambda line: line["kind"] == "grant"),
        ({"kind": ["grant", "revoke"]}, lambda line: line["kind"] in ("grant", "revoke")),
        ({"since": middle}, lambda line: at(line) >= half),
        ({"until": middle}, lambda line: at(line) < half),
        ({"since": "2001-01-01", "until": "2001-01-02"}, lambda line: False),
        ({"kind": "capture", "pool": "app", "until": middle}, lambda line: line["kind"] == "capture"),
    ]:
        assert walk(buyer, limit=100, **query) == [line for line in own if passes(line)], query


@pytest.mark.parametrize(("field", "value"), [
    ("limit", "0"), ("limit", "101"), ("limit", "many"), ("limit", ""), ("cursor", "x"), ("cursor", "0"),
    ("cursor", "-1"), ("cursor", "99999999999999999999"), ("cursor", ""), ("pool", "Not a pool"), ("pool", ""),
    ("kind", "frob"), ("kind", ""), ("since", "yesterday"), ("since", ""), ("until", "2026-02-30"), ("until", "1d"),
])
def test_a_wrong_parameter_is_named(site, customer, field, value):
    body = refusal(customer(site, app=1).request("GET", "/v1/journal", params={field: value}), 400, "VALIDATION_ERROR")
    assert body["field"] == field and body["error"].startswith(field + " must be "), body
    assert body.get("allowed") == (KINDS if field == "kind" else None), body


def test_the_journal_and_receipts_are_nobody_elses(site, customer):
    reader = customer(site, app=2)
    entries = page(reader)["entries"]
    assert [entry["account"] for entry in entries] == [reader.account]
    for path in ("/v1/journal", "/v1/receipts/gen_x"):
        refusal(reader.request("GET", path, headers={"Authorization": "Bearer x"}), 401, "INVALID_TOKEN")

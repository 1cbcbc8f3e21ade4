"""The command line: what scripts read from it, and what a person is told."""

import csv
import io
import json
import re
import sqlite3
import threading
from contextlib import closing

import pytest

from support import png
from support.books import balance, settled
from support.burst import click, tally, together
from support.client import Customer, bearer, x_api_key
from support.waiting import eventually

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
COLUMNS = [
    "position", "at", "account", "pool", "sequence", "kind", "amount", "available_before", "available_after",
    "held_before", "held_after", "reference", "charge", "grant", "actor", "reason",
]
LOOKS = ["--skin-tone", "fair", "--hair-style", "bob", "--hair-color", "black", "--clothing", "dress",
         "--clothing-color", "red", "--eye-color", "blue"]


def test_an_account_is_created_shown_and_listed(cli):
    created = cli.json("account", "create", "--email", "Ada@Example.com", "--grant", 7)
    assert list(created) == ["id"] and UUID.fullmatch(created["id"])
    shown = cli.json("account", "show", "ada@example.com")
    assert shown == {
        "id": created["id"], "email": "ada@example.com", "balances": {"app": balance(7, 0), "api": balance(0, 0)}}
    assert cli.json("account", "show", created["id"]) == shown
    plain = cli.ok("account", "create", "--email", "bob@example.com").strip()
    assert UUID.fullmatch(plain), "Without --json the id alone is printed, for a script to take"
    assert cli.balance(plain) == balance(3, 0), "The sign-up bonus is 3"
    assert cli.ok("account", "create", "--email", "eve@example.com", "--grant", 4, "--pool", "api")
    assert cli.json("account", "show", "eve@example.com")["balances"] == {"app": balance(0, 0), "api": balance(4, 0)}
    listed = cli.json("account", "list")["accounts"]
    assert [account["email"] for account in listed] == ["ada@example.com", "bob@example.com", "eve@example.com"]
    assert listed[0] == shown
    table = cli.ok("account", "list").splitlines()
    headings = ["account", "email", "pool", "available", "held", "spent", "expired", "revoked", "issued"]
    assert table[0].split() == headings
    assert len(table) == 7 and all(line == line.rstrip() for line in table)
    for words in (["account", "show", "ada@example.com"], ["account", "list"]):
        assert cli.run(*words).err == "", "Data alone"


def test_an_address_is_taken_once(cli):
    cli.ok("account", "create", "--email", "ada@example.com")
    assert "ada@example.com" in cli.refused("account", "create", "--email", "ADA@example.com")
    assert len(cli.json("account", "list")["accounts"]) == 1


@pytest.mark.parametrize("email", ["", "ada", "@", "ada@", "@example.com", "a@b@c", "a b@c", "x" * 250 + "@e.com"])
def test_what_is_no_address_is_refused(cli, email):
    line = cli.refused("account", "create", "--email", email)
    assert "e-mail" in line, line


def test_a_token_lasts_an_hour_or_as_long_as_is_said(cli):
    account = cli.account("ada@example.com")
    issued = cli.json("account", "token", account)
    assert set(issued) == {"token", "expires_at"} and MOMENT.fullmatch(issued["expires_at"])
    assert cli.ok("account", "token", account, "--expires-in", "7d").strip().count(".") == 2
    for wrong in ("0s", "-1h", "1", "h", "1y", "", "1.5h"):
        cli.misused("account", "token", account, "--expires-in", wrong)


def test_keys_are_created_listed_and_revoked(cli):
    account = cli.account("ada@example.com")
    made = cli.json("key", "create", "--account", account, "--label", "nightly, \"build\"")
    assert set(made) == {"id", "key", "label"} and made["label"] == 'nightly, "build"'
    assert re.fullmatch(r"sk_scrip_[0-9A-Za-z]{36}", made["key"])
    outcome = cli.run("key", "create", "--account", "ada@example.com")
    assert re.fullmatch(r"sk_scrip_[0-9A-Za-z]{36}\n", outcome.out), "The key alone is data"
    assert "not shown again" in outcome.err
    listed = cli.json("key", "list", "--account", account)["keys"]
    assert len(listed) == 2 and made["key"] not in json.dumps(listed), "A key is shown once"
    assert all(key["key"].endswith(key_text[-4:]) for key, key_text in zip(listed, [outcome.out.strip(), made["key"]]))
    revoked = cli.json("key", "revoke", made["id"])
    assert revoked["id"] == made["id"] and MOMENT.fullmatch(revoked["revoked_at"])
    assert cli.json("key", "revoke", made["id"])["revoked_at"] == revoked["revoked_at"], "Once is for ever"
    assert "key" in cli.refused("key", "revoke", "key_nothing")
    table = cli.ok("key", "list", "--account", account)
    assert table.splitlines()[0].split() == ["id", "key", "label", "created", "revoked"]
    data = (cli.data / "scrip.sqlite").read_bytes() + (cli.data / "scrip.sqlite-wal").read_bytes()
    assert made["key"].encode() not in data, "Keys are stored as hashes alone"


def test_a_grant_with_a_reference_is_made_once(cli):
    account = cli.account("ada@example.com")
    first = cli.json("grant", account, 5, "--reference", "invoice-1")
    assert set(first) == {"id", "available"} and first["available"] == 5
    assert cli.json("grant", account, 5, "--reference", "invoice-1")["id"] == first["id"]
    assert "before" in cli.ok("grant", account, 5, "--reference", "invoice-1"), "It should say that it was there"
    line = cli.refused("grant", account, 6, "--reference", "invoice-1")
    assert "invoice-1" in line and "Nothing was changed" in line
    cli.refused("grant", account, 5, "--reference", "invoice-1", "--pool", "api")
    other = cli.account("bob@example.com")
    cli.refused("grant", other, 5, "--reference", "invoice-1")
    assert cli.json("grant", account, 2)["available"] == 7, "Without a reference each is its own"
    assert cli.json("grant", account, 2)["available"] == 9
    assert settled(cli)[account]["app"] == balance(9, 0)


def test_grants_of_one_reference_at_the_same_time_are_one(cli):
    account = cli.account("ada@example.com")
    grants = [threading.Thread(target=cli.ok, args=("grant", account, 5, "--reference", "once")) for _ in range(6)]
    for grant in grants:
        grant.start()
    for grant in grants:
        grant.join()
    assert settled(cli)[account]["app"] == balance(5, 0)


def test_a_grant_takes_an_expiry_and_a_priority(cli):
    account = cli.account("ada@example.com")
    for expiry in ("30d", "2099-12-31", "2099-12-31T12:00:00Z"):
        cli.ok("grant", account, 1, "--expires", expiry, "--priority", 10)
    assert "over" in cli.refused("grant", account, 1, "--expires", "2001-01-01")
    for words in (["0"], ["-1"], ["x"], ["1.5"], ["99999999999999999999"], ["1", "--priority", "101"],
                  ["1", "--expires", "tomorrow"], ["1", "--pool", "Not a pool"], ["1", "--reference", "two words"], []):
        assert "Usage" in cli.misused("grant", account, *words) or words
    assert settled(cli)[account]["app"] == balance(3, 0)


def test_the_largest_amounts_neither_crash_nor_wrap(cli):
    account = cli.account("ada@example.com")
    for amount in (9_223_372_036_854_775_807, 10**18, 10**15):
        outcome = cli.run("grant", account, amount)
        assert outcome.status in (0, 1, 64), f"It crashed:\n{outcome}"
    outcome = cli.run("account", "create", "--email", "rich@example.com", "--grant", 9_223_372_036_854_775_807)
    assert outcome.status in (0, 1, 64), f"It crashed:\n{outcome}"
    assert cli.balance(account)["available"] >= 0
    settled(cli)
    total = cli.ok("verify").splitlines()[-1]
    assert "-" not in total, f"The sum of all accounts has wrapped: {total}"


def test_an_expired_grant_cannot_be_spent(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site)
    site.cli.ok("grant", buyer.account, 5, "--expires", "1s")
    eventually(lambda: buyer.balance()["available"] == 0, "the grant to expire", within=5)
    assert buyer.click().status_code == 402
    shown = settled(site.cli)[buyer.account]["app"]
    assert (shown["expired"], shown["available"], shown["issued"]) == (5, 0, 5), shown


def test_the_journal_comes_as_table_csv_and_lines_of_json(server, customer, provider):
    site = server(**provider.settings)
    buyer, other = customer(site, app=5, api=5), customer(site, app=1)
    buyer.picture()
    lines = [json.loads(line) for line in site.cli.ok("journal", "--format", "ndjson").splitlines()]
    assert [line["position"] for line in lines] == sorted(line["position"] for line in lines), "The oldest first"
    assert all(set(line) <= set(COLUMNS) for line in lines) and all(MOMENT.fullmatch(line["at"]) for line in lines)
    rows = list(csv.reader(io.StringIO(site.cli.ok("journal", "--format", "csv"))))
    assert rows[0] == COLUMNS and len(rows) == len(lines) + 1
    for row, line in zip(rows[1:], lines):
        assert row == [str(line.get(name, "")) for name in COLUMNS]
    table = site.cli.ok("journal").splitlines()
    assert table[0].split() == COLUMNS and len(table) == len(rows)
    assert len({line.index(" grant ") for line in table[1:] if " grant " in line}) == 1, "Columns are aligned"
    assert site.cli.json("journal")["entries"] == lines
    own = site.cli.journal(buyer.account)
    assert own == [line for line in lines if line["account"] == buyer.account] and len(own) == 4
    pools = site.cli.ok("journal", buyer.account, "--pool", "api", "--format", "ndjson").splitlines()
    assert [json.loads(line)["pool"] for line in pools] == ["api"]
    assert site.cli.ok("journal", other.account, "--pool", "api", "--format", "ndjson") == ""
    assert "table" in site.cli.misused("journal", "--format", "xml"), "The formats should be listed"
    assert site.cli.run("journal").err == ""


def test_a_csv_stays_one_whatever_a_reference_contains(cli):
    account = cli.account("ada@example.com")
    for reference in ('a,b', 'say"cheese"', "=HYPERLINK(1)"):
        cli.ok("grant", account, 1, "--reference", reference)
    rows = list(csv.reader(io.StringIO(cli.ok("journal", "--format", "csv"))))
    assert {len(row) for row in rows} == {len(COLUMNS)}, "A comma within a value made a column"
    assert [row[COLUMNS.index("reference")] for row in rows[1:]][:2] == ['a,b', 'say"cheese"']


def test_an_empty_folder_verifies_and_lists_nothing(cli):
    assert cli.json("verify") == {"ok": True, "entries": 0, "faults": []}
    assert cli.ok("verify").splitlines()[0] == "0 entries in 0 balances, 0 faults"
    assert cli.json("account", "list") == {"accounts": []}
    assert cli.ok("journal", "--format", "ndjson") == ""
    assert cli.ok("journal", "--format", "csv").strip() == ",".join(COLUMNS)


def test_migrate_says_what_it_did_and_then_that_there_is_nothing_to_do(cli):
    first = cli.ok("migrate").splitlines()
    assert first and all(re.fullmatch(r"applied \d{3}-[a-z-]+", line) for line in first), first
    assert cli.ok("migrate") == "up to date\n"
    assert cli.json("migrate") == {"applied": []}


def test_commands_work_beside_a_server_at_the_same_time(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=30)
    faults, stopping = [], threading.Event()

    def keep_at(*words):
        while not stopping.is_set():
            outcome = site.cli.run(*words)
            if outcome.status != 0:
                faults.append(str(outcome))

    commands = [
        threading.Thread(target=keep_at, args=words)
        for words in (["verify"], ["journal"], ["grant", buyer.account, "1"], ["account", "list"])
    ]
    for command in commands:
        command.start()
    answers = []
    for _ in range(4):
        answers += together(site, [click(buyer)] * 20)
    stopping.set()
    for command in commands:
        command.join()
    assert not faults, faults[0]
    assert set(tally(answers)) <= {200, 402}, tally(answers)
    books = settled(site.cli)[buyer.account]["app"]
    assert books["spent"] == tally(answers)[200] and books["held"] == 0


def test_what_a_command_creates_works_at_once_on_a_running_server(server, provider):
    site = server(**provider.settings)
    account = site.cli.account("new@example.com", app=1, api=1)
    assert Customer(site, account, bearer(site.cli.token(account)), "app").picture()
    assert Customer(site, account, x_api_key(site.cli.key(account)), "api").picture()
    settled(site.cli)


@pytest.mark.parametrize("words", [
    ["account", "show", "nobody@example.com"], ["account", "token", "nobody@example.com"],
    ["account", "link", "nobody@example.com"], ["account", "show", "00000000-0000-4000-8000-000000000000"],
    ["account", "show", ""], ["grant", "nobody", "5"], ["key", "create", "--account", "nobody"],
    ["key", "list", "--account", "nobody"], ["journal", "nobody"],
], ids=" ".join)
def test_an_account_that_is_not_there_is_refused_in_one_line(cli, words):
    line = cli.refused(*words)
    assert "no such account" in line and "scrip account list" in line, line


@pytest.mark.parametrize("words", [
    [], ["frob"], ["account"], ["account", "frob"], ["grant"], ["account", "create"], ["key", "create"],
    ["verify", "--frob"], ["serve", "extra"], ["journal", "--pool"], ["generate", "--frob"],
], ids=lambda words: " ".join(words) or "nothing")
def test_wrong_usage_ends_with_64(cli, words):
    outcome = cli.run(*words)
    if outcome.status == 0:
        assert words in ([], ["account"]) and "USAGE" in outcome.out, f"Only help is no error:\n{outcome}"
        return
    assert "Usage" in cli.misused(*words) or "USAGE" in outcome.err
    assert not (cli.data).exists(), "A wrong command must not make a data folder"


def test_help_and_version_are_data(cli):
    for words in (["--help"], ["grant", "--help"], ["help", "account", "create"]):
        outcome = cli.run(*words)
        assert outcome.status == 0 and "USAGE" in outcome.out and outcome.err == "", outcome
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", cli.ok("--version"))


@pytest.mark.parametrize("options", [
    [], ["--gender", "male"], ["--age-group", "kid"], ["--accessories", "glasses"],
    ["--accessories", "cap", "--accessories", "headphones"], ["--seed", "7"], ["--no-transparent"],
], ids=lambda options: " ".join(options) or "plain")
def test_generate_draws_to_a_file(cli, options):
    file = cli.folder / "picture.png"
    outcome = cli.run("generate", *LOOKS, *options, "--output", file)
    assert outcome.status == 0, outcome
    assert outcome.out == "" and str(file) in outcome.err, outcome
    image = png.decode(file.read_bytes())
    assert image.width == image.height >= 1024
    if options == ["--no-transparent"]:
        assert image.corners[0][:3] == (255, 255, 255)
    else:
        assert image.corners[0][3] == 0
    assert not cli.data.exists(), "It takes no data"


def test_generate_draws_the_same_again_and_another_for_another_look(cli):
    def drawn(*options):
        cli.ok("generate", *LOOKS, *options, "-o", cli.folder / "x.png")
        return (cli.folder / "x.png").read_bytes()

    assert drawn() == drawn()
    changes = [
        ("--gender", "male"), ("--age-group", "adult"), ("--skin-tone", "deep"), ("--hair-style", "afro"),
        ("--hair-color", "blue"), ("--clothing", "polo"), ("--clothing-color", "teal"), ("--eye-color", "green"),
        ("--accessories", "beanie"), ("--seed", "3"),
    ]
    assert len({drawn(), *(drawn(*change) for change in changes)}) == 11, "Each option should show"


@pytest.mark.parametrize(("flag", "values"), [
    ("--gender", "male, female"), ("--age-group", "young_adult"), ("--skin-tone", "porcelain"),
    ("--hair-style", "combover"), ("--hair-color", "dark_blonde"), ("--clothing", "henley"),
    ("--clothing-color", "teal"), ("--eye-color", "hazel"), ("--accessories", "beanie"),
])
def test_generate_names_the_flag_and_its_values_when_one_is_wrong(cli, flag, values):
    line = cli.refused("generate", *LOOKS, flag, "nonsense", "-o", cli.folder / "x.png")
    assert line.startswith(flag + " ") and values in line and "nonsense" in line, line
    assert not (cli.folder / "x.png").exists()


def test_generate_says_what_is_missing_and_where_it_cannot_write(cli):
    assert "--skin-tone is missing" in cli.refused("generate")
    line = cli.refused("generate", *LOOKS, "-o", cli.folder / "nowhere" / "x.png")
    assert "nowhere" in line


def test_a_link_signs_in_at_the_address_of_the_server(cli):
    account = cli.account("ada@example.com")
    link = cli.json("account", "link", account, settings={"SCRIP_PUBLIC_URL": "https://scrip.example.com/"})["link"]
    assert re.fullmatch(r"https://scrip\.example\.com/sign-in\?token=[\w-]{40,}", link), link
    assert cli.ok("account", "link", "ada@example.com").startswith("http://127.0.0.1:8080/sign-in?token=")


def test_the_secret_of_the_data_folder_is_for_its_owner_alone(cli):
    cli.account("ada@example.com")
    assert (cli.data / "secret.key").stat().st_mode & 0o077 == 0
    assert re.fullmatch(r"[0-9a-f]{64}\n", (cli.data / "secret.key").read_text())
    with closing(sqlite3.connect(cli.data / "scrip.sqlite")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() != (0,), "file(1) should know whose it is"


def test_first_commands_at_the_same_time_make_one_data_folder(cli):
    outcomes = []
    threads = [
        threading.Thread(target=lambda number=number: outcomes.append(
            cli.run("account", "create", "--email", f"a{number}@example.com")))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.status for outcome in outcomes] == [0] * 6, [str(outcome) for outcome in outcomes if outcome.status]
    assert len(cli.json("account", "list")["accounts"]) == 6

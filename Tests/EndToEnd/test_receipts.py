"""Receipts: what became of the credits of one generation, as its owner and its customer read it."""

import httpx
import pytest

from support.books import settled
from support.client import GENERATE, LOOK, refusal, told
from support.waiting import eventually

FIELDS = {
    "charge", "reference", "account", "pool", "status", "summary", "amount", "paid", "returned", "burned", "entries",
}


def receipt(customer, charge):
    """The receipt of a charge, which the command line and the server tell alike, and the journal bears out."""
    shown = customer.server.cli.json("receipt", charge)
    answer = customer.request("GET", f"/v1/receipts/{charge}")
    assert answer.status_code == 200, told(answer)
    assert answer.json() == shown, "Server and command line should tell the same"
    assert set(shown) == FIELDS and shown["account"] == customer.account
    lines = [line for line in customer.entries() if line.get("charge") == shown["charge"]]
    for step, line in zip(shown["entries"], lines, strict=True):
        assert step.pop("returned") == max(0, line["available_after"] - line["available_before"])
        assert step == {name: line[name] for name in step}, "Every entry that it names is in the journal"
    assert sum(part["amount"] for part in shown["burned"]) == shown["amount"]
    assert sum(part["kept"] for part in shown["burned"]) == shown["paid"] == shown["amount"] - shown["returned"]
    text = customer.server.cli.ok("receipt", charge)
    assert shown["summary"] in text.splitlines(), "A person reads the same sentence"
    return shown


def test_a_delivered_picture(site, customer, provider):
    buyer = customer(site, app=5)
    picture = buyer.picture()
    shown = receipt(buyer, picture["id"])
    assert (shown["status"], shown["summary"]) == ("delivered", "Delivered for 1 credit.")
    assert (shown["amount"], shown["paid"], shown["returned"]) == (1, 1, 0)
    assert shown["reference"] == picture["id"] and shown["pool"] == "app"
    assert [step["kind"] for step in shown["entries"]] == ["hold", "capture"]
    (part,) = shown["burned"]
    assert (part["source"], part["amount"], part["kept"]) == ("owner", 1, 1)
    assert part["reference"] == buyer.entries()[0]["reference"] and part["grant"] == buyer.entries()[0]["grant"]
    assert receipt(buyer, shown["charge"]) == receipt(buyer, picture["id"]), "By its id as by its reference"


def test_a_picture_that_was_not_delivered_reads_as_one_line(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("blocked")
    refusal(buyer.click(), 422, "CONTENT_BLOCKED")
    shown = receipt(buyer, buyer.history()[0]["id"])
    assert (shown["status"], shown["summary"]) == ("not_delivered", "Not delivered, credit returned.")
    assert (shown["paid"], shown["returned"]) == (0, 1)
    assert [step["kind"] for step in shown["entries"]] == ["hold", "release"]
    assert shown["entries"][1]["reference"].startswith("refund_")


def test_a_picture_under_way(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays(always="hang")
    with pytest.raises(httpx.ReadTimeout):
        buyer.request("POST", GENERATE, json=LOOK, timeout=1)
    (item,) = eventually(buyer.history, "the generation to be in the history")
    shown = buyer.server.cli.json("receipt", item["id"])
    assert shown["status"] == "held" and shown["summary"].startswith("Under way: 1 credit reserved until 20")
    assert (shown["paid"], shown["returned"], shown["burned"][0]["kept"]) == (0, 0, 1)
    provider.reset()


def test_refunds_in_part_and_in_whole(server, customer, provider):
    site = server(SCRIP_PRICE_GENERATION=4, **provider.settings)
    buyer = customer(site, app=3)
    site.cli.ok("grant", buyer.account, 9, "--source", "purchase", "--reference", "order-7")
    picture = buyer.picture()["id"]
    parts = receipt(buyer, picture)["burned"]
    assert [(part["source"], part["amount"], part["kept"]) for part in parts] == [("owner", 3, 3), ("purchase", 1, 1)]
    assert parts[1]["reference"] == "order-7"
    site.cli.ok("refund", picture, 1, "--reference", "sorry-1")
    shown = receipt(buyer, picture)
    assert (shown["status"], shown["summary"]) == (
        "partly_refunded", "Delivered for 3 credits, after a refund of 1.")
    assert [(part["amount"], part["kept"]) for part in shown["burned"]] == [(3, 3), (1, 0)], "Last in, first out"
    site.cli.ok("refund", picture, "--reference", "sorry-2")
    shown = receipt(buyer, picture)
    assert (shown["status"], shown["summary"]) == ("refunded", "Delivered and refunded, 4 credits returned.")
    assert [step["kind"] for step in shown["entries"]] == ["hold", "capture", "refund", "refund"]
    assert [step.get("reference") for step in shown["entries"]] == [picture, None, "sorry-1", "sorry-2"]
    settled(site.cli)


@pytest.mark.parametrize("name", ["chg_0000000000001", "gen_nothing", "nothing", "x" * 300, "..%2f", "chg_%00"])
def test_what_is_not_there_has_no_receipt(site, customer, name):
    reader = customer(site, app=1)
    refusal(reader.request("GET", f"/v1/receipts/{name}"), 404, "NOT_FOUND")


def test_a_receipt_of_what_is_not_there_is_refused_on_the_command_line(cli):
    cli.account("ada@example.com")
    for charge in ("chg_0000000000001", "gen_nothing", "", "two words"):
        line = cli.refused("receipt", charge)
        assert "no charge" in line and "scrip journal" in line, line
    cli.misused("receipt")


def test_a_receipt_is_the_customers_own_with_any_of_its_credentials(site, customer, provider):
    buyer, other = customer(site, app=2), customer(site, app=2)
    picture = buyer.picture()["id"]
    charge = site.cli.json("receipt", picture)["charge"]
    for name in (picture, charge):
        refusal(other.request("GET", f"/v1/receipts/{name}"), 404, "NOT_FOUND")
    key = site.cli.key(buyer.account)
    answer = buyer.request("GET", f"/v1/receipts/{picture}", headers={"Authorization": "", "x-api-key": key})
    assert answer.status_code == 200 and answer.json()["charge"] == charge, told(answer)


def test_a_grant_says_where_it_comes_from(cli):
    account = cli.account("ada@example.com")
    for source in ("purchase", "Überweisung", "x" * 64):
        cli.ok("grant", account, 1, "--source", source)
    for wrong in ("", "x" * 65, "é" * 33):
        line = cli.misused("grant", account, 1, "--source", wrong).splitlines()[0]
        assert "--source" in line, line
    assert cli.balance(account)["available"] == 3
    settled(cli)

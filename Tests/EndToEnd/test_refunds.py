"""When no picture is delivered the credits come back, at once, tracked and logged."""

import re
import time

import pytest

from support.books import balance, settled
from support.burst import click, tally, together
from support.client import refusal
from support.fake_openai import API_KEY

# What the provider does; what the customer is told.
FAULTS = {
    "error_500": (502, "PROVIDER_ERROR"),
    "error_429": (502, "PROVIDER_ERROR"),
    "error_401": (502, "PROVIDER_ERROR"),
    "blocked": (422, "CONTENT_BLOCKED"),
    "policy": (422, "CONTENT_BLOCKED"),
    "cut": (502, "PROVIDER_ERROR"),
    "silent": (502, "PROVIDER_ERROR"),
    "not_json": (502, "PROVIDER_ERROR"),
    "wrong_json": (502, "PROVIDER_ERROR"),
    "no_picture": (502, "PROVIDER_ERROR"),
    "no_base64": (502, "PROVIDER_ERROR"),
    "empty_picture": (502, "PROVIDER_ERROR"),
    "no_png": (502, "PROVIDER_ERROR"),
    "tiny_png": (502, "PROVIDER_ERROR"),
    "cut_png": (502, "PROVIDER_ERROR"),
    "broken_png": (502, "PROVIDER_ERROR"),
    "redirect": (502, "PROVIDER_ERROR"),
    "huge": (502, "PROVIDER_ERROR"),
}
# What belongs to the inside of the server and its dealings with the provider.
INSIDE = re.compile(r"openai|http|127\.0\.0\.1|canary|NIO|sk-|status \d|api key|Optional", re.IGNORECASE)


def assert_given_back(buyer, body, total, price=1, releases=1):
    """Whether the credits are back, and the customer, the journal, the history and the log say so."""
    assert "credits are back" in body["error"], f"The text should say that nothing was lost: {body['error']}"
    assert not INSIDE.search(body["error"]), f"The text tells of the inside: {body['error']}"
    books = settled(buyer.server.cli)
    assert books[buyer.account][buyer.pool] == balance(total, 0), "The credits should be back"
    assert buyer.balance() == balance(total, 0)
    entries = buyer.entries()
    assert [entry["kind"] for entry in entries] == ["grant"] + ["hold", "release"] * releases
    hold, release = entries[-2:]
    assert release["reference"].startswith("refund_") and hold["reference"].startswith("gen_")
    assert (release["charge"], release["amount"]) == (hold["charge"], price)
    assert release["available_after"] == total and release["held_after"] == 0
    item = buyer.history()[0]
    assert (item["id"], item["status"], item["credits"]) == (hold["reference"], "failed", 0)
    assert item.get("image") is None
    assert item["error"] == {"code": body["code"], "error": body["error"]}
    (line,) = [
        line for line in buyer.server.logged("Credits refunded successfully") if release["reference"] in line
    ]
    assert "generate-character" in line, f"A refund is logged under the function's label: {line}"
    return release["reference"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_provider_costs_nothing(site, customer, provider, fault):
    status, code = FAULTS[fault]
    buyer = customer(site, app=6)
    provider.plays(fault)
    body = refusal(buyer.click(), status, code)
    assert_given_back(buyer, body, total=6)
    ours = [line for line in buyer.server.log().splitlines() if buyer.account in line]
    assert ours and API_KEY not in str(ours), f"The provider's key is in the log: {ours}"
    assert len(provider.requests) == 1 or fault in ("error_500", "error_429", "cut", "silent"), (
        "Only what may pass is worth asking again, and nobody else may be asked")
    assert buyer.picture()["credits_remaining"] == 5, "After a failure the next click works"


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_a_provider_that_does_not_come_to_an_end_is_given_up_in_time(server, customer, provider, fault):
    buyer = customer(server(SCRIP_GENERATION_DEADLINE=1, **provider.settings), app=3)
    provider.plays(fault)
    start = time.monotonic()
    body = refusal(buyer.click(), 504, "PROVIDER_TIMEOUT")
    taken = time.monotonic() - start
    assert 0.9 < taken < 3, f"With a deadline of 1 s the answer took {taken:.1f} s"
    assert_given_back(buyer, body, total=3)


def test_a_provider_that_is_not_there_costs_nothing(server, customer, provider):
    buyer = customer(server(**provider.settings | {"SCRIP_OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}), api=3)
    start = time.monotonic()
    body = refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert time.monotonic() - start < 5, "A refused connection is known at once; the customer should not wait for it"
    assert_given_back(buyer, body, total=3)


def test_a_picture_that_cannot_be_stored_costs_nothing_at_any_price(server, customer):
    site = server(SCRIP_PRICE_GENERATION=2)
    (site.data / "images").write_text("a file where the folder of the pictures should be")
    buyer = customer(site, app=5)
    body = refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert str(site.data) not in body["error"], "A path of the server's machine is told to a customer"
    assert_given_back(buyer, body, total=5, price=2)


def test_each_refund_has_a_reference_of_its_own(site, customer, provider):
    buyer = customer(site, app=4)
    provider.plays(always="blocked")
    for _ in range(5):
        body = refusal(buyer.click(), 422, "CONTENT_BLOCKED")
    assert_given_back(buyer, body, total=4, releases=5)
    references = [entry["reference"] for entry in buyer.entries() if entry["kind"] == "release"]
    assert len(set(references)) == 5
    assert all(reference.startswith("refund_") for reference in references)


def test_refunds_under_a_burst_return_every_credit_once(site, customer, provider):
    buyer = customer(site, app=10)
    provider.plays(*["error_500", "ok", "blocked", "wrong_json"] * 40, always="ok")
    counts = tally(together(site, [click(buyer)] * 60))
    assert set(counts) <= {200, 402, 422, 502}, counts
    books = settled(site.cli)[buyer.account]["app"]
    assert books == balance(10 - counts[200], counts[200]), f"Paid for {books['spent']}; delivered {counts}"
    entries = buyer.entries()
    references = [entry["reference"] for entry in entries if entry["kind"] == "release"]
    assert len(references) == len(set(references)) == counts.get(422, 0) + counts.get(502, 0)
    assert all(reference.startswith("refund_") for reference in references)


def test_the_log_tells_the_owner_why_a_generation_failed(site, customer, provider):
    provider.plays("error_429")
    customer(site, app=1).click()
    line = site.logged("Rate limit reached")[0]
    assert "429" in line and "req_" in line, f"The provider's status and request id help to ask it: {line}"

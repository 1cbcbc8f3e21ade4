"""Idempotency-Key: whoever asks again gets the same answer, and pays once."""

import re

import pytest

from support.books import balance, settled
from support.burst import click, tally, together
from support.client import LOOK, Customer, fetch, refusal, told, x_api_key

REPLAYED = "idempotent-replayed"


def test_the_same_key_again_brings_the_same_picture_for_no_more_credits(site, customer, provider):
    buyer = customer(site, app=3)
    first, second, third = (buyer.click(key="order-1") for _ in range(3))
    assert first.status_code == 200 and REPLAYED not in first.headers, told(first)
    for again in (second, third):
        assert (again.status_code, again.json()) == (200, first.json()), told(again)
        assert again.headers[REPLAYED] == "true"
    assert first.json()["id"].startswith("gen_")
    assert buyer.click(key="order-2").json()["id"] != first.json()["id"]
    assert len(provider.requests) == 2
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 2)
    assert buyer.click(key="order-1").json() == first.json(), "The rest of the credits does not change the answer"


def test_50_requests_at_once_with_one_key_are_one_charge_and_one_picture(site, customer, provider):
    buyer = customer(site, app=50)
    provider.plays(delay=0.5)
    answers = together(site, [click(buyer, key="one")] * 50)
    assert tally(answers) == {200: 50}, answers[0]
    assert len({answer.body for answer in answers}) == 1, "All get the same answer to the letter"
    assert sum(REPLAYED in answer.headers for answer in answers) == 49, "All but the first are replays"
    assert len(provider.requests) == 1
    assert settled(site.cli)[buyer.account]["app"] == balance(49, 1)


def test_one_key_and_one_credit_never_meet_a_refusal(site, customer, provider):
    buyer = customer(site, app=1)
    answers = together(site, [click(buyer, key="last")] * 20)
    assert tally(answers) == {200: 20}, "A repeat is not a new order, so it needs no credit"
    assert settled(site.cli)[buyer.account]["app"] == balance(0, 1)


def test_another_request_with_the_same_key_is_refused(site, customer, provider):
    buyer = customer(site, app=3)
    first = buyer.click(key="k")
    for change in ({"eyeColor": "green"}, {"transparent": False}, {"accessories": "cap"}):
        body = refusal(buyer.click(key="k", **change), 422, "IDEMPOTENCY_KEY_REUSED")
        assert "new key" in body["error"], f"It should say what to do: {body}"
    assert buyer.click(key="k").json() == first.json()
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_the_same_order_in_other_words_is_the_same_order(site, customer, provider):
    buyer = customer(site, app=3)
    first = buyer.click(key="k", accessories=["none"])
    reordered = dict(reversed(LOOK.items())) | {"accessories": "none", "transparent": True}
    again = buyer.click(reordered, key="k")
    assert (again.status_code, again.json()) == (200, first.json()), told(again)
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_a_key_means_the_same_bare_and_quoted(site, customer, provider):
    buyer = customer(site, app=9)
    uuid = "8e03978e-40d5-43dd-bc93-6894a57f9324"
    first = buyer.click(key=uuid)
    assert buyer.click(key=f'"{uuid}"').json() == first.json()
    odd = buyer.click(key='"a \\"quoted\\" \\\\ key"')
    assert odd.status_code == 200, told(odd)
    assert buyer.click(key='"a \\"quoted\\" \\\\ key"').json() == odd.json()
    longest = buyer.click(key="k" * 255)
    assert longest.status_code == 200, told(longest)
    assert settled(site.cli)[buyer.account]["app"] == balance(6, 3)


def test_keys_of_no_valid_form_are_refused(site, customer, provider):
    buyer = customer(site, app=1)
    wrong = ("", '""', "k" * 256, '"open', '"a"b"', '"a\\', '"a\\n"', "caf\u00e9", '"' + "k" * 256 + '"', "tab\tin it")
    for key in wrong:
        body = refusal(buyer.click(key=key.encode("latin-1")), 400, "INVALID_REQUEST")
        assert "Idempotency-Key" in body["error"] and "255" in body["error"], f"{key!r}: {body}"
    assert buyer.balance() == balance(1, 0)


def test_the_same_key_of_two_accounts_is_two_orders(site, customer, provider):
    one, two = customer(site, app=1), customer(site, app=1)
    first, second = one.click(key="shared"), two.click(key="shared")
    assert first.status_code == second.status_code == 200
    assert first.json()["id"] != second.json()["id"] and first.json()["image"] != second.json()["image"]
    assert REPLAYED not in second.headers
    settled(site.cli)


def test_one_account_s_token_and_key_do_not_pay_twice_for_one_key(site, customer, provider):
    user = customer(site, app=2, api=2)
    program = Customer(site, user.account, x_api_key(site.cli.key(user.account)), "api")
    first = user.click(key="both")
    second = program.click(key="both")
    assert first.status_code == 200
    assert second.status_code in (200, 422), told(second)
    if second.status_code == 200:
        assert second.json()["id"] == first.json()["id"]
    books = settled(site.cli)[user.account]
    assert books["app"]["spent"] + books["api"]["spent"] == 1


@pytest.mark.parametrize(("fault", "status", "code"), [
    ("error_500", 502, "PROVIDER_ERROR"), ("blocked", 422, "CONTENT_BLOCKED"),
])
def test_a_failure_is_replayed_as_the_same_failure(site, customer, provider, fault, status, code):
    buyer = customer(site, app=2)
    provider.plays(fault, always="ok")
    first = buyer.click(key="failing")
    refusal(first, status, code)
    asked = len(provider.requests)
    again = buyer.click(key="failing")
    assert (again.status_code, again.json()) == (status, first.json()), told(again)
    assert again.headers.get(REPLAYED) == "true", "A replayed failure says so too"
    assert len(provider.requests) == asked, "The provider is not asked again"
    assert buyer.click(key="another").status_code == 200, "A new order takes a new key"
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 1)


def test_a_refusal_for_want_of_credits_is_not_kept(site, customer, provider):
    buyer = customer(site, app=0)
    refusal(buyer.click(key="later"), 402, "INSUFFICIENT_CREDITS")
    site.cli.ok("grant", buyer.account, 1)
    answer = buyer.click(key="later")
    assert answer.status_code == 200 and REPLAYED not in answer.headers, told(answer)
    assert settled(site.cli)[buyer.account]["app"] == balance(0, 1)


def test_a_refusal_for_a_wrong_body_is_not_kept(site, customer, provider):
    buyer = customer(site, app=1)
    refusal(buyer.click(key="fixed", eyeColor="pink"), 400, "VALIDATION_ERROR")
    assert buyer.click(key="fixed").status_code == 200
    settled(site.cli)


def test_a_key_is_remembered_over_a_restart(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=3)
    first = buyer.click(key="lasting").json()
    site.restart()
    again = buyer.click(key="lasting")
    assert again.status_code == 200 and again.headers[REPLAYED] == "true", told(again)
    assert again.json()["id"] == first["id"]
    tail = re.compile(r"/images/.*")
    assert tail.search(again.json()["image"])[0] == tail.search(first["image"])[0]
    assert fetch(site, again.json()["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_requests_without_a_key_are_orders_of_their_own(site, customer, provider):
    buyer = customer(site, app=3)
    assert buyer.picture()["id"] != buyer.picture()["id"]
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 2)

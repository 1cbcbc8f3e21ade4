"""Clients that hang up unanswered and ask again without a key; and pictures that an account has already."""

import socket
import time

from support import burst
from support.books import balance, settled
from support.client import refusal, told
from support.orphans import undo_capture
from support.waiting import eventually


def begin(customer, **options):
    """Sends a click and leaves the connection open."""
    link = socket.create_connection((customer.server.host, customer.server.port), timeout=30)
    link.sendall(burst.click(customer, **options))
    return link


def abandon(customer, provider, asked=1, **options):
    """A click whose client hangs up once the provider is asked."""
    link = begin(customer, **options)
    eventually(lambda: len(provider.requests) == asked, "the provider to be asked")
    link.close()


def test_who_hangs_up_and_asks_again_gets_that_picture_and_pays_once(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("gated")
    abandon(buyer, provider)
    provider.gate.set()
    eventually(lambda: buyer.balance() == balance(4, 1), "the picture to be charged")
    (item,) = buyer.history()
    answer = buyer.click()
    assert answer.status_code == 200 and answer.json()["id"] == item["id"], told(answer)
    assert len(provider.requests) == 1
    assert buyer.picture()["id"] != item["id"], "Each one is given once"
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 2)


def test_who_asks_again_while_it_is_still_being_made_waits_for_it(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("gated")
    abandon(buyer, provider)
    second = begin(buyer)
    time.sleep(0.3)  # Long enough for it to have asked the provider, if it did.
    assert len(provider.requests) == 1
    provider.gate.set()
    answer = burst.parse(b"".join(iter(lambda: second.recv(65536), b"")))
    assert answer.status == 200
    assert [item["id"] for item in buyer.history()] == [answer.json()["id"]]
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_three_that_were_not_answered_are_three_that_are_given(site, customer, provider):
    buyer = customer(site, app=9)
    provider.plays(always="gated")
    links = [begin(buyer) for _ in range(3)]  # Nobody has hung up yet, so that each is an order of its own.
    eventually(lambda: len(provider.requests) == 3, "the provider to be asked")
    for link in links:
        link.close()
    provider.gate.set()
    eventually(lambda: buyer.balance() == balance(6, 3), "the pictures to be charged")
    ids = {item["id"] for item in buyer.history()}
    provider.plays()
    given = {buyer.picture()["id"] for _ in range(3)}
    assert given == ids
    assert buyer.picture()["id"] not in ids
    assert settled(site.cli)[buyer.account]["app"] == balance(5, 4)


def test_clicks_that_were_answered_are_each_a_picture(site, customer, provider):
    buyer = customer(site, app=9)
    answers = burst.together(site, [burst.click(buyer)] * 6)
    assert burst.tally(answers) == {200: 6}
    assert len({answer.json()["id"] for answer in answers}) == 6
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 6)


def test_another_order_or_credential_does_not_get_it(site, customer, provider):
    user = customer(site, app=5, api=5)
    program = type(user)(site, user.account, {"x-api-key": site.cli.key(user.account)}, "api")
    provider.plays("gated")
    abandon(user, provider)
    provider.gate.set()
    eventually(lambda: user.balance() == balance(4, 1), "the picture to be charged")
    (item,) = user.history()
    assert user.picture(eyeColor="green")["id"] != item["id"]
    assert program.picture()["id"] != item["id"]
    assert user.picture()["id"] == item["id"]
    books = settled(site.cli)[user.account]
    assert (books["app"]["spent"], books["api"]["spent"]) == (2, 1)


def test_one_that_failed_unanswered_is_made_anew(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("gated", "error_401", always="ok")
    link = begin(buyer)
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    (item,) = buyer.history()
    buyer.request("POST", f"/v1/generations/{item['id']}/cancel")
    link.close()
    provider.gate.set()
    provider.plays()
    assert buyer.picture()["id"] != item["id"]
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_what_a_killed_server_had_stored_is_given_to_the_next_same_request(server, customer):
    site = server(SCRIP_GENERATION_LEASE=1)
    buyer = customer(site, app=5)
    first = buyer.picture()
    site.kill()
    undo_capture(site)
    site.start()
    eventually(lambda: buyer.balance() == balance(4, 1), "the stored picture to be charged")
    site.logged("A picture that was stored and left open is charged")
    assert buyer.picture()["id"] == first["id"]
    assert buyer.picture()["id"] != first["id"]
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 2)


def test_a_picture_that_the_account_has_is_free_on_request(site, customer, provider):
    buyer, stranger = customer(site, app=5), customer(site, app=5)
    first = buyer.picture()
    again = buyer.picture(cache=True)
    assert (again["cached"], again["id"], again["image"]) == (True, first["id"], first["image"])
    assert again["credits_remaining"] == first["credits_remaining"] == 4
    assert buyer.picture()["cached"] is False, "Without the wish it is a new one"
    assert buyer.picture(cache=True, eyeColor="green")["cached"] is False, "Another look is another picture"
    assert stranger.picture(cache=True)["cached"] is False, "Another account's is none of one's own"
    assert len(provider.requests) == 4
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 3)


def test_a_picture_that_is_gone_is_made_anew(site, customer, provider):
    buyer = customer(site, app=5)
    name = buyer.picture()["image"].rsplit("/", 1)[1]
    (path,) = (site.data / "images").rglob(name)
    path.unlink()
    assert buyer.picture(cache=True)["cached"] is False
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 2)


def test_a_cached_answer_is_given_again_under_its_key(site, customer, provider):
    buyer = customer(site, app=5)
    buyer.picture()
    first = buyer.click(key="k", cache=True)
    assert first.json()["cached"] is True
    buyer.picture()
    again = buyer.click(key="k", cache=True)
    assert again.content == first.content and again.headers["idempotent-replayed"] == "true"
    refusal(buyer.click(key="k", cache=True, eyeColor="green"), 422, "IDEMPOTENCY_KEY_REUSED")
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 2)


def test_the_index_of_pictures_lasts_over_a_restart(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=5)
    first = buyer.picture()
    site.restart()
    again = buyer.picture(cache=True)
    assert again["cached"] is True and again["id"] == first["id"]
    settled(site.cli)

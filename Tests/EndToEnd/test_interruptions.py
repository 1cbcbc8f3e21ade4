"""Clients that hang up, servers that are killed, stops in the middle: one outcome a click, and no credit lost."""

import random
import re
import socket
import sqlite3
import threading
import time
from contextlib import closing

import httpx

from support import burst, png
from support.books import balance, settled
from support.client import GENERATE, LOOK, fetch, refusal, told
from support.waiting import eventually

HOUR = 3_600_000_000


def begin(customer, **keywords):
    """Sends a click and leaves the connection open."""
    link = socket.create_connection((customer.server.host, customer.server.port), timeout=30)
    link.sendall(burst.click(customer, **keywords))
    return link


def test_a_client_that_hangs_up_finds_its_picture_paid_for_in_the_history(site, customer, provider):
    buyer = customer(site, app=3)
    provider.plays("gated")
    link = begin(buyer)
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    assert buyer.balance() == balance(2, 0, held=1), "What is under way is held"
    assert [item["status"] for item in buyer.history()] == ["running"]
    link.close()
    time.sleep(0.2)  # So that the server has noticed, and would have stopped the work if it did so.
    provider.gate.set()
    (item,) = eventually(
        lambda: [item for item in buyer.history() if item["status"] != "running"], "the generation to end")
    assert (item["status"], item["credits"]) == ("succeeded", 1)
    png.decode(fetch(site, item["image"]))
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)
    assert len(provider.requests) == 1


def test_who_hangs_up_and_asks_again_with_the_same_key_pays_once(site, customer, provider):
    buyer = customer(site, app=3)
    provider.plays("gated")
    link = begin(buyer, key="again")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    link.close()
    threading.Timer(0.3, provider.gate.set).start()
    answer = buyer.click(key="again")
    assert answer.status_code == 200 and answer.headers["idempotent-replayed"] == "true", told(answer)
    assert len(provider.requests) == 1
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)


def test_a_burst_of_clients_that_hang_up_at_once_is_served_and_charged_each_once(site, customer, provider):
    buyer = customer(site, app=10)
    provider.plays(delay=0.2)
    for link in [begin(buyer) for _ in range(25)]:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # Closes with a reset.
        link.close()
    eventually(lambda: buyer.balance() == balance(0, 10), "all ten credits to be spent", within=20)
    assert [item["status"] for item in buyer.history()] == ["succeeded"] * 10
    settled(site.cli)


def test_a_server_killed_in_the_midst_leaves_the_credit_held_and_the_books_in_order(server, customer, provider):
    site = server(SCRIP_PRICE_GENERATION=2, **provider.settings)
    buyer = customer(site, app=5)
    provider.plays("gated")
    begin(buyer, key="mine")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    site.kill()
    assert settled(site.cli)[buyer.account]["app"] == balance(3, 0, held=2), "A command sees it without a server too"
    site.start()
    assert buyer.balance() == balance(3, 0, held=2), "Until its lease is over nobody knows whether it is still at work"
    assert [item["status"] for item in buyer.history()] == ["running"]
    assert buyer.picture()["credits_remaining"] == 1, "The rest can be spent meanwhile"
    assert settled(site.cli)[buyer.account]["app"] == balance(1, 2, held=2)


def test_the_credit_of_a_killed_server_comes_back_when_its_lease_is_over(server, customer, provider):
    site = server(SCRIP_PRICE_GENERATION=2, **provider.settings)
    buyer = customer(site, app=5)
    provider.plays("gated")
    begin(buyer, key="mine")
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    site.kill()
    with closing(sqlite3.connect(site.data / "scrip.sqlite")) as connection:
        changed = connection.execute("UPDATE leases SET leased_until = leased_until - ?", (HOUR,)).rowcount
        connection.commit()
    assert changed == 1
    site.start()
    eventually(lambda: buyer.balance() == balance(5, 0), "the credits to come back")
    site.logged("Credits refunded successfully")
    assert settled(site.cli)[buyer.account]["app"] == balance(5, 0)
    (item,) = buyer.history()
    assert (item["status"], item["credits"], item["error"]["code"]) == ("failed", 0, "PROVIDER_ERROR")
    again = refusal(buyer.click(key="mine"), 502, "PROVIDER_ERROR")
    assert "credits are back" in again["error"]
    assert [entry["kind"] for entry in buyer.entries()][:2] == ["grant", "hold"]
    assert len(buyer.entries()) == 3, "Given back once"


def test_a_stop_lets_what_is_under_way_end_and_answers_it(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=3)
    provider.plays("gated")
    answers = []
    clicking = threading.Thread(target=lambda: answers.append(buyer.click()))
    clicking.start()
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    threading.Timer(0.5, provider.gate.set).start()
    site.stop()
    clicking.join(10)
    assert answers and answers[0].status_code == 200, "Whoever was waiting should be answered"
    assert answers[0].json()["credits_remaining"] == 2
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 1)
    site.start()
    assert fetch(site, answers[0].json()["image"])


def test_a_stop_in_the_midst_of_a_burst_charges_exactly_what_it_delivers(server, customer, provider):
    site = server(**provider.settings)
    buyer = customer(site, app=60)
    provider.plays(delay=0.2)
    answers = []
    burst_of_40 = threading.Thread(
        target=lambda: answers.extend(burst.together(site, [burst.click(buyer)] * 40)))
    burst_of_40.start()
    eventually(lambda: len(provider.requests) >= 3, "the provider to be asked")
    site.stop()
    burst_of_40.join(20)
    counts = burst.tally(answers)
    assert set(counts) <= {0, 200, 503}, f"Delivered, or told to come again, or never heard: {counts}"
    for answer in answers:
        if answer.status == 503:
            assert answer.json()["code"] == "SHUTTING_DOWN" and int(answer.headers["retry-after"]) > 0
    books = settled(site.cli)[buyer.account]["app"]
    assert books["held"] == 0, "A stop leaves nothing held"
    assert books["spent"] >= counts[200]
    site.start()
    history = buyer.history()
    assert [item["status"] for item in history] == ["succeeded"] * books["spent"]
    made = {item["id"] for item in history}
    assert {answer.json()["id"] for answer in answers if answer.status == 200} <= made


def test_a_kept_open_connection_does_not_delay_a_stop(server):
    site = server()
    with httpx.Client() as client, socket.create_connection((site.host, site.port)):
        assert client.get(site.url + "/healthz").status_code == 200
        start = time.monotonic()
        site.stop()
        assert time.monotonic() - start < 5, "Idle connections delay the stop"


def test_killed_again_and_again_under_load_it_keeps_every_picture_that_it_promised(server, customer):
    site = server()
    buyer = customer(site, app=400)
    seed = random.randrange(1_000_000)
    chance, promised = random.Random(seed), []
    for round_number in range(5):
        stopping = threading.Event()
        threads = [threading.Thread(target=keep_clicking, args=(buyer, promised, stopping)) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.3, 1.2))
        stopping.set()
        site.kill()
        for thread in threads:
            thread.join(30)
        site.start()
        books = settled(site.cli)[buyer.account]["app"]
        assert books["issued"] == 400, f"Round {round_number}, seed {seed}: {books}"
        assert books["spent"] >= len(promised), f"Round {round_number}, seed {seed}: more delivered than paid"
        assert books["held"] <= 6 * (round_number + 1), f"Round {round_number}, seed {seed}: {books}"
    assert len(promised) >= 5, f"Seed {seed}: too little happened to prove anything: {len(promised)} pictures"
    unreadable = [body for body in promised if "unreadable" in body]
    assert not unreadable, f"Seed {seed}: {len(unreadable)} answers of {len(promised)} were no JSON: {unreadable[:3]}"
    history = {item["id"]: item for item in buyer.history()}
    for body in promised:
        assert history[body["id"]]["status"] == "succeeded", f"Seed {seed}: {body} was promised"
    succeeded = [item for item in history.values() if item["status"] == "succeeded"]
    assert len(succeeded) == settled(site.cli)[buyer.account]["app"]["spent"]
    pictures = {fetch(site, item["image"]) for item in succeeded}
    assert len(pictures) == 1, f"Seed {seed}: of one look there are {len(pictures)} pictures"
    png.decode(pictures.pop())


def keep_clicking(buyer, promised, stopping):
    """Clicks until told to stop or cut off, and notes what was promised."""
    while not stopping.is_set():
        try:
            answer = httpx.post(buyer.server.url + GENERATE, json=LOOK, headers=buyer.headers, timeout=20)
        except httpx.HTTPError:
            return
        if answer.status_code == 200:
            promised.append(understood(answer))


def understood(answer):
    """The body of an answer, or the answer itself if it is no JSON, to be told to whoever reads the failure."""
    try:
        return answer.json()
    except ValueError:
        return {"unreadable": answer.content, "headers": answer.headers.raw}


def test_what_was_never_promised_is_not_left_behind_as_half_a_file(server, customer):
    """Pictures are whole under their name or not there at all."""
    site = server()
    buyer = customer(site, app=50)
    stopping = threading.Event()
    clicking = threading.Thread(target=keep_clicking, args=(buyer, [], stopping))
    clicking.start()
    eventually(lambda: list((site.data / "images").rglob("*.png")), "a first picture")
    stopping.set()
    site.kill()
    clicking.join(30)
    for path in (site.data / "images").rglob("*.png"):
        assert re.fullmatch(r"[0-9a-f]{32}\.png", path.name)
        png.decode(path.read_bytes())
    site.start()
    settled(site.cli)

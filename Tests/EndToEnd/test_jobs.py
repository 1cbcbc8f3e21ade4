"""Generations that nobody waits for: promised at once, made later, watched and cancelled."""

import json
import threading
import time

import httpx
import pytest

from support.books import balance, settled
from support.client import LOOK, fetch, refusal, told
from support.waiting import eventually

ASYNC = {"Prefer": "respond-async"}
HOLD_ON = {"SCRIP_GENERATION_LEASE": 1}


def promise(buyer, key=None, **fields):
    headers = ASYNC | ({"Idempotency-Key": key} if key else {})
    answer = buyer.request("POST", "/v1/generations", json=LOOK | fields, headers=headers)
    assert answer.status_code == 202, told(answer)
    return answer


def look(buyer, id):
    answer = buyer.request("GET", f"/v1/generations/{id}")
    assert answer.status_code == 200, told(answer)
    return answer.json()


def ended(buyer, id, within=20.0):
    return eventually(
        lambda: (item := look(buyer, id))["status"] not in ("queued", "running") and item, f"{id} to end", within)


def events(buyer, path, last=None, headers=None):
    """All events of a stream, to its end."""
    headers = (buyer.headers if headers is None else headers) | ({"Last-Event-ID": str(last)} if last else {})
    with httpx.stream("GET", buyer.server.url + path, headers=headers, timeout=60) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        text = "".join(answer.iter_text())
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if "event" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


def test_a_generation_is_made_while_the_client_waits(site, customer, provider):
    buyer = customer(site, app=5)
    answer = buyer.request("POST", "/v1/generations", json=LOOK)
    assert answer.status_code == 201, told(answer)
    body = answer.json()
    assert answer.headers["location"] == f"/v1/generations/{body['id']}"
    assert (body["status"], body["price"], body["credits"], body["credits_remaining"]) == ("succeeded", 1, 1, 4)
    assert fetch(site, body["images"][0]) and body["image"] == body["images"][0]
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_a_client_that_would_rather_not_wait_is_promised_its_pictures(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("gated")
    answer = promise(buyer)
    assert answer.headers["preference-applied"] == "respond-async"
    body = answer.json()
    assert answer.headers["location"] == f"/v1/generations/{body['id']}"
    assert body["status"] == "queued" and body["price"] == 1
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    assert look(buyer, body["id"])["status"] == "running"
    assert buyer.balance() == balance(4, 0, held=1)
    provider.gate.set()
    item = ended(buyer, body["id"])
    assert item["status"] == "succeeded" and fetch(site, item["image"])
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_a_promise_costs_nothing_if_there_are_too_few_credits(site, customer, provider):
    buyer = customer(site, app=0)
    answer = buyer.request("POST", "/v1/generations", json=LOOK, headers=ASYNC)
    refusal(answer, 402, "INSUFFICIENT_CREDITS")
    assert buyer.history() == [] and not provider.requests


def test_the_same_key_gets_the_same_promise(site, customer, provider):
    buyer = customer(site, app=5)
    first = promise(buyer, key="mine")
    ended(buyer, first.json()["id"])
    again = promise(buyer, key="mine")
    assert again.content == first.content and again.headers["idempotent-replayed"] == "true"
    other = buyer.request(
        "POST", "/v1/generations", json=LOOK | {"eyeColor": "green"}, headers=ASYNC | {"Idempotency-Key": "mine"})
    refusal(other, 422, "IDEMPOTENCY_KEY_REUSED")
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_several_pictures_come_together_and_each_is_paid_for(site, customer, provider):
    buyer = customer(site, app=9)
    answer = buyer.request("POST", "/v1/generations", json=LOOK | {"n": 3})
    assert answer.status_code == 201, told(answer)
    assert len({image for image in answer.json()["images"] if fetch(site, image)}) == 3
    assert settled(site.cli)[buyer.account]["app"] == balance(6, 3)
    assert len(provider.requests) == 3


def test_what_could_not_be_made_of_several_is_not_paid_for(site, customer, provider):
    buyer = customer(site, app=9)
    provider.plays("error_401", "blocked", always="ok")
    answer = buyer.request("POST", "/v1/generations", json=LOOK | {"n": 4})
    assert answer.status_code == 201, told(answer)
    body = answer.json()
    assert (len(body["images"]), body["count"], body["credits"], body["credits_remaining"]) == (2, 4, 2, 7)
    assert settled(site.cli)[buyer.account]["app"] == balance(7, 2)


@pytest.mark.parametrize(("field", "value"), [
    ("n", 0), ("n", 11), ("n", "3"), ("n", 1.5), ("size", "1x1"), ("size", 1024), ("quality", "best"), ("cache", "yes"),
    ("size", "2048x2048"),
])
def test_what_cannot_be_ordered_names_its_field(site, customer, provider, field, value):
    buyer = customer(site, app=5)
    for path in ("/v1/generations", "/v1/quotes"):
        body = refusal(buyer.request("POST", path, json=LOOK | {field: value}), 400, "VALIDATION_ERROR")
        assert body["field"] == field, body
    assert buyer.balance() == balance(5, 0) and not provider.requests


def test_events_tell_each_step_once_and_end_with_the_last(site, customer, provider):
    buyer = customer(site, app=9)
    provider.plays("gated")
    body = promise(buyer, n=3).json()
    threading.Timer(0.5, provider.gate.set).start()
    told_events = events(buyer, f"/v1/generations/{body['id']}/events")
    ids = [id for id, _, _ in told_events]
    assert ids == sorted(set(ids)), "Each id once, and growing"
    id, name, data = told_events[-1]
    assert (name, data["status"], data["progress"]) == ("succeeded", "succeeded", {"count": 3, "done": 3})
    assert len(data["images"]) == 3
    assert {name for _, name, _ in told_events} <= {"queued", "running", "succeeded"}
    later = events(buyer, f"/v1/generations/{body['id']}/events", last=ids[0])
    assert [event[0] for event in later] == [id], "After the end only the end is told"
    over = buyer.request("GET", f"/v1/generations/{body['id']}/events", headers={"Last-Event-ID": str(id)})
    assert over.status_code == 204, "With the end told there is nothing to come back for"


def test_events_can_be_watched_by_the_token_in_their_address_alone(site, customer, provider):
    buyer = customer(site, app=9)
    first, second = promise(buyer).json(), promise(buyer).json()
    assert events(buyer, first["events"], headers={})[-1][1] == "succeeded"
    token = first["events"].split("token=")[1]
    for path in (
        second["events"].split("?")[0] + "?token=" + token, first["events"][:-1] + "x",
        first["events"].replace("token=", "token=9"), first["events"].split("?")[0] + "?token=",
    ):
        refusal(httpx.get(site.url + path), 401, "INVALID_TOKEN")
    refusal(httpx.get(site.url + first["events"].split("?")[0]), 401, "NO_AUTH")
    stranger = customer(site, app=1)
    refusal(stranger.request("GET", first["events"].split("?")[0]), 404, "NOT_FOUND")


def test_a_failed_job_tells_why_and_costs_nothing(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("blocked")
    body = promise(buyer).json()
    id, name, data = events(buyer, f"/v1/generations/{body['id']}/events")[-1]
    assert (name, data["error"]["code"], data["credits"]) == ("failed", "CONTENT_BLOCKED", 0)
    assert settled(site.cli)[buyer.account]["app"] == balance(5, 0)


def test_what_waits_is_cancelled_for_nothing_and_never_asked_for(server, customer, provider):
    site = server(SCRIP_GENERATION_CONCURRENCY=1, **provider.settings)
    buyer = customer(site, app=5)
    provider.plays("gated")
    first = promise(buyer).json()["id"]
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    second = promise(buyer).json()["id"]
    assert look(buyer, second)["status"] == "queued"
    answer = buyer.request("POST", f"/v1/generations/{second}/cancel")
    assert answer.status_code == 200 and answer.json()["status"] == "cancelled", told(answer)
    assert buyer.request("POST", f"/v1/generations/{second}/cancel").status_code == 200, "Twice is as good as once"
    assert buyer.balance() == balance(4, 0, held=1)
    site.logged("Credits refunded successfully")
    provider.gate.set()
    assert ended(buyer, first)["status"] == "succeeded"
    refusal(buyer.request("POST", f"/v1/generations/{first}/cancel"), 409, "ALREADY_ENDED")
    assert len(provider.requests) == 1
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_what_is_being_drawn_is_cancelled_for_nothing_too(site, customer, provider):
    buyer = customer(site, app=5)
    provider.plays("gated")
    answers = []
    clicking = threading.Thread(target=lambda: answers.append(buyer.click()))
    clicking.start()
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    (item,) = buyer.history()
    answer = buyer.request("POST", f"/v1/generations/{item['id']}/cancel")
    assert answer.status_code == 200 and answer.json()["status"] == "cancelled", told(answer)
    clicking.join(10)
    refusal(answers[0], 409, "CANCELLED")
    provider.gate.set()
    assert settled(site.cli)[buyer.account]["app"] == balance(5, 0)
    stranger = customer(site, app=1)
    refusal(stranger.request("POST", f"/v1/generations/{item['id']}/cancel"), 404, "NOT_FOUND")


def test_a_job_that_waits_survives_the_death_of_its_server(server, customer, provider):
    site = server(SCRIP_GENERATION_CONCURRENCY=1, **HOLD_ON, **provider.settings)
    buyer = customer(site, app=5)
    provider.plays("gated", always="ok")
    begun = promise(buyer).json()["id"]
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    waiting = [promise(buyer).json()["id"] for _ in range(3)]
    site.kill()
    site.start()
    for id in waiting:
        item = ended(buyer, id)
        assert item["status"] == "succeeded" and fetch(site, item["image"])
    assert ended(buyer, begun)["status"] == "failed", "What had begun is not begun again"
    assert len(provider.requests) == 4
    assert settled(site.cli)[buyer.account]["app"] == balance(2, 3)
    assert "adoption" in [entry["kind"] for entry in buyer.entries()]


def test_a_stop_hands_over_what_it_cannot_finish_in_time(server, customer, provider):
    site = server(
        SCRIP_GENERATION_CONCURRENCY=1, SCRIP_GENERATION_GRACE=0.5, SCRIP_GENERATION_LEASE=60, **provider.settings)
    buyer = customer(site, app=5)
    provider.plays("hang", always="ok")
    begun = promise(buyer).json()["id"]
    eventually(lambda: len(provider.requests) == 1, "the provider to be asked")
    waiting = promise(buyer).json()["id"]
    start = time.monotonic()
    site.stop(within=10)
    assert time.monotonic() - start < 8, "The grace is over"
    site.start()
    assert ended(buyer, begun)["status"] == "failed"
    assert ended(buyer, waiting, within=10)["status"] == "succeeded", "Taken over at once, not after a lease of 60 s"
    assert settled(site.cli)[buyer.account]["app"] == balance(4, 1)


def test_a_full_waiting_room_turns_away_before_any_charge(server, customer, provider):
    site = server(SCRIP_GENERATION_CONCURRENCY=1, SCRIP_GENERATION_QUEUE=2, **provider.settings)
    buyer = customer(site, app=9)
    provider.plays("gated")
    ids = [promise(buyer).json()["id"] for _ in range(3)]
    answer = buyer.request("POST", "/v1/generations", json=LOOK, headers=ASYNC)
    refusal(answer, 503, "OVERLOADED")
    assert int(answer.headers["retry-after"]) > 0
    refusal(buyer.click(), 503, "OVERLOADED")
    assert buyer.balance() == balance(6, 0, held=3)
    provider.gate.set()
    for id in ids:
        ended(buyer, id)
    assert settled(site.cli)[buyer.account]["app"] == balance(6, 3)


def test_one_account_s_many_jobs_do_not_delay_another_s_first(server, customer, provider):
    site = server(SCRIP_GENERATION_CONCURRENCY=1, **provider.settings)
    greedy, modest = customer(site, app=100), customer(site, app=1)
    provider.plays(delay=0.1)
    for _ in range(40):
        promise(greedy)
    asked = len(provider.requests)
    start = time.monotonic()
    modest.picture()
    waited, drawn = time.monotonic() - start, len(provider.requests) - asked
    assert drawn <= 3, f"{drawn} of another account's were drawn first, in {waited:.1f} s"
    eventually(lambda: greedy.balance()["held"] == 0, "the others to be made", within=30)


def test_a_quote_tells_what_the_same_order_then_costs(server, customer, provider):
    place = server(**provider.settings)
    (place.folder / "scrip.yaml").write_text(
        "price: {generation: 2}\n"
        "prices:\n"
        "  - {generator: illustrator, credits: 50}\n"
        "  - {model: gpt-image-2.5-flare, quality: high, credits: 5}\n"
        "  - {count: 3, credits: 1}\n")
    place.restart()
    buyer = customer(place, app=20)
    for fields, price, left in (({}, 2, 18), ({"quality": "high"}, 5, 13), ({"n": 3}, 3, 10), ({"n": 2}, 4, 6)):
        quote = buyer.request("POST", "/v1/quotes", json=LOOK | fields).json()
        assert quote["price"] == price and quote["sufficient"] is True, quote
        answer = buyer.request("POST", "/v1/generations", json=LOOK | fields)
        assert (answer.json()["price"], answer.json()["credits_remaining"]) == (price, left), told(answer)
    assert provider.requests[1]["quality"] == "high"
    poor = buyer.request("POST", "/v1/quotes", json=LOOK | {"quality": "high", "n": 2}).json()
    assert (poor["price"], poor["available"], poor["sufficient"]) == (10, 6, False)
    settled(place.cli)


@pytest.mark.parametrize(("entry", "line", "what"), [
    ("{credits: 0}", 3, "credits"), ("{size: 3x3, credits: 1}", 3, "size"), ("{sise: 1, credits: 1}", 3, "sise"),
    ("{quality: best, credits: 1}", 3, "quality"), ("{count: 11, credits: 1}", 3, "count"), ("{model: x}", 3, "credits"),
    ("5", 3, "mapping"),
])
def test_a_wrong_price_names_its_line_and_entry(cli, entry, line, what):
    (cli.folder / "scrip.yaml").write_text(f"prices:\n  - {{credits: 3}}\n  - {entry}\n")
    said = cli.refused("account", "list")
    assert f"line {line}" in said and "entry 2" in said and what in said, said

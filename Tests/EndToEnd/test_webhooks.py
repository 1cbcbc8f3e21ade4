"""Webhooks: who asked to be told of generations is told, at least once, and can tell that it was us."""

import json
import re
import sqlite3
import time
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from support.client import told
from support.receiver import Receiver
from support.waiting import eventually

QUICK = {
    "SCRIP_WEBHOOKS_ALLOW_PRIVATE": "true", "SCRIP_WEBHOOKS_RETRIES": "0.3,0.3", "SCRIP_WEBHOOKS_TIMEOUT": "2",
}
SETTLED = ("generation.succeeded", "generation.failed", "generation.cancelled")


@pytest.fixture
def receiver():
    it = Receiver()
    yield it
    it.close()


def webhook(customer, url, **fields):
    answer = customer.request("POST", "/v1/webhooks", json={"url": url} | fields)
    assert answer.status_code == 201, told(answer)
    return answer.json()


def attempts(customer, hook, **query):
    answer = customer.request("GET", f"/v1/webhooks/{hook['id']}/attempts", params=query)
    assert answer.status_code == 200, told(answer)
    return answer.json()


def test_a_success_is_told_and_signed_as_standard_webhooks_has_it(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=2)
    hook = webhook(payer, receiver.url + "/hook", label="shop")
    assert hook["secret"].startswith("whsec_") and hook["events"] == list(SETTLED) and hook["status"] == "enabled"
    picture = payer.picture()
    (message,) = receiver.waits_for(1)
    event = Webhook(hook["secret"]).verify(message.body, message.headers)
    assert message.path == "/hook" and message.headers["content-type"] == "application/json"
    assert event["type"] == "generation.succeeded"
    assert event["data"]["id"] == picture["id"] and event["data"]["status"] == "succeeded"
    assert event["data"]["image"].endswith(picture["image"].partition("/images/")[2])
    seen = eventually(lambda: attempts(payer, hook)["data"], "the attempt in the list")
    assert [(one["attempt"], one["status"], one["event"]) for one in seen] == [(1, 204, message.id)]


def test_another_secret_or_an_altered_body_is_found_out(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=1)
    hook = webhook(payer, receiver.url)
    other = webhook(payer, receiver.url + "/other")
    payer.picture()
    message = next(one for one in receiver.waits_for(2) if one.path == "/")
    for secret, body in [(other["secret"], message.body), (hook["secret"], message.body + b" ")]:
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, message.headers)
    assert len({one.id for one in receiver.received}) == 1, "the same event has one name wherever it goes"


def test_a_failure_is_told_to_who_subscribes_to_it(server, customer, receiver, provider):
    site = server(**QUICK, **provider.settings)
    payer = customer(site, api=3)
    webhook(payer, receiver.url + "/failures", events=["generation.failed"])
    webhook(payer, receiver.url + "/successes", events=["generation.succeeded"])
    provider.plays(always="error_500")
    assert payer.click().status_code == 502
    (message,) = receiver.waits_for(1)
    event = json.loads(message.body)
    assert message.path == "/failures" and event["type"] == "generation.failed"
    assert event["data"]["error"]["code"] == "PROVIDER_ERROR" and event["data"]["credits"] == 0
    provider.plays()
    payer.picture()
    assert receiver.waits_for(2)[1].path == "/successes"


def test_what_is_not_received_is_tried_again_under_the_same_name_and_then_given_up(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=2)
    hook = webhook(payer, receiver.url)
    receiver.plays(500, (302, {"Location": receiver.url + "/elsewhere"}), 503, 204)
    payer.picture()
    messages = receiver.waits_for(3)
    seen = eventually(lambda: len(attempts(payer, hook)["data"]) == 3 and attempts(payer, hook)["data"], "3 attempts")
    assert {one.id for one in messages} == {messages[0].id} and {one.path for one in messages} == {"/"}
    assert [(one["attempt"], one["status"]) for one in seen] == [(3, 503), (2, 302), (1, 500)]
    assert seen[2]["response"] == "status 500"
    assert seen[0].get("next_attempt_at") is None and seen[1]["next_attempt_at"] > seen[1]["started_at"]
    assert site.logged("A webhook is given up")
    for message in messages:
        Webhook(hook["secret"]).verify(message.body, message.headers)


def test_a_receiver_that_is_gone_is_disabled_and_can_be_enabled(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=3)
    hook = webhook(payer, receiver.url)
    receiver.plays(410)
    payer.picture()
    receiver.waits_for(1)
    path = f"/v1/webhooks/{hook['id']}"
    eventually(lambda: payer.request("GET", path).json()["status"] == "disabled", "the webhook to be disabled")
    payer.picture()
    time.sleep(1.2)
    assert len(receiver.received) == 1, "a disabled webhook was sent to"
    assert payer.request("POST", path + "/enable").json()["status"] == "enabled"
    payer.picture()
    receiver.waits_for(2)


def test_an_event_outlives_kill_nine(server, customer, receiver):
    """Killed while a delivery is under way and another event is not even in the outbox: both arrive."""
    site = server(**QUICK)
    payer = customer(site, api=5)
    hook = webhook(payer, receiver.url)
    receiver.holds()
    first = payer.picture()["id"]
    receiver.waits_for(1)
    second = payer.picture()["id"]
    site.kill()
    receiver.lets_go()
    site.start()
    wanted = {first, second}
    eventually(
        lambda: {json.loads(one.body)["data"]["id"] for one in receiver.received[1:]} >= wanted,
        f"the events of {wanted} after the restart", 20)
    names = {json.loads(one.body)["data"]["id"]: set() for one in receiver.received}
    for one in receiver.received:
        names[json.loads(one.body)["data"]["id"]].add(one.id)
        Webhook(hook["secret"]).verify(one.body, one.headers)
    assert all(len(ids) == 1 for ids in names.values()), f"a repeated event has another name: {names}"


@pytest.mark.parametrize("round", range(3))
def test_no_event_is_lost_or_renamed_by_kills_at_any_moment(server, customer, receiver, round):
    site = server(**QUICK)
    payer = customer(site, api=50)
    webhook(payer, receiver.url)
    made = []
    for number in range(6):
        made.append(payer.picture(seed=number)["id"])
        if number % 2 == round % 2:
            time.sleep(0.15 * round)
            site.kill()
            site.start()
    eventually(
        lambda: {json.loads(one.body)["data"]["id"] for one in receiver.received} == set(made),
        f"one event for each of {made}", 30)
    names = {(json.loads(one.body)["data"]["id"], one.id) for one in receiver.received}
    assert len(names) == len(made)


def test_a_slow_receiver_is_sent_a_few_at_once_and_holds_up_nobody(server, customer, receiver):
    site = server(**QUICK | {"SCRIP_WEBHOOKS_TIMEOUT": "10"})
    payer = customer(site, api=20)
    other = Receiver()
    try:
        webhook(payer, receiver.url)
        receiver.holds()
        for number in range(8):
            payer.picture(seed=number)
        receiver.waits_for(4)
        webhook(payer, other.url)
        payer.picture(seed=99)
        other.waits_for(1)
        assert receiver.most_inside == 4
        receiver.lets_go()
        receiver.waits_for(9)
    finally:
        other.close()


def test_a_receiver_that_does_not_answer_is_given_its_time_and_no_more(server, customer, receiver):
    site = server(**QUICK | {"SCRIP_WEBHOOKS_TIMEOUT": "0.5"})
    payer = customer(site, api=1)
    hook = webhook(payer, receiver.url)
    receiver.holds()
    payer.picture()
    seen = eventually(lambda: attempts(payer, hook)["data"], "the attempt in the list")
    assert seen[-1]["problem"] == "There was no answer in time."
    assert 400 <= seen[-1]["duration_ms"] < 3000


def test_a_rotated_secret_signs_beside_the_old_one(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=1)
    hook = webhook(payer, receiver.url)
    rotated = payer.request("POST", f"/v1/webhooks/{hook['id']}/rotate").json()
    assert rotated["secret"] != hook["secret"] and rotated["previous_secret_until"] > hook["created_at"]
    payer.picture()
    (message,) = receiver.waits_for(1)
    for secret in (hook["secret"], rotated["secret"]):
        Webhook(secret).verify(message.body, message.headers)


def test_a_test_event_is_sent_on_request(server, customer, receiver):
    site = server(**QUICK)
    owner = customer(site, app=1)
    hook = webhook(owner, receiver.url, events=["generation.failed"])
    answer = owner.request("POST", f"/v1/webhooks/{hook['id']}/test")
    assert answer.status_code == 202, told(answer)
    (message,) = receiver.waits_for(1)
    assert message.id == answer.json()["event"]
    assert Webhook(hook["secret"]).verify(message.body, message.headers)["type"] == "webhook.test"


def test_webhooks_are_listed_without_their_secrets_and_deleted(server, customer, receiver):
    site = server(**QUICK)
    owner, stranger = customer(site, app=1), customer(site, app=1)
    hook = webhook(owner, receiver.url)
    (listed,) = owner.request("GET", "/v1/webhooks").json()["data"]
    assert listed["id"] == hook["id"] and "secret" not in listed
    assert stranger.request("GET", "/v1/webhooks").json()["data"] == []
    path = f"/v1/webhooks/{hook['id']}"
    for method, tail in [("GET", ""), ("DELETE", ""), ("POST", "/test"), ("POST", "/rotate"), ("GET", "/attempts")]:
        assert stranger.request(method, path + tail).status_code == 404, (method, tail)
    assert owner.request("DELETE", path).status_code == 204
    assert owner.request("DELETE", path).status_code == 404
    assert owner.request("GET", "/v1/webhooks").json()["data"] == []


def test_creating_is_idempotent_by_key(server, customer, receiver):
    site = server(**QUICK)
    owner = customer(site, app=1)
    key = {"Idempotency-Key": "make-it"}
    first = owner.request("POST", "/v1/webhooks", json={"url": receiver.url}, headers=key)
    again = owner.request("POST", "/v1/webhooks", json={"url": receiver.url}, headers=key)
    assert again.status_code == 201 and again.content == first.content
    assert again.headers["idempotent-replayed"] == "true" and "idempotent-replayed" not in first.headers
    other = owner.request("POST", "/v1/webhooks", json={"url": receiver.url + "/x"}, headers=key)
    assert other.status_code == 422 and other.json()["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "url"), ({"url": 1}, "url"), ({"url": "ftp://x"}, "url"), ({"url": "https://u:p@example.com/"}, "url"),
        ({"url": "https://example.com", "events": []}, "events"),
        ({"url": "https://example.com", "events": ["nope"]}, "events"),
        ({"url": "https://example.com", "label": "a" * 101}, "label"),
        ({"url": "https://example.com", "label": "e\u0301" * 60}, "label"),
    ],
)
def test_a_bad_webhook_is_refused_with_its_field(site, customer, body, field):
    answer = customer(site, app=1).request("POST", "/v1/webhooks", json=body)
    assert answer.status_code == 400 and answer.json()["field"] == field, told(answer)


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/"],
)
def test_private_and_plain_addresses_are_refused_out_of_the_box(site, customer, url):
    answer = customer(site, app=1).request("POST", "/v1/webhooks", json={"url": url})
    assert answer.status_code == 400 and answer.json()["field"] == "url", told(answer)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001"])
def test_a_name_that_leads_inside_is_not_called(server, customer, receiver, host):
    """The canary listens at the very address that the name leads to, and is never connected to."""
    site = server(SCRIP_WEBHOOKS_RETRIES="0.2")
    owner = customer(site, app=1)
    hook = webhook(owner, f"https://{host}:{receiver.port}/")
    assert owner.request("POST", f"/v1/webhooks/{hook['id']}/test").status_code == 202
    seen = eventually(lambda: attempts(owner, hook)["data"], "the attempt in the list")
    assert "private network" in seen[0]["problem"]
    assert receiver.received == []


def test_pages_of_attempts(server, customer, receiver):
    site = server(**QUICK)
    owner = customer(site, app=1)
    hook = webhook(owner, receiver.url)
    for _ in range(5):
        owner.request("POST", f"/v1/webhooks/{hook['id']}/test")
    eventually(lambda: len(attempts(owner, hook)["data"]) == 5, "5 attempts")
    found, cursor = [], None
    while True:
        page = attempts(owner, hook, limit=2, **({"cursor": cursor} if cursor else {}))
        found += [one["id"] for one in page["data"]]
        cursor = page.get("next_cursor")
        if not cursor:
            break
    assert len(found) == 5 and found == sorted(found, reverse=True)
    answer = owner.request("GET", f"/v1/webhooks/{hook['id']}/attempts", params={"cursor": "evil'--"})
    assert answer.status_code == 400 and answer.json()["field"] == "cursor"


def test_what_ended_long_ago_is_forgotten(server, customer, receiver):
    site = server(**QUICK | {"SCRIP_WEBHOOKS_RETENTION": "1"})
    owner = customer(site, app=1)
    hook = webhook(owner, receiver.url)
    owner.request("POST", f"/v1/webhooks/{hook['id']}/test")
    receiver.waits_for(1)
    eventually(lambda: attempts(owner, hook)["data"], "the attempt in the list")
    eventually(lambda: attempts(owner, hook)["data"] == [], "the attempt to be forgotten")


def test_no_secret_is_in_the_log_or_in_the_data(server, customer, receiver):
    site = server(**QUICK, SCRIP_LOG_LEVEL="trace")
    payer = customer(site, api=2)
    hook = webhook(payer, receiver.url + "/hook?token=canary-in-the-address")
    rotated = payer.request("POST", f"/v1/webhooks/{hook['id']}/rotate").json()
    receiver.plays(500)
    payer.picture()
    receiver.waits_for(2)
    site.stop()
    kept = b"".join(path.read_bytes() for path in site.data.glob("scrip.sqlite*"))
    for secret in (hook["secret"], rotated["secret"]):
        bare = secret.removeprefix("whsec_")
        assert bare not in site.log() and bare.encode() not in kept
    assert "canary-in-the-address" not in site.log()


def test_generations_from_before_webhooks_existed_are_no_news(server, customer, receiver):
    site = server(**QUICK)
    payer = customer(site, api=2)
    payer.picture()
    site.stop()
    with sqlite3.connect(site.data / "scrip.sqlite") as data:
        data.executescript(
            "DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries; DROP TABLE webhook_endpoints;"
            "DROP TABLE webhook_feed; DELETE FROM grdb_migrations WHERE identifier = '004-webhooks';")
    data.close()
    site.start()
    webhook(payer, receiver.url)
    newer = payer.picture()["id"]
    (message,) = receiver.waits_for(1)
    assert json.loads(message.body)["data"]["id"] == newer


def test_the_sample_of_the_documentation_verifies(server, customer, receiver):
    """The code that docs/webhooks.md shows, run on a real message, a late one and a forged one."""
    text = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
    (sample,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {}
    exec(compile(sample, "docs/webhooks.md", "exec"), names)
    site = server(**QUICK)
    owner = customer(site, app=1)
    hook = webhook(owner, receiver.url)
    owner.request("POST", f"/v1/webhooks/{hook['id']}/test")
    (message,) = receiver.waits_for(1)
    verified = names["verified"]
    assert verified(hook["secret"], message.headers, message.body)["type"] == "webhook.test"
    late = message.headers | {"webhook-timestamp": str(int(time.time()) - 301)}
    for headers, body in [(late, message.body), (message.headers, message.body + b" ")]:
        with pytest.raises(ValueError):
            verified(hook["secret"], headers, body)

"""docs/outcomes.md, row by row: what happens, what is answered, what it costs, and what became of the credits."""

import re
import socket
import threading
from pathlib import Path

import httpx
import pytest

from support.books import settled
from support.burst import click
from support.client import GENERATE, LOOK
from support.orphans import undo_capture
from support.waiting import eventually

PRICE, FUNDS = 2, 20
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<answer>none|\d{3}(?: `\w+`)?) \| (?P<cost>[^|]+) \| (?P<credits>[^|]+) \|$")
TABLE = [
    match.groupdict() for line in (Path(__file__).parents[2] / "docs" / "outcomes.md").read_text().splitlines()
    if (match := ROW.match(line))
]
# What no test from outside can bring about; tests of the program's inside do.
INSIDE = {"the ledger does not answer"}
SCENARIOS = {}


class Stage:
    """A server, a customer and a provider, for one outcome."""

    def __init__(self, server, customer, provider):
        self.server, self.customer, self.provider = server, customer, provider

    def open(self, **settings):
        defaults = {"SCRIP_PRICE_GENERATION": PRICE, "SCRIP_GENERATION_LEASE": 1}
        self.site = self.server(**(defaults | self.provider.settings | settings))
        self.buyer = self.customer(self.site, app=FUNDS)
        return self.buyer

    def asked(self, count=1):
        eventually(lambda: len(self.provider.requests) >= count, "the provider to be asked")

    def meanwhile(self, request):
        """Sends a request on a thread; its answers come in the list."""
        answers = []

        def send():
            try:
                answers.append(request())
            except httpx.HTTPError:
                return  # The server died: nobody answered.

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        return thread, answers

    def die(self):
        self.site.kill()
        self.site.start()


def scenario(what):
    def put(play):
        SCENARIOS[what] = play
        return play

    return put


def simple(what, plan, **settings):
    def play(stage):
        buyer = stage.open(**settings)
        stage.provider.plays(always=plan)
        return buyer.click(), None

    SCENARIOS[what] = play


simple("every picture is delivered", "ok")
simple("the provider answers 4xx", "error_401")
simple("the provider answers 5xx", "error_500", SCRIP_GENERATION_DEADLINE=3)
simple("the provider answers 429", "error_429", SCRIP_GENERATION_DEADLINE=3)
simple("the provider does not answer in time", "hang", SCRIP_GENERATION_DEADLINE=1)
simple("the connection to the provider breaks", "cut", SCRIP_GENERATION_DEADLINE=3)
simple("the provider sends something else than a picture", "no_png", SCRIP_GENERATION_DEADLINE=3)
simple("the provider declines the content", "blocked")


@scenario("k of n pictures are delivered")
def part(stage):
    buyer = stage.open()
    stage.provider.plays("blocked", "error_401", always="ok")
    answer = buyer.request("POST", "/v1/generations", json=LOOK | {"n": 5})
    answer.status_code = 200 if answer.status_code == 201 else answer.status_code
    return answer, (3, 5)


@scenario("an earlier picture of the same order is given, as the request allows")
def cached(stage):
    stage.open().picture()
    return stage.buyer.click(cache=True), None


@scenario("it is the same request again, with the same Idempotency-Key")
def replayed(stage):
    stage.open().click(key="k")
    return stage.buyer.click(key="k"), None


def hang_up(stage):
    buyer = stage.open()
    stage.provider.plays("gated")
    link = socket.create_connection((stage.site.host, stage.site.port), timeout=30)
    link.sendall(click(buyer))
    stage.asked()
    link.close()
    stage.provider.gate.set()
    eventually(lambda: buyer.balance()["held"] == 0, "the picture to be made")
    return buyer


@scenario("it is the same request again, after one whose client hung up unanswered")
def adopted(stage):
    return hang_up(stage).click(), None


@scenario("the client hangs up; the picture is made all the same")
def gone(stage):
    hang_up(stage)
    return None, None


@scenario("the request is not valid")
def invalid(stage):
    return stage.open().click(eyeColor="pink"), None


@scenario("the credential is missing or not valid")
def unauthorized(stage):
    stage.open()
    return httpx.post(stage.site.url + GENERATE, json=LOOK), None


@scenario("there are fewer credits than the price")
def poor(stage):
    return stage.open(SCRIP_PRICE_GENERATION=FUNDS + 1).click(), None


@scenario("the Idempotency-Key was used for another request")
def reused(stage):
    stage.open().click(key="k")
    return stage.buyer.click(key="k", eyeColor="green"), None


def wait_in_vain(stage, **settings):
    """One picture is being made, and does not become ready."""
    buyer = stage.open(**settings)
    stage.provider.plays("gated")
    buyer.request("POST", "/v1/generations", json=LOOK, headers={"Prefer": "respond-async"})
    stage.asked()
    return buyer


@scenario("the account has as many in the making as the owner allows")
def limited(stage):
    return wait_in_vain(stage, SCRIP_LIMIT_IN_FLIGHT=1).click(), "held"


@scenario("too many are waiting")
def full(stage):
    return wait_in_vain(stage, SCRIP_GENERATION_CONCURRENCY=1, SCRIP_GENERATION_QUEUE=0).click(), "held"


@scenario("the server is stopping")
def stopping(stage):
    # What has not begun when the time of grace is over is answered so, and so is what comes during it.
    buyer = stage.open(SCRIP_GENERATION_CONCURRENCY=1, SCRIP_GENERATION_GRACE=0.5)
    stage.provider.plays("hang")
    stage.meanwhile(buyer.click)
    stage.asked()
    waiting, answers = stage.meanwhile(buyer.click)
    eventually(lambda: buyer.balance()["held"] == 2 * PRICE, "both to be paid for")
    stage.site.stop()
    waiting.join(10)
    stage.site.start()
    return answers[0], None


@scenario("the picture cannot be stored")
def full_disk(stage):
    buyer = stage.open()
    (stage.site.data / "images").write_text("not a folder")
    return buyer.click(), None


def cancel(stage, wait_for_begin):
    buyer = stage.open(SCRIP_GENERATION_CONCURRENCY=1)
    stage.provider.plays(always="gated")
    if not wait_for_begin:
        other = stage.customer(stage.site, app=PRICE)
        stage.meanwhile(other.click)
        stage.asked()
    clicking, answers = stage.meanwhile(buyer.click)
    (item,) = eventually(buyer.history, "the click to be in the history")
    if wait_for_begin:
        stage.asked()
    assert buyer.request("POST", f"/v1/generations/{item['id']}/cancel").status_code == 200
    clicking.join(10)
    stage.provider.gate.set()
    return answers[0], None


@scenario("it is cancelled before drawing begins")
def cancelled_early(stage):
    return cancel(stage, wait_for_begin=False)


@scenario("it is cancelled while it is being drawn")
def cancelled_late(stage):
    return cancel(stage, wait_for_begin=True)


@scenario("it is cancelled after it was delivered")
def cancelled_too_late(stage):
    answer = stage.open().click()
    late = stage.buyer.request("POST", f"/v1/generations/{answer.json()['id']}/cancel")
    assert (late.status_code, late.json()["code"]) == (409, "ALREADY_ENDED")
    return answer, None


def killed(stage, as_job):
    """The server dies while the order waits for its turn."""
    buyer = stage.open(SCRIP_GENERATION_CONCURRENCY=1)
    other = stage.customer(stage.site, app=PRICE)
    stage.provider.plays("gated", always="ok")
    stage.meanwhile(other.click)
    stage.asked()
    if as_job:
        buyer.request("POST", "/v1/generations", json=LOOK, headers={"Prefer": "respond-async"})
    else:
        stage.meanwhile(buyer.click)
        eventually(lambda: buyer.balance()["held"] == PRICE, "the click to be paid for")
    stage.die()
    eventually(lambda: buyer.balance()["held"] == 0, "the hold to be resolved")
    return None, None


@scenario("the server is killed before drawing begins, and a client was waiting")
def killed_waiting(stage):
    return killed(stage, as_job=False)


@scenario("the server is killed before drawing begins, and it was asked for asynchronously")
def killed_job(stage):
    return killed(stage, as_job=True)


@scenario("the server is killed while it is being drawn")
def killed_drawing(stage):
    buyer = stage.open()
    stage.provider.plays("gated")
    stage.meanwhile(buyer.click)
    stage.asked()
    stage.die()
    eventually(lambda: buyer.balance()["held"] == 0, "the hold to be resolved")
    return None, None


@scenario("the server is killed after a picture was stored")
def killed_stored(stage):
    buyer = stage.open()
    images = buyer.request("POST", "/v1/generations", json=LOOK | {"n": 3}).json()["images"]
    stage.site.kill()
    undo_capture(stage.site)
    (path,) = (stage.site.data / "images").rglob(images[1].rsplit("/", 1)[1])
    path.unlink()
    stage.site.start()
    eventually(lambda: buyer.balance()["held"] == 0, "the hold to be resolved")
    return None, (2, 3)


@scenario("the server is killed after it was charged")
def killed_charged(stage):
    stage.open().picture()
    stage.die()
    return None, None


def test_every_row_of_the_table_is_tried():
    assert {row["what"] for row in TABLE} - INSIDE == set(SCENARIOS)
    assert len(TABLE) >= 30


@pytest.mark.parametrize("row", [row for row in TABLE if row["what"] not in INSIDE], ids=lambda row: row["what"][:60])
def test_an_outcome_costs_what_the_table_says(server, customer, provider, row):
    stage = Stage(server, customer, provider)
    answer, share = SCENARIOS[row["what"]](stage)
    status, _, code = row["answer"].partition(" ")
    if status == "none":
        assert answer is None
    else:
        assert answer.status_code == int(status), answer.text
        assert answer.json().get("code", "") == code.strip("`"), answer.text
    books = stage.buyer.balance()
    held = PRICE if share == "held" else 0
    first = PRICE if row["credits"] == "spent by the first request" else 0
    if row["what"].startswith(("an earlier picture", "the Idempotency-Key was")):
        first = PRICE  # What went before, and is not this outcome's.
    if row["cost"] == "nothing":
        spent = first
    elif row["cost"] == "the price":
        spent = PRICE
    else:
        assert row["cost"] == "k/n of the price"
        spent = PRICE * share[0]
    assert (books["spent"], books["held"]) == (spent, held), f"{row}: {books}"
    assert books["available"] == FUNDS - spent - held
    stage.provider.gate.set()
    if held:
        eventually(lambda: stage.buyer.balance()["held"] == 0, "the other picture to be made")
    settled(stage.site.cli)

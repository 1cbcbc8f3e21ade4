"""The example of a server of one's own: charges for haikus with the ledger and a SQLite file alone."""

import re
import signal
import subprocess
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from support.examples import example
from support.waiting import eventually


class ChargingServer:
    """The example, started on a free port."""

    def __init__(self, folder):
        self.folder = folder
        self.out_path = folder / "out.txt"
        self.err_path = folder / "err.txt"

    def start(self):
        with open(self.out_path, "wb") as out, open(self.err_path, "ab") as err:
            self.process = subprocess.Popen(
                [example("ChargingServer")], cwd=self.folder, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                env={"PORT": "0", "LEDGER": str(self.folder / "ledger.sqlite")})
        address = eventually(self._address, f"the example to listen; its log is {self.err_path}", 20)
        self.http = httpx.Client(base_url=address, timeout=30)
        return self

    def _address(self):
        assert self.process.poll() is None, f"The example ended at once:\n{self.err_path.read_text()}"
        match = re.search(r"^listening on (http://\S+)$", self.out_path.read_text(), re.MULTILINE)
        return match and match[1]

    def stop(self):
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            assert self.process.wait(20) == 0, f"The example did not end well:\n{self.err_path.read_text()}"
        finally:
            self.process.kill()

    def post(self, path, body, key=None):
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.http.post(path, json=body, headers=headers)


@pytest.fixture
def example_server(tmp_path):
    server = ChargingServer(tmp_path).start()
    yield server
    server.stop()


class Buyer:
    def __init__(self, server, credits=0):
        self.server, self.path = server, f"/accounts/{uuid.uuid4()}"
        if credits:
            assert self.grant(credits, "payment-1").json() == {"available": credits}

    def grant(self, amount, key):
        return self.server.post(f"{self.path}/grants", {"amount": amount}, key)

    def haiku(self, key, topic="an old pond"):
        return self.server.post(f"{self.path}/haikus", {"topic": topic}, key)

    def balance(self):
        answer = self.server.http.get(f"{self.path}/balance")
        assert answer.status_code == 200
        return answer.json()


def balance(available, spent):
    return {"available": available, "held": 0, "spent": spent}


def told(answer, status, words):
    """Whether a request was refused with a status, and a sentence that contains `words`."""
    assert answer.status_code == status, answer.text
    assert words in answer.json()["error"]["message"]


def test_a_haiku_costs_two_credits(example_server):
    buyer = Buyer(example_server, credits=5)
    answer = buyer.haiku("click-1")
    assert answer.status_code == 200
    assert len(answer.json()["lines"]) == 3 and answer.json()["lines"][0] == "an old pond"
    assert buyer.balance() == balance(3, 2)


def test_who_has_too_few_credits_is_told_402(example_server):
    buyer = Buyer(example_server, credits=1)
    told(buyer.haiku("click-1"), 402, "2 credits are needed, and 1 are there.")
    assert buyer.balance() == balance(1, 0)
    buyer.grant(1, "payment-2")
    assert buyer.haiku("click-1").status_code == 200, "A refusal does not use a key up"


def test_a_repeat_gets_the_same_haiku_and_pays_nothing(example_server):
    buyer = Buyer(example_server, credits=10)
    first = buyer.haiku("click-1").json()
    assert [buyer.haiku("click-1").json() for _ in range(5)] == [first] * 5
    assert buyer.balance() == balance(8, 2)
    told(buyer.haiku("click-1", topic="a frog"), 422, "used for another request")
    assert buyer.grant(10, "payment-1").json() == {"available": 8}, "A repeated grant gives nothing"
    assert buyer.balance() == balance(8, 2)


def test_a_repeat_while_the_first_is_at_work_is_told_to_wait(example_server):
    buyer = Buyer(example_server, credits=10)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(buyer.haiku, ["click-1"] * 8))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 200 and set(statuses) <= {200, 409}
    assert len({answer.text for answer in answers if answer.status_code == 200}) == 1
    assert buyer.balance() == balance(8, 2)


def test_of_many_clicks_as_many_are_served_as_there_are_credits_for(example_server):
    buyer = Buyer(example_server, credits=11)
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(buyer.haiku, [f"click-{number}" for number in range(20)]))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [402] * 15
    assert buyer.balance() == balance(1, 10)


def test_work_that_fails_costs_nothing(example_server):
    buyer = Buyer(example_server, credits=2)
    told(buyer.haiku("click-1", topic="a topic far too long for any line of a haiku"), 422, "Nothing was charged.")
    assert buyer.balance() == balance(2, 0)
    told(buyer.haiku("click-1", topic="a topic far too long for any line of a haiku"), 409, "failed and cost nothing")


def test_what_cannot_be_meant_is_refused(example_server):
    buyer = Buyer(example_server)
    told(buyer.haiku(None), 400, "Idempotency-Key")
    told(buyer.grant(-5, "payment-1"), 400, "Credits are never negative")
    told(example_server.post("/accounts/me/haikus", {"topic": "a"}, "click-1"), 404, "UUID")
    assert buyer.balance() == balance(0, 0)


def test_the_same_key_of_two_accounts_is_two_requests(example_server):
    for buyer in [Buyer(example_server, credits=2), Buyer(example_server, credits=2)]:
        assert buyer.haiku("click-1").status_code == 200
        assert buyer.balance() == balance(0, 2)


def test_after_a_restart_and_after_a_kill_everything_is_there(example_server):
    buyer = Buyer(example_server, credits=4)
    first = buyer.haiku("click-1").json()
    example_server.stop()
    example_server.start()
    assert buyer.haiku("click-1").json() == first
    example_server.process.kill()
    example_server.process.wait(10)
    example_server.start()
    assert buyer.haiku("click-1").json() == first
    assert buyer.balance() == balance(2, 2)

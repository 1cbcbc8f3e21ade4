"""A customer's day that can be told again after a crash: every step of it has a reference or a key of its own."""

import json
import time

import httpx

from support import png
from support.client import Customer, bearer, fetch, told, x_api_key
from support.waiting import eventually

EMAIL = "ada@example.com"
PRICE = 2


class Interrupted(Exception):
    """The process that was to take a step was killed in it."""


class Story:
    """Grants, pictures, a refund, a revoked grant, a refusal, a repeated request; and what was acknowledged of it."""

    end = {"available": 1, "held": 0, "spent": 2, "expired": 0, "revoked": 5, "issued": 8}
    settings = {
        "SCRIP_PRICE_GENERATION": PRICE, "SCRIP_GENERATION_LEASE": 0.5, "SCRIP_GENERATION_CONCURRENCY": 1,
    }

    def __init__(self, site, known=None):
        self.site = site
        self.known = known or {}
        self.moments = {}
        self.keys = {"first": "first", "second": "second", "third": "third"}

    def tell(self):
        """Takes all steps; those that were taken before change nothing."""
        self.step("account", self.create_account)
        self.step("opening", lambda: self.command("grant", EMAIL, 3, "--reference", "opening"))
        self.step("gift", lambda: self.command("grant", EMAIL, 5, "--reference", "gift", "--priority", 90))
        self.step("key", lambda: self.command("key", "create", "--account", EMAIL)["key"])
        token = self.command("account", "token", EMAIL)["token"]
        self.customer = Customer(self.site, self.known["account"], bearer(token), "app")
        self.step("first", lambda: self.picture("first"))
        self.step("second", lambda: self.picture("second"))
        second = self.known["second"]["id"]
        self.step("refunded", lambda: self.command("refund", second, "--reference", "refunded"))
        self.step("revoked", lambda: self.command("revoke", self.known["gift"]["id"], "--reference", "revoked"))
        self.refusal()
        assert self.picture("first")["id"] == self.known["first"]["id"], "The same key is the same picture"

    def tell_after_restart(self):
        """Two more steps, on a log that is written anew."""
        self.step("late", lambda: self.command("grant", EMAIL, 2, "--reference", "late"))
        self.keys["last"] = "last"
        self.step("last", lambda: self.picture("last"))

    def step(self, name, work):
        """Takes a step, and sees that whoever asks again is told the same."""
        told_now = work()
        self.moments.setdefault(name, time.time())
        before = self.known.setdefault(name, told_now)
        if isinstance(told_now, dict) and "id" in told_now:
            assert told_now["id"] == before["id"], f"{name} was {before}, and asked again it is {told_now}"

    def command(self, *words):
        outcome = self.site.cli.run(*words, "--json")
        if outcome.status == -9:
            raise Interrupted(str(outcome))
        assert outcome.status == 0, f"This command should have succeeded:\n{outcome}"
        return json.loads(outcome.out)

    def create_account(self):
        outcome = self.site.cli.run("account", "create", "--email", EMAIL, "--grant", 0, "--json")
        if outcome.status == 1 and "There is an account" in outcome.err:
            return self.command("account", "show", EMAIL)["id"]
        if outcome.status == -9:
            raise Interrupted(str(outcome))
        assert outcome.status == 0, f"The account should have been made:\n{outcome}"
        return json.loads(outcome.out)["id"]

    def click(self, name):
        try:
            return self.customer.click(key=self.keys[name])
        except httpx.TransportError as error:
            raise Interrupted(str(error)) from None

    def picture(self, name):
        answer = self.click(name)
        if answer.status_code == 502 and "credits are back" in answer.text and name not in self.known:
            # The server died over it, and gave the credits back: that stays the answer to this key.
            self.keys[name] += "-anew"
            answer = self.click(name)
        assert answer.status_code == 200, f"The picture {name!r} should have been made: {told(answer)}"
        return answer.json()

    def refusal(self):
        answer = self.click("third")
        assert answer.status_code == 402, f"There is too little for a third picture: {told(answer)}"

    def check(self):
        """Sees, on a server that was started again, that all is there that was acknowledged, once and whole."""
        cli = self.site.cli
        is_settled = lambda: not any(balance["held"] for balance in self.balances())
        eventually(is_settled, "the holds of the killed server to end")
        report = cli.json("verify")
        assert report["ok"] and not report["faults"], f"The books are wrong after the crash: {report}"
        cli.is_settled = True
        if "account" not in self.known:
            return
        self.check_journal(cli.journal(self.known["account"]))
        self.check_history()
        if "key" in self.known:
            program = Customer(self.site, self.known["account"], x_api_key(self.known["key"]), "api")
            assert program.request("GET", "/v1/balances").status_code == 200, "A key that was handed out is valid"

    def balances(self):
        accounts = self.site.cli.json("account", "list")["accounts"]
        return [balance for account in accounts for balance in account["balances"].values()]

    def check_journal(self, journal):
        for name in ("opening", "gift", "refunded", "revoked", "late"):
            entries = [entry for entry in journal if entry.get("reference") == name]
            least = 1 if name in self.known else 0
            assert least <= len(entries) <= 1, f"{name} was acknowledged {least} times, the journal has {entries}"

    def check_history(self):
        """Each charge has its picture, or its credits are back; each picture has its charge."""
        token = self.site.cli.token(self.known["account"])
        history = Customer(self.site, self.known["account"], bearer(token), "app").history()
        for item in history:
            assert item["status"] in ("succeeded", "failed"), f"Nothing stays open: {item}"
            if item["status"] == "succeeded":
                png.decode(fetch(self.site, item["image"]))
            else:
                assert item["credits"] == 0, f"Not delivered, so not charged: {item}"
        delivered = {item["id"]: item["image"] for item in history if item["status"] == "succeeded"}
        for name in {"first", "second", "last"} & self.known.keys():
            assert self.known[name]["id"] in delivered, f"The picture {name!r} was acknowledged: {history}"
        names = sorted(image.rsplit("/", 1)[1] for image in delivered.values())
        stored = sorted(path.name for path in (self.site.data / "images").rglob("*.png"))
        assert stored == names, f"Stored are {stored}, and paid for {names}"

    def check_end(self):
        balance = self.site.cli.balance(self.known["account"])
        assert balance == self.end, f"Told again to its end, the story ends with {self.end}, not with {balance}"

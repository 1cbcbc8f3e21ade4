"""A client of the server, such as an app or a developer's program."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

GENERATE = "/functions/v1/generate-character"
LOOK = {
    "gender": "female", "ageGroup": "teen", "skinTone": "fair", "hairStyle": "bob", "hairColor": "black",
    "clothing": "hoodie", "clothingColor": "red", "eyeColor": "blue",
}
NO_CREDITS = "Insufficient credits. Please purchase more credits to continue generating characters."


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def x_api_key(key):
    return {"x-api-key": key}


@dataclass
class Customer:
    """An account with its credentials, as one client uses them."""

    server: object
    account: str
    headers: dict
    pool: str

    def request(self, method, path, **keywords):
        headers = self.headers | keywords.pop("headers", {})
        keywords.setdefault("timeout", 60)
        return httpx.request(method, self.server.url + path, headers=headers, **keywords)

    def click(self, look=None, key=None, **options):
        """One click on Generate."""
        headers = {"Idempotency-Key": key} if key is not None else {}
        return self.request("POST", GENERATE, json=(look or LOOK) | options, headers=headers)

    def picture(self, **options):
        """The body of a click that has to succeed."""
        answer = self.click(**options)
        assert answer.status_code == 200, f"A click should have brought a picture: {told(answer)}"
        return answer.json()

    def balance(self):
        """The balance of this client's pool, as the server tells it."""
        return self.balances()[self.pool]

    def balances(self):
        answer = self.request("GET", "/v1/balances")
        assert answer.status_code == 200, told(answer)
        return answer.json()["balances"]

    def history(self):
        """All generations, the newest first, page by page."""
        items, cursor = [], None
        while True:
            query = {"limit": 100} | ({"cursor": cursor} if cursor else {})
            answer = self.request("GET", "/v1/generations", params=query)
            assert answer.status_code == 200, told(answer)
            items += answer.json()["data"]
            cursor = answer.json().get("next_cursor")
            if not cursor:
                return items

    def entries(self):
        """The journal of this client's pool."""
        return [entry for entry in self.server.cli.journal(self.account) if entry["pool"] == self.pool]


def told(answer):
    """An answer in a line, for a failure's message."""
    return f"{answer.request.method} {answer.request.url.path} → {answer.status_code} {answer.text[:600]}"


def refusal(answer, status, code):
    """The body of an answer that has to be a refusal of this status and code, in the form of all of them."""
    assert answer.status_code == status, f"Expected {status} {code}: {told(answer)}"
    assert answer.headers["content-type"].startswith("application/json"), told(answer)
    body = answer.json()
    assert body["code"] == code, f"Expected {status} {code}: {told(answer)}"
    assert isinstance(body["error"], str) and len(body["error"]) > 10, f"No sentence for people: {told(answer)}"
    assert "Unable to generate image" not in body["error"], told(answer)
    return body


def fetch(server, url):
    """The bytes of a picture, asked for without credentials. After a restart the port is another."""
    answer = httpx.get(server.url + urlsplit(url).path, timeout=30)
    assert answer.status_code == 200, f"The picture {url} should be there: {told(answer)}"
    assert answer.headers["content-type"] == "image/png", f"{url} is {answer.headers['content-type']}"
    return answer.content

"""One click, one picture, one charge: what a customer gets and what is written down about it."""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from support import png
from support.books import balance, settled
from support.burst import click, tally, together
from support.client import GENERATE, LOOK, bearer, fetch, told, x_api_key
from support.fake_openai import API_KEY


def test_a_click_is_answered_with_a_picture_and_what_is_left(site, customer, provider):
    buyer = customer(site, app=5)
    answer = buyer.click()
    assert answer.status_code == 200, told(answer)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store", "An answer that costs must not be cached on its way"
    assert "idempotent-replayed" not in answer.headers
    body = answer.json()
    assert set(body) == {"image", "credits_remaining", "cached", "transparent", "id"}
    assert body["credits_remaining"] == 4
    assert body["cached"] is False
    assert body["transparent"] is True
    assert re.fullmatch(r"gen_[0-9a-z]{20,}", body["id"]), body["id"]
    assert body["image"].startswith(site.url + "/"), "The address is absolute, at the host that the client called"
    settled(site.cli)


def test_the_picture_is_a_real_png_that_anyone_who_has_the_address_can_get(server, customer):
    site = server()
    body = customer(site, app=1).picture()
    answer = httpx.get(body["image"])
    assert answer.status_code == 200, told(answer)
    assert answer.headers["content-type"] == "image/png"
    image = png.decode(answer.content)
    assert image.width == image.height >= 1024
    assert image.channels == 4, "A clear background takes an alpha channel"
    assert [corner[3] for corner in image.corners] == [0] * 4, "All corners are clear"
    middle = image.pixel(image.width // 2, image.height // 2)
    assert middle[3] == 255, "There is a character in the middle"
    assert len({image.pixel(x, y) for x in range(0, 1024, 64) for y in range(0, 1024, 64)}) > 10, "It is drawn"
    head = httpx.head(body["image"])
    assert (head.status_code, head.content) == (200, b"")


def test_a_picture_that_is_not_to_be_transparent_has_a_white_background(server, customer):
    site = server()
    body = customer(site, app=1).picture(transparent=False)
    assert body["transparent"] is False
    image = png.decode(fetch(site, body["image"]))
    assert image.width == image.height >= 1024
    for corner in image.corners:
        assert corner[:3] == (255, 255, 255), f"White is wanted in each corner; got {image.corners}"
        assert corner[3:] in ((), (255,)), "Not clear"


def test_addresses_of_pictures_cannot_be_guessed(site, customer, provider):
    buyer = customer(site, app=3)
    names = [urlsplit(buyer.picture()["image"]).path for _ in range(3)]
    assert len(set(names)) == 3, "The same look bought three times is three pictures"
    for name in names:
        assert re.fullmatch(r"/images/[0-9a-f]{32}\.png", name), f"128 random bits are wanted: {name}"
    for path in ("/images/", "/images/" + "0" * 32 + ".png", "/images/..%2f..%2fscrip.sqlite", "/images/x.png",
                 names[0].replace(".png", ".PNG"), names[0].replace(".png", "")):
        answer = httpx.get(site.url + path)
        assert answer.status_code == 404, told(answer)
        assert answer.json()["code"] == "NOT_FOUND", told(answer)


def test_balance_journal_and_history_tell_the_same(server, customer):
    site = server(SCRIP_PRICE_GENERATION=3)
    buyer = customer(site, app=10)
    body = buyer.picture(hairStyle="afro", accessories=["cap", "glasses"])
    assert body["credits_remaining"] == 7
    assert settled(site.cli)[buyer.account] == {"app": balance(7, 3), "api": balance(0, 0)}
    assert buyer.balances() == {"app": balance(7, 3), "api": balance(0, 0)}

    entries = buyer.entries()
    assert [entry["kind"] for entry in entries] == ["grant", "hold", "capture"]
    grant, hold, capture = entries
    assert (hold["amount"], hold["available_before"], hold["available_after"]) == (3, 10, 7)
    assert (hold["held_before"], hold["held_after"]) == (0, 3)
    assert (capture["amount"], capture["held_before"], capture["held_after"]) == (3, 3, 0)
    assert hold["reference"] == body["id"]
    assert hold["charge"] == capture["charge"]
    assert [entry["sequence"] for entry in entries] == [1, 2, 3]

    (item,) = buyer.history()
    assert (item["id"], item["image"], item["status"]) == (body["id"], body["image"], "succeeded")
    assert (item["pool"], item["credits"]) == ("app", 3)
    worn = {"hairStyle": "afro", "accessories": ["glasses", "cap"], "transparent": True, "seed": 0}
    assert item["options"] == LOOK | worn
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", item["created_at"])
    one = buyer.request("GET", f"/v1/generations/{body['id']}")
    assert one.status_code == 200 and one.json() == item, told(one)


def test_the_history_comes_in_pages_the_newest_first(site, customer, provider):
    buyer = customer(site, app=5)
    made = [buyer.picture()["id"] for _ in range(5)]
    first = buyer.request("GET", "/v1/generations?limit=2").json()
    second = buyer.request("GET", f"/v1/generations?limit=2&cursor={first['next_cursor']}").json()
    third = buyer.request("GET", f"/v1/generations?limit=2&cursor={second['next_cursor']}").json()
    pages = [[item["id"] for item in page["data"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert third.get("next_cursor") is None, "After the last page there is none"
    for query in ("limit=0", "limit=101", "limit=x", "limit=", "cursor=x"):
        answer = buyer.request("GET", f"/v1/generations?{query}")
        assert answer.status_code == 400, told(answer)
        assert answer.json()["field"] == query.split("=")[0], told(answer)


def test_nobody_sees_the_generations_of_another_account(site, customer, provider):
    buyer, stranger = customer(site, app=1), customer(site, app=1)
    made = buyer.picture()["id"]
    assert stranger.history() == []
    answer = stranger.request("GET", f"/v1/generations/{made}")
    missing = stranger.request("GET", "/v1/generations/gen_00000000000000000000000000")
    assert answer.status_code == missing.status_code == 404, told(answer)
    assert answer.json() == missing.json(), "Whether it exists must not be told"


def test_the_public_address_of_the_owner_stands_in_every_answer(server, customer, provider):
    site = server(SCRIP_PUBLIC_URL="https://pictures.example.com/", **provider.settings)
    buyer = customer(site, app=1)
    body = buyer.picture()
    assert body["image"].startswith("https://pictures.example.com/images/")
    assert buyer.history()[0]["image"] == body["image"]
    assert fetch(site, body["image"])


def test_a_hostile_host_header_does_not_get_into_the_address(site, customer, provider):
    buyer = customer(site, app=1)
    answer = buyer.request(
        "POST", GENERATE, json=LOOK, headers={"Host": "evil.example/<script>?"})
    assert answer.status_code in (200, 400), told(answer)
    assert "evil" not in answer.text and "<" not in answer.text, told(answer)


@pytest.mark.parametrize("transparent", [True, False])
def test_openai_is_asked_for_exactly_the_character_that_was_ordered(site, customer, provider, transparent):
    buyer = customer(site, app=1)
    body = buyer.picture(
        gender="male", ageGroup="young_adult", skinTone="porcelain", hairStyle="combover", hairColor="dark_blonde",
        clothing="henley", clothingColor="teal", eyeColor="hazel", accessories=["beanie", "sunglasses"],
        transparent=transparent)
    assert body["transparent"] is transparent
    (order,) = provider.requests
    for word in ("man", "porcelain", "combover", "dark blonde", "henley", "teal", "hazel", "beanie", "sunglasses"):
        assert word in order["prompt"], f"The prompt lacks {word}: {order['prompt']}"
    assert order["background"] == ("transparent" if transparent else "opaque")
    assert (order["size"], order["n"], order["output_format"]) == ("1024x1024", 1, "png")


def test_pictures_of_many_customers_are_asked_of_the_provider_at_the_same_time(server, customer, provider):
    """None waits in a line of the server's own until its time is over."""
    site = server(SCRIP_GENERATION_DEADLINE=4, **provider.settings)
    buyer = customer(site, app=40)
    provider.plays(delay=1.5)
    answers = together(site, [click(buyer)] * 40)
    assert tally(answers) == {200: 40}, (
        f"Each took the provider 1.5 s of the 4 that it has; at most {provider.most_inside} were asked at once")


def test_no_secret_gets_into_the_log(server, customer, provider):
    site = server("--demo", SCRIP_LOG_LEVEL="trace", **provider.settings)
    program, user = customer(site, api=2), customer(site, app=2)
    provider.plays("error_401")
    program.click()
    user.click(key="canary-idempotency-key")
    customer_keys = [program.headers["x-api-key"], user.headers["Authorization"].removeprefix("Bearer ")]
    httpx.post(site.url + GENERATE, json=LOOK, headers=x_api_key("sk_scrip_canary-wrong-key"))
    httpx.post(site.url + GENERATE, json=LOOK, headers=bearer("canary.wrong.token"))
    log = site.log()
    for secret in [*customer_keys, API_KEY, (site.data / "secret.key").read_text().strip(), "canary-wrong-key",
                   "canary.wrong.token"]:
        assert secret not in log, f"The log {site.err_path} contains the secret {secret[:14]}…"

"""Every provider with every fault: one outcome a click, the right one, and nothing charged for what was not delivered."""

import json
import re
import sqlite3
import time
from contextlib import closing

import pytest

from support import png
from support.books import balance, settled
from support.burst import click, tally, together
from support.client import fetch, refusal, told
from support.fake_gemini import FakeGemini, uneven
from support.fake_http import NETWORK_FAULTS, bomb, chunk_bomb
from support.fake_openai import FakeOpenAI
from support.making import servers

FAKES = {"openai": FakeOpenAI, "gemini": FakeGemini, "imagen": lambda: FakeGemini("imagen-4.0-generate-001")}
NAMES = tuple(FAKES)
# What the provider does; what the customer is told.
FAULTS = dict.fromkeys(
    ("error_500", "error_503", "error_429", "error_401", "cut", "silent", "not_json", "wrong_json", "no_picture",
     "no_base64", "empty_picture", "no_png", "tiny_png", "cut_png", "broken_png", "redirect", "huge", "bomb",
     "short_pixels", "oblong"),
    (502, "PROVIDER_ERROR"),
) | dict.fromkeys(("hang", "drip", "late"), (504, "PROVIDER_TIMEOUT"))
INSIDE = re.compile(r"openai|gemini|google|http|127\.0\.0\.1|canary|NIO|sk-|AIza|status \d|api key|Optional", re.I)


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """A server for each provider, which gives up after 3 seconds, and the fake that it asks."""
    # What takes a while to make must not be made while a server waits for it.
    bomb(), chunk_bomb(), uneven()
    providers = {name: make() for name, make in FAKES.items()}
    starts = servers(tmp_path_factory.mktemp("providers"))
    start = next(starts)
    yield {
        name: (start(SCRIP_GENERATION_DEADLINE=3, **provider.settings), provider)
        for name, provider in providers.items()
    }
    assert next(starts, None) is None
    for provider in providers.values():
        provider.close()


@pytest.fixture(params=NAMES)
def shop(request, shops):
    site, provider = shops[request.param]
    provider.reset()
    yield site, provider
    assert not provider.complaints, f"The provider would have refused: {provider.complaints[:3]}"


@pytest.fixture
def fake(request):
    """Makes fakes of providers: `fake("gemini")`."""
    made = []

    def make(name):
        made.append(FAKES[name]())
        return made[-1]

    yield make
    for provider in made:
        provider.close()
        assert not provider.complaints, f"The provider would have refused: {provider.complaints[:3]}"


def attempts(site):
    """The tries that the last charge has written down."""
    with closing(sqlite3.connect(site.data / "scrip.sqlite")) as connection:
        rows = connection.execute("SELECT payload FROM entries WHERE payload IS NOT NULL ORDER BY position")
        return json.loads(rows.fetchall()[-1][0])["attempts"]


def refused(site, provider, buyer, fault, total):
    status, code = FAULTS.get(fault, (422, "CONTENT_BLOCKED"))
    provider.plays(fault)
    body = refusal(buyer.click(), status, code)
    assert "credits are back" in body["error"] and not INSIDE.search(body["error"]), body["error"]
    assert settled(site.cli)[buyer.account]["app"] == balance(total, 0), "The credits should be back"
    assert [entry["kind"] for entry in buyer.entries()] == ["grant", "hold", "release"]
    (item,) = buyer.history()
    assert (item["status"], item["credits"], item.get("image")) == ("failed", 0, None)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_failure_and_costs_nothing(shop, customer, fault):
    site, provider = shop
    buyer = customer(site, app=3)
    start = time.monotonic()
    refused(site, provider, buyer, fault, total=3)
    assert time.monotonic() - start < 20, "The deadline is 3 s"
    assert buyer.picture()["credits_remaining"] == 2, "After a failure the next click works"
    assert provider.key not in site.log(), "The provider's key is in the log"


@pytest.mark.parametrize("number", range(3))
def test_content_that_is_refused_is_refused_once_and_costs_nothing(shop, customer, number):
    site, provider = shop
    buyer = customer(site, app=3)
    refused(site, provider, buyer, provider.blocks[number % len(provider.blocks)], total=3)
    assert len(provider.requests) == 1, "What was refused is not asked again"


@pytest.mark.parametrize("transparent", [True, False])
def test_a_picture_is_square_and_its_background_is_what_is_said_of_it(shop, customer, transparent):
    site, provider = shop
    buyer = customer(site, app=1)
    body = buyer.picture(transparent=transparent)
    assert body["transparent"] is transparent
    image = png.decode(fetch(site, body["image"]))
    assert (image.width, image.height) == (1024, 1024)
    top = [image.pixel(0, 0), image.pixel(1023, 0), image.pixel(512, 3)]
    if transparent:
        assert image.channels == 4 and [pixel[3] for pixel in top] == [0, 0, 0], f"Clear around the head: {top}"
        assert image.pixel(512, 400) == (224, 172, 105, 255), "The head is as it was drawn"
        assert image.pixel(512, 900) == (200, 40, 40, 255), "So are the shoulders"
    else:
        assert image.channels == 3, "Nothing of it is clear"
    assert buyer.balance() == balance(0, 1)


@pytest.mark.parametrize("look, key", [
    ({"clothingColor": "white", "eyeColor": "brown", "hairColor": "brown"}, "#00FF00"),
    ({"clothingColor": "green", "eyeColor": "brown", "hairColor": "brown"}, "#FF00FF"),
    ({"clothingColor": "pink", "eyeColor": "green", "hairColor": "brown"}, "#0000FF"),
])
def test_the_background_to_be_removed_has_a_colour_that_the_character_has_not(shops, customer, look, key):
    site, provider = shops["gemini"]
    provider.reset()
    assert customer(site, app=1).picture(**look)["transparent"] is True
    prompt = json.dumps(provider.requests[-1])
    assert [color for color in ("#00FF00", "#FF00FF", "#0000FF") if color in prompt] == [key], prompt


@pytest.mark.parametrize("name", ["gemini", "imagen"])
@pytest.mark.parametrize("plays", ["uneven", "white"])
def test_a_background_that_cannot_be_removed_stays_and_is_told(shops, customer, name, plays):
    site, provider = shops[name]
    provider.reset()
    provider.plays(plays)
    body = customer(site, app=1).picture()
    assert body["transparent"] is False, "Rather that than a picture full of holes"
    assert png.decode(fetch(site, body["image"])).channels == 3


@pytest.mark.parametrize("name", ["gemini", "imagen"])
def test_a_jpeg_becomes_a_png_with_a_clear_background(shops, customer, name, jpeg):
    site, provider = shops[name]
    provider.reset()
    provider.jpeg = jpeg
    provider.plays("jpeg")
    body = customer(site, app=1).picture()
    assert body["transparent"] is True
    image = png.decode(fetch(site, body["image"]))
    assert (image.width, image.channels) == (1024, 4)
    assert [corner[3] for corner in image.corners[:2]] == [0, 0]
    middle = image.pixel(512, 400)
    assert middle[3] == 255 and max(abs(a - b) for a, b in zip(middle, (224, 172, 105))) < 12, middle


def test_nothing_of_a_hostile_file_gets_through_and_it_takes_little_memory(shop, customer):
    site, provider = shop
    buyer = customer(site, app=9)
    buyer.picture()
    before = peak(site)
    for fault in ("bomb", "bomb"):
        provider.plays(fault)
        refusal(buyer.click(), 502, "PROVIDER_ERROR")
    provider.plays("chunk_bomb", "chunk_bomb")
    for _ in range(2):
        answer = buyer.click()
        if answer.status_code == 200:
            assert b"canary" not in fetch(site, answer.json()["image"]), "A provider's text is in the picture"
    grown = (peak(site) - before) / 1_048_576
    assert grown < 120, f"It took {grown:.0f} MiB more; unpacked they have 784 and 1,200"
    settled(site.cli)


def peak(site):
    """The most memory that the server has had, in bytes."""
    with open(f"/proc/{site.process.pid}/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def test_a_random_course_of_faults_charges_exactly_what_is_delivered(shop, customer):
    site, provider = shop
    buyer, seed = customer(site, app=60), 20_260
    faults = [fault for fault in FAULTS if fault not in NETWORK_FAULTS[:3]] + list(provider.blocks)
    provider.plays_at_random(seed, *faults)
    counts = tally(together(site, [click(buyer)] * 60))
    assert set(counts) <= {200, 422, 502}, f"Seed {seed}: {counts}"
    assert 10 < counts[200] < 60, f"Seed {seed}: {counts}"
    assert settled(site.cli)[buyer.account]["app"] == balance(60 - counts[200], counts[200]), f"Seed {seed}: {counts}"
    made = [item["status"] for item in buyer.history()]
    assert made.count("succeeded") == counts[200] and made.count("failed") == 60 - counts[200]


# Asking again.


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", ["error_500", "error_503", "error_429", "silent"])
def test_what_passes_is_asked_again_inside_one_hold(server, customer, fake, name, fault):
    provider = fake(name)
    site = server(**provider.patient)
    buyer = customer(site, app=1)
    provider.plays(fault, fault)
    assert buyer.picture()["credits_remaining"] == 0
    assert [entry["kind"] for entry in buyer.entries()] == ["grant", "hold", "capture"]
    tries = attempts(site)
    assert [each["outcome"] for each in tries] == ["unreachable" if fault == "silent" else "rejected"] * 2 + ["delivered"]
    status = {"error_500": 500, "error_503": 503, "error_429": 429}.get(fault)
    assert [each.get("status") for each in tries] == [status, status, 200]
    assert {each["provider"] for each in tries} == {"openai" if name == "openai" else "gemini"}
    assert all(each["model"] for each in tries) and all(each["milliseconds"] >= 0 for each in tries)
    if name != "imagen":
        assert tries[-1]["requestID"].startswith(("req_", "resp_"))
    assert len(provider.requests) == 3


@pytest.mark.parametrize("name", ["openai", "gemini"])
def test_the_time_that_a_provider_asks_for_is_waited(server, customer, fake, name):
    provider = fake(name)
    buyer = customer(server(**provider.patient), app=1)
    provider.plays("error_429", retry_after=2)
    start = time.monotonic()
    buyer.picture()
    assert 2 <= time.monotonic() - start < 4, "Two seconds were asked for"


def test_who_has_no_time_to_wait_is_told_at_once(server, customer, fake):
    provider = fake("openai")
    buyer = customer(server(SCRIP_GENERATION_DEADLINE=5, **provider.patient), app=1)
    provider.plays(always="error_429", retry_after=30)
    start = time.monotonic()
    refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert time.monotonic() - start < 2 and len(provider.requests) == 1


@pytest.mark.parametrize("fault", ["blocked", "cut", "not_json", "no_png", "error_401"])
def test_what_does_not_pass_is_not_asked_again(server, customer, fake, fault):
    provider = fake("openai")
    buyer = customer(server(**provider.patient), app=1)
    provider.plays(fault)
    assert buyer.click().status_code in (422, 502)
    assert len(provider.requests) == 1
    assert buyer.balance() == balance(1, 0)


def test_the_deadline_is_for_all_tries_together(server, customer, fake):
    provider = fake("openai")
    buyer = customer(server(SCRIP_GENERATION_DEADLINE=3, SCRIP_GENERATION_ATTEMPTS=10, **provider.patient), app=1)
    provider.plays("error_500", "hang")
    start = time.monotonic()
    refusal(buyer.click(), 504, "PROVIDER_TIMEOUT")
    assert 2.8 < time.monotonic() - start < 5
    assert buyer.balance() == balance(1, 0)


def test_a_provider_that_is_down_is_left_alone(server, customer, fake):
    provider = fake("openai")
    buyer = customer(server(SCRIP_GENERATION_BREAKER=4, SCRIP_GENERATION_ATTEMPTS=1, **provider.patient), app=1)
    provider.plays(always="error_500")
    for _ in range(8):
        refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert len(provider.requests) == 4, "After 4 failures in a row it is not asked for a while"
    assert buyer.balance() == balance(1, 0)


def test_no_more_is_asked_of_a_provider_at_once_than_is_set(server, customer, fake):
    provider = fake("openai")
    site = server(SCRIP_OPENAI_CONCURRENCY=3, **provider.settings)
    buyer = customer(site, app=20)
    provider.plays(delay=0.2)
    assert tally(together(site, [click(buyer)] * 20)) == {200: 20}
    assert provider.most_inside == 3


# Standing in.


def test_another_generator_stands_in_and_is_named(server, customer, fake):
    provider = fake("openai")
    site = server(SCRIP_GENERATOR_FALLBACK="illustrator", **provider.settings)
    buyer = customer(site, app=1)
    provider.plays("error_401")
    body = buyer.picture()
    assert body["transparent"] is True and body["credits_remaining"] == 0
    assert [(each["provider"], each["outcome"]) for each in attempts(site)] == [
        ("openai", "rejected"), ("illustrator", "delivered")]
    site.logged("the next one is asked")


def test_generators_stand_in_for_one_another_in_their_order(server, customer, fake):
    first, second = fake("openai"), fake("gemini")
    site = server(
        SCRIP_GENERATOR_FALLBACK="gemini,illustrator", **second.settings | first.settings)
    buyer = customer(site, app=2)
    first.plays(always="error_500")
    assert buyer.picture()["transparent"] is True
    assert len(second.requests) == 1
    second.plays(always="no_png")
    buyer.picture()
    assert [each["provider"] for each in attempts(site)] == ["openai", "gemini", "illustrator"]


def test_a_provider_that_hangs_leaves_time_for_who_stands_in(server, customer, fake):
    provider = fake("openai")
    site = server(SCRIP_GENERATOR_FALLBACK="illustrator", SCRIP_GENERATION_DEADLINE=4, **provider.settings)
    provider.plays("hang")
    start = time.monotonic()
    customer(site, app=1).picture()
    assert 1.8 < time.monotonic() - start < 4


def test_content_that_one_refused_is_asked_of_nobody_else(server, customer, fake):
    provider = fake("openai")
    site = server(SCRIP_GENERATOR_FALLBACK="illustrator", **provider.settings)
    provider.plays("blocked")
    refusal(customer(site, app=1).click(), 422, "CONTENT_BLOCKED")


@pytest.mark.parametrize("settings, named", [
    ({"SCRIP_GENERATOR": "gemini"}, "gemini.api.key"),
    ({"SCRIP_GENERATOR": "dall-e"}, "generator"),
    ({"SCRIP_GENERATOR_FALLBACK": "illustrator"}, "generator.fallback"),
    ({"SCRIP_GENERATOR_FALLBACK": "gemini"}, "gemini.api.key"),
    ({"SCRIP_GENERATOR_FALLBACK": "nobody"}, "generator.fallback"),
    ({"SCRIP_OPENAI_SIZE": "1024x768"}, "openai.size"),
    ({"SCRIP_OPENAI_RESPONSE_FORMAT": "svg"}, "openai.response.format"),
    ({"SCRIP_GEMINI_MODEL": "../x"}, "gemini.model"),
    ({"SCRIP_GENERATION_ATTEMPTS": "0"}, "generation.attempts"),
])
def test_a_wrong_setting_of_generators_is_named(cli, settings, named):
    assert named in cli.refused("serve", "--port", "0", settings=settings)


# Pictures that lie elsewhere.


@pytest.mark.parametrize("model", ["dall-e-3", "flux-schnell"])
@pytest.mark.parametrize("form", ["b64_json", "url"])
def test_a_server_that_imitates_dall_e_is_understood(server, customer, fake, model, form):
    provider = fake("openai")
    site = server(SCRIP_OPENAI_MODEL=model, SCRIP_OPENAI_RESPONSE_FORMAT=form, **provider.settings)
    body = customer(site, app=1).picture(transparent=False)
    assert png.decode(fetch(site, body["image"])).width == 1024
    assert provider.fetched == (form == "url")


@pytest.mark.parametrize("keeps", ["page", "mislabelled", "nothing", "huge", "hang"])
def test_what_lies_at_an_address_and_is_no_picture_costs_nothing(server, customer, fake, keeps):
    provider = fake("openai")
    site = server(SCRIP_GENERATION_DEADLINE=3, **provider.settings)
    buyer = customer(site, app=1)
    provider.plays("url")
    provider.keeps = keeps
    status = (504, "PROVIDER_TIMEOUT") if keeps == "hang" else (502, "PROVIDER_ERROR")
    refusal(buyer.click(), *status)
    assert buyer.balance() == balance(1, 0) and provider.fetched == 1


def test_no_address_of_a_provider_leads_inside(server, customer, fake, canary):
    provider = fake("openai")
    site = server(**provider.settings)
    buyer = customer(site, app=1)
    addresses = [
        f"http://127.0.0.1:{canary.port}/", f"https://127.0.0.1:{canary.port}/", f"https://localhost:{canary.port}/",
        f"https://[::1]:{canary.port}/", f"https://[::ffff:127.0.0.1]:{canary.port}/", f"https://127.1:{canary.port}/",
        f"https://2130706433:{canary.port}/", f"https://0x7f.1:{canary.port}/", f"https://0.0.0.0:{canary.port}/",
        f"http://127.0.0.1:{provider.port}@127.0.0.1:{canary.port}/", f"https://user:key@127.0.0.1:{canary.port}/",
        f"http://localhost:{provider.port}/pictures/made.png", "https://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd", "ftp://127.0.0.1/", "data:image/png;base64,AAAA", "", "//127.0.0.1/", "not an address",
    ]
    for address in addresses:
        provider.kept_at = address
        provider.plays("url")
        refusal(buyer.click(), 502, "PROVIDER_ERROR")
    provider.kept_at = provider.address + "/pictures/made.png"
    provider.keeps, provider.leads_to = "elsewhere", f"http://127.0.0.1:{canary.port}/"
    provider.plays("url")
    refusal(buyer.click(), 502, "PROVIDER_ERROR")
    assert canary.visits == 0, f"{canary.visits} connections were made to where nothing may lead"
    assert provider.fetched == 1, "Only its own origin was asked, and its redirect not followed"
    assert buyer.balance() == balance(1, 0), told(buyer.request("GET", "/v1/balances"))

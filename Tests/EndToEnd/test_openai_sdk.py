"""The OpenAI SDK, as it is, against this server: only its base URL and its key are ours."""

import base64

import httpx
import openai
import pytest

from support import png
from support.books import balance, settled

PROMPT = "A teenage girl with long blue hair and green eyes, wearing a red hoodie and glasses"


def client(customer, **settings):
    key = customer.headers.get("x-api-key") or customer.headers["Authorization"].removeprefix("Bearer ")
    return openai.OpenAI(base_url=customer.server.url + "/v1", api_key=key, timeout=60, **settings)


@pytest.fixture
def illustrated(server):
    return server()


def test_a_picture_by_address(illustrated, customer):
    payer = customer(illustrated, api=2)
    answer = client(payer).images.generate(prompt=PROMPT)
    (picture,) = answer.data
    drawn = png.decode(httpx.get(picture.url).content)
    assert drawn.width == drawn.height == 1024 and answer.created > 1_700_000_000
    assert picture.b64_json is None and "blue hair" in picture.revised_prompt and "red hoodie" in picture.revised_prompt
    assert answer.background == "transparent" and answer.output_format == "png"
    assert payer.balance() == balance(available=1, spent=1)
    (item,) = payer.history()
    assert item["id"] == answer.id and item["pool"] == "api"
    assert item["options"]["hairColor"] == "blue" and item["options"]["accessories"] == ["glasses"]


def test_a_picture_in_the_answer(illustrated, customer):
    payer = customer(illustrated, api=2)
    for settings in ({"response_format": "b64_json"}, {"model": "gpt-image-1"}):
        answer = client(payer).images.generate(prompt=PROMPT, background="opaque", **settings)
        drawn = png.decode(base64.b64decode(answer.data[0].b64_json))
        assert answer.data[0].url is None and drawn.corners[0][:3] == (255, 255, 255)
    assert payer.balance() == balance(available=0, spent=2)


def test_what_revised_prompt_says_is_drawn_again_as_the_same(illustrated, customer):
    ours = client(customer(illustrated, api=2))
    first = ours.images.generate(prompt="a boy, 8 years old, in green", response_format="b64_json").data[0]
    again = ours.images.generate(prompt=first.revised_prompt, response_format="b64_json").data[0]
    assert first.b64_json == again.b64_json and first.revised_prompt == again.revised_prompt


def test_too_few_credits(illustrated, customer):
    payer = customer(illustrated, api=1)
    ours = client(payer)
    ours.images.generate(prompt=PROMPT)
    with pytest.raises(openai.APIStatusError) as refusal:
        ours.images.generate(prompt=PROMPT)
    assert refusal.value.status_code == 402 and refusal.value.code == "insufficient_quota"
    assert "Insufficient credits" in refusal.value.message
    assert settled(illustrated.cli)[payer.account]["api"] == balance(available=0, spent=1)


@pytest.mark.parametrize(
    "settings, parameter",
    [
        ({"size": "1792x1024"}, "size"), ({"n": 99}, "n"), ({"quality": "best"}, "quality"),
        ({"background": "pink"}, "background"), ({"output_format": "gif"}, "output_format"),
        ({"response_format": "png"}, "response_format"), ({"prompt": "the sea at dawn"}, "prompt"),
        ({"prompt": ""}, "prompt"), ({"prompt": 7}, "prompt"), ({"n": 0}, "n"), ({"n": True}, "n"),
    ],
)
def test_a_bad_parameter_is_named_and_costs_nothing(site, customer, settings, parameter):
    payer = customer(site, api=1)
    with pytest.raises(openai.BadRequestError) as refusal:
        client(payer).images.generate(**{"prompt": PROMPT} | settings)
    assert refusal.value.param == parameter and refusal.value.code == "invalid_value"
    assert refusal.value.type == "invalid_request_error"
    assert payer.balance() == balance(available=1, spent=0)


def test_an_unknown_model(site, customer):
    payer = customer(site, api=1)
    with pytest.raises(openai.NotFoundError) as refusal:
        client(payer).images.generate(prompt=PROMPT, model="gpt-9")
    assert refusal.value.code == "model_not_found" and refusal.value.param == "model"


@pytest.mark.parametrize("key", ["sk-proj-1234567890", "sk_scrip_" + "0" * 36, "x"])
def test_a_wrong_key(site, customer, key):
    ours = openai.OpenAI(base_url=site.url + "/v1", api_key=key, max_retries=0)
    for ask in (lambda: ours.images.generate(prompt=PROMPT), lambda: ours.models.list().data):
        with pytest.raises(openai.AuthenticationError) as refusal:
            ask()
        assert refusal.value.code == "invalid_api_key"


def test_models(site, customer):
    ours = client(customer(site, api=1))
    assert [model.id for model in ours.models.list()] == ["scrip-character"]
    assert ours.models.retrieve("scrip-character").owned_by == "scrip"
    assert ours.models.retrieve("dall-e-3").id == "scrip-character"
    with pytest.raises(openai.NotFoundError):
        ours.models.retrieve("gpt-9")


def test_a_key_of_the_caller_makes_a_request_idempotent(illustrated, customer):
    payer = customer(illustrated, api=5)
    ours = client(payer)
    same = {"Idempotency-Key": "order-17"}
    first = ours.images.generate(prompt=PROMPT, extra_headers=same)
    again = ours.images.with_raw_response.generate(prompt=PROMPT, extra_headers=same)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.parse().data[0].url == first.data[0].url and again.parse().id == first.id
    with pytest.raises(openai.UnprocessableEntityError) as refusal:
        ours.images.generate(prompt="a boy", extra_headers=same)
    assert refusal.value.code == "idempotency_key_reused"
    assert payer.balance() == balance(available=4, spent=1)


def test_the_sdk_own_retries_pay_once_for_what_succeeds(server, customer, provider):
    """The provider fails at first: the SDK tries again by itself, and only the picture that came is paid for."""
    site = server(**provider.settings)
    payer = customer(site, api=5)
    provider.plays("error_500")
    # What failed under a key has failed: the retries come without one.
    answer = client(payer, max_retries=5).images.generate(prompt=PROMPT)
    assert answer.data[0].url
    assert settled(site.cli)[payer.account]["api"] == balance(available=4, spent=1)


def test_a_lost_connection_under_a_key_pays_once(server, customer, provider):
    """The SDK gives up waiting and asks again under the same key: one picture, one charge, one order."""
    site = server(**provider.settings)
    payer = customer(site, api=5)
    provider.plays(delay=1.5)
    ours = client(payer, max_retries=5).with_options(timeout=0.8)
    answer = ours.images.generate(prompt=PROMPT, extra_headers={"Idempotency-Key": "impatient"})
    assert answer.data[0].url and len(provider.requests) == 1
    assert settled(site.cli)[payer.account]["api"] == balance(available=4, spent=1)


def test_content_that_the_provider_refuses(server, customer, provider):
    site = server(**provider.settings)
    payer = customer(site, api=1)
    provider.plays("blocked")
    with pytest.raises(openai.BadRequestError) as refusal:
        client(payer).images.generate(prompt=PROMPT)
    assert refusal.value.code == "moderation_blocked"
    assert payer.balance() == balance(available=1, spent=0)

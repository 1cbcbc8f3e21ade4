"""The fakes speak the interfaces that they stand for: the makers' own clients get pictures from them."""

import base64

import openai
import pytest
from google import genai
from google.genai import errors, types

from support import png
from support.fake_gemini import API_KEY as GEMINI_KEY
from support.fake_gemini import FakeGemini
from support.fake_openai import API_KEY as OPENAI_KEY
from support.fake_openai import FakeOpenAI


@pytest.fixture
def fake_openai():
    provider = FakeOpenAI()
    yield provider
    provider.close()


@pytest.fixture
def fake_gemini():
    provider = FakeGemini()
    yield provider
    provider.close()


def openai_client(provider, key=OPENAI_KEY):
    return openai.OpenAI(api_key=key, base_url=f"{provider.address}/v1", max_retries=0)


@pytest.fixture
def google(fake_gemini):
    """Makes clients; each lives as long as somebody knows it, which has to be the test."""
    clients = []

    def make(key=GEMINI_KEY, **options):
        clients.append(
            genai.Client(api_key=key, http_options=types.HttpOptions(base_url=fake_gemini.address), **options))
        return clients[-1].models

    yield make
    for client in clients:
        client.close()


def test_openai_s_client_gets_a_clear_picture(fake_openai):
    answer = openai_client(fake_openai).images.generate(
        model="gpt-image-2.5-flare", prompt="A figure", n=1, size="1024x1024", quality="auto",
        background="transparent", output_format="png")
    assert png.decode(base64.b64decode(answer.data[0].b64_json)).pixel(0, 0)[3] == 0
    assert not fake_openai.complaints


@pytest.mark.parametrize("form", ["b64_json", "url"])
def test_openai_s_client_gets_a_picture_of_dall_e(fake_openai, form):
    answer = openai_client(fake_openai).images.generate(
        model="dall-e-3", prompt="A figure", quality="hd", response_format=form, style="vivid")
    (image,) = answer.data
    assert (image.url == fake_openai.kept_at) if form == "url" else png.decode(base64.b64decode(image.b64_json))
    assert not fake_openai.complaints


def test_openai_s_client_understands_its_errors(fake_openai):
    with pytest.raises(openai.AuthenticationError):
        openai_client(fake_openai, "sk-wrong").images.generate(model="gpt-image-2", prompt="A figure")
    with pytest.raises(openai.BadRequestError, match="Unknown parameter"):
        openai_client(fake_openai).images.generate(model="dall-e-3", prompt="A", background="transparent")
    fake_openai.plays("error_429", "error_500", "blocked", retry_after=7)
    with pytest.raises(openai.RateLimitError) as limited:
        openai_client(fake_openai).images.generate(model="gpt-image-2", prompt="A figure")
    assert limited.value.response.headers["retry-after"] == "7" and limited.value.request_id.startswith("req_")
    with pytest.raises(openai.InternalServerError):
        openai_client(fake_openai).images.generate(model="gpt-image-2", prompt="A figure")
    with pytest.raises(openai.BadRequestError) as blocked:
        openai_client(fake_openai).images.generate(model="gpt-image-2", prompt="A figure")
    assert blocked.value.code == "moderation_blocked"


def test_google_s_client_gets_a_picture_of_gemini(fake_gemini, google):
    answer = google().generate_content(
        model="gemini-2.5-flash-image", contents="A figure before #FF00FF",
        config=types.GenerateContentConfig(
            response_modalities=["TEXT", "IMAGE"], image_config=types.ImageConfig(aspect_ratio="1:1")))
    (blob,) = [part.inline_data for part in answer.candidates[0].content.parts if part.inline_data]
    assert blob.mime_type == "image/png" and png.decode(blob.data).pixel(0, 0) == (255, 0, 255, 255)
    assert answer.response_id.startswith("resp_") and not fake_gemini.complaints


def test_google_s_client_understands_why_there_is_no_picture(fake_gemini, google):
    models, config = google(), types.GenerateContentConfig(response_modalities=["IMAGE"])
    fake_gemini.plays("safety", "prompt_blocked", "no_picture")
    answers = [
        models.generate_content(model="gemini-2.5-flash-image", contents="A figure", config=config) for _ in range(3)]
    assert answers[0].candidates[0].finish_reason == types.FinishReason.IMAGE_SAFETY
    assert answers[1].prompt_feedback.block_reason == types.BlockedReason.PROHIBITED_CONTENT
    assert answers[2].candidates[0].finish_reason == types.FinishReason.NO_IMAGE


@pytest.mark.filterwarnings("ignore:.*generate_images")
def test_google_s_client_gets_a_picture_of_imagen(fake_gemini, google):
    """The client calls Imagen under its address for enterprises alone; what it sends and reads is the same."""
    fake_gemini.is_for_enterprises = True
    models = google(enterprise=True)
    answer = models.generate_images(
        model="imagen-4.0-generate-001", prompt="A figure before #00FF00",
        config=types.GenerateImagesConfig(number_of_images=1, aspect_ratio="1:1", include_rai_reason=True))
    assert png.decode(answer.generated_images[0].image.image_bytes).pixel(0, 0) == (0, 255, 0, 255)
    fake_gemini.plays("safety")
    filtered = models.generate_images(
        model="imagen-4.0-generate-001", prompt="A figure", config=types.GenerateImagesConfig(include_rai_reason=True))
    assert filtered.generated_images[0].rai_filtered_reason and not fake_gemini.complaints


def test_google_s_client_understands_its_errors(fake_gemini, google):
    fake_gemini.plays("error_429", retry_after=7)
    with pytest.raises(errors.ClientError) as limited:
        google().generate_content(
            model="gemini-2.5-flash-image", contents="A", config=types.GenerateContentConfig(response_modalities=["IMAGE"]))
    assert (limited.value.code, limited.value.status) == (429, "RESOURCE_EXHAUSTED")
    with pytest.raises(errors.ClientError) as wrong:
        google("wrong").generate_content(
            model="gemini-2.5-flash-image", contents="A", config=types.GenerateContentConfig(response_modalities=["IMAGE"]))
    assert wrong.value.status == "INVALID_ARGUMENT"

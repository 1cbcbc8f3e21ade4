"""A strict fake of the two ways to pictures of the Gemini API, `models/…:generateContent` and, for Imagen,
`models/…:predict`. Plays the faults of the real ones.

Sources: Gemini API reference, "Generating content" and "Generate images using Imagen"; errors as
google.rpc.Status has them.
"""

import functools
import json
import re

from support import png
from support.fake_http import OPAQUE, FakeProvider, ProviderHandler

API_KEY = "AIza-canary-provider-0123456789"
PATH = re.compile(r"/v1(?:beta)?/models/([a-z0-9.-]+):(generateContent|predict)")
ENTERPRISE_PATH = re.compile(r"/v1beta1/publishers/google/models/([a-z0-9.-]+):(predict)")
RATIOS = {"1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"}
KEYS = {"#00FF00": (0, 255, 0), "#FF00FF": (255, 0, 255), "#0000FF": (0, 0, 255)}
STATUSES = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}


class _Handler(ProviderHandler):
    def do_GET(self):
        self.provider.complain(f"GET {self.path}: only POST was to be expected")
        self.fail(404, "Requested entity was not found.")

    def read_order(self):
        order = self.read_json()
        if order is None:
            return None
        match = (ENTERPRISE_PATH if self.provider.is_for_enterprises else PATH).fullmatch(self.path)
        if not match:
            return self.object(404, f"Requested entity was not found: {self.path}")
        self.model, self.method = match.groups()
        if self.headers.get("x-goog-api-key") != API_KEY:
            return self.object(400, "API key not valid. Please pass a valid API key.")
        if self.model.startswith("imagen") != (self.method == "predict"):
            return self.object(404, f"models/{self.model} is not supported for {self.method}.")
        fault = (content_fault if self.method == "generateContent" else predict_fault)(order)
        return self.object(400, fault) if fault else order

    def fail(self, status, text):
        error = {"code": status, "message": text, "status": STATUSES[status]}
        if status == 429 and self.provider.retry_after:
            error["details"] = [
                {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
                {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{self.provider.retry_after}s"},
            ]
        self.reply(status, json.dumps({"error": error}).encode())

    def picture(self, order):
        """A figure before a background of the colour that the prompt asks for."""
        prompt = prompt_of(order)
        color = next((color for name, color in KEYS.items() if name in prompt), (255, 255, 255))
        return figure(self.provider.background or color)

    def success(self, text, order):
        kind = "image/jpeg" if text.startswith("/9j/") else "image/png"
        if self.method == "predict":
            return json.dumps({"predictions": [{"mimeType": kind, "bytesBase64Encoded": text}]}).encode()
        parts = [{"text": "Here is your figure."}, {"inlineData": {"mimeType": kind, "data": text}}]
        return self.content([{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}])

    def content(self, candidates, **more):
        body = {"candidates": candidates, "modelVersion": self.model, "responseId": f"resp_{self.number}"} | more
        return json.dumps(body).encode()

    def finish(self, reason):
        """Says why there is no picture: in the way of the method that was called."""
        if self.method == "predict":
            return self.reply(200, json.dumps({"predictions": [{"raiFilteredReason": f"Filtered: {reason}"}]}).encode())
        self.reply(200, self.content([{"content": {}, "finishReason": reason, "index": 0}]))

    def play_safety(self, order):
        self.finish("IMAGE_SAFETY")

    def play_prohibited(self, order):
        self.finish("PROHIBITED_CONTENT")

    def play_prompt_blocked(self, order):
        """Refuses the prompt: Imagen, by leaving out everything."""
        if self.method == "predict":
            return self.reply(200, b"{}")
        feedback = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
        self.reply(200, json.dumps(feedback | {"responseId": f"resp_{self.number}"}).encode())

    def play_no_picture(self, order):
        """Speaks, and draws nothing."""
        if self.method == "predict":
            return self.reply(200, b'{"predictions": [{"mimeType": "image/png"}]}')
        parts = [{"text": "I would rather talk about it."}]
        self.reply(200, self.content([{"content": {"parts": parts}, "finishReason": "NO_IMAGE", "index": 0}]))

    def play_jpeg(self, order):
        self.deliver(self.provider.jpeg, order)

    def play_uneven(self, order):
        """Draws before a background that is not plain."""
        self.deliver(uneven(), order)

    def play_white(self, order):
        """Draws before white, whatever it is asked for."""
        self.deliver(OPAQUE, order)


class FakeGemini(FakeProvider):
    """The provider. What it does next is said by `plays`."""

    handler = _Handler
    key = API_KEY
    blocks = ("safety", "prohibited", "prompt_blocked")

    def __init__(self, model="gemini-2.5-flash-image"):
        self.model, self.background, self.jpeg, self.is_for_enterprises = model, None, b"", False
        super().__init__()

    @property
    def settings(self):
        """The settings of a server that is to draw by this provider, and to take each of its answers for the
        last."""
        return self.patient | {"SCRIP_GENERATION_ATTEMPTS": "1", "SCRIP_GENERATION_BREAKER": "0"}

    @property
    def patient(self):
        """The settings of a server that asks again, as it does by default."""
        return {
            "SCRIP_GENERATOR": "gemini", "SCRIP_GEMINI_BASE_URL": self.address, "SCRIP_GEMINI_API_KEY": API_KEY,
            "SCRIP_GEMINI_MODEL": self.model,
        }


@functools.cache
def uneven():
    return png.gradient(1024)


@functools.cache
def figure(background):
    return png.figure(1024, background)


def prompt_of(order):
    if "instances" in order:
        return order["instances"][0]["prompt"]
    return " ".join(part.get("text", "") for content in order["contents"] for part in content["parts"])


def content_fault(order):
    """What `generateContent` would find wrong with an order; nothing, if it is right."""
    unknown = set(order) - {"contents", "generationConfig", "safetySettings", "systemInstruction", "tools"}
    if unknown:
        return f"Unknown name {sorted(unknown)}: Cannot find field."
    contents = order.get("contents")
    if not isinstance(contents, list) or not contents:
        return "contents is not specified"
    for content in contents:
        if set(content) - {"role", "parts"} or content.get("role", "user") not in ("user", "model"):
            return f"Invalid value at 'contents': {content}"
        for part in content.get("parts") or [{}]:
            if set(part) != {"text"} or not isinstance(part["text"], str) or not part["text"]:
                return f"Invalid value at 'contents.parts': {part}"
    return configuration_fault(order.get("generationConfig", {}))


def configuration_fault(configuration):
    known = {"responseModalities", "imageConfig", "candidateCount", "temperature", "topP", "topK", "maxOutputTokens", "seed"}
    unknown = set(configuration) - known
    if unknown:
        return f"Unknown name {sorted(unknown)} at 'generation_config': Cannot find field."
    modalities = configuration.get("responseModalities", [])
    if "IMAGE" not in modalities or not set(modalities) <= {"TEXT", "IMAGE"}:
        return f"Invalid value at 'generation_config.response_modalities': {modalities}"
    shape = configuration.get("imageConfig", {})
    if set(shape) - {"aspectRatio", "imageSize"} or shape.get("aspectRatio", "1:1") not in RATIOS:
        return f"Invalid value at 'generation_config.image_config': {shape}"
    return None if shape.get("imageSize", "1K") in ("1K", "2K", "4K") else "Invalid image_size"


def predict_fault(order):
    """What `predict` would find wrong with an order; nothing, if it is right."""
    unknown = set(order) - {"instances", "parameters"}
    if unknown:
        return f"Unknown name {sorted(unknown)}: Cannot find field."
    instances, parameters = order.get("instances"), order.get("parameters", {})
    if not isinstance(instances, list) or len(instances) != 1 or set(instances[0]) != {"prompt"}:
        return "Exactly one instance with a prompt is wanted"
    known = {
        "sampleCount", "aspectRatio", "includeRaiReason", "outputOptions", "personGeneration", "sampleImageSize",
        "safetySetting", "includeSafetyAttributes",
    }
    if set(parameters) - known:
        return f"Unknown name {sorted(set(parameters) - known)} at 'parameters': Cannot find field."
    rules = {
        "prompt": isinstance(instances[0]["prompt"], str) and 1 <= len(instances[0]["prompt"]) <= 2_000,
        "sampleCount": parameters.get("sampleCount", 1) in (1, 2, 3, 4),
        "aspectRatio": parameters.get("aspectRatio", "1:1") in ("1:1", "3:4", "4:3", "9:16", "16:9"),
        "outputOptions": parameters.get("outputOptions", {}).get("mimeType", "image/png") in ("image/png", "image/jpeg"),
        "personGeneration": parameters.get("personGeneration", "allow_adult") in (
            "dont_allow", "allow_adult", "allow_all"),
    }
    wrong = sorted(name for name, holds in rules.items() if not holds)
    return f"Invalid value at 'parameters': {wrong}" if wrong else None

"""A strict fake of OpenAI's `POST /v1/images/generations`, which plays the faults of the real one.

Whatever it is asked must be what the API reference allows; anything else is answered as the API
would, noted as a complaint, and fails the test in the end.
"""

import json

from support.fake_http import CLEAR, OPAQUE, FakeProvider, ProviderHandler

API_KEY = "sk-canary-provider-0123456789"
KEPT = "/pictures/made.png"
GPT_IMAGE = {
    "gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2", "gpt-image-2.5-flare", "gpt-image-2.5-sunburst",
    "chatgpt-image-latest",
}
QUALITIES = {
    "gpt": ("low", "medium", "high", "xhigh", "max", "auto"), "dall-e-3": ("standard", "hd"), "plain": ("standard",),
}
CODES = {
    400: ("invalid_request_error", "invalid_value"), 401: ("invalid_request_error", "invalid_api_key"),
    404: ("invalid_request_error", "unknown_url"), 429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", "server_error"), 503: ("server_error", "overloaded"),
}


class _Handler(ProviderHandler):
    def do_GET(self):
        if self.path != KEPT:
            self.provider.complain(f"GET {self.path}: only POST was to be expected")
            return self.fail(404, "Unknown request URL")
        if "Authorization" in self.headers:
            self.provider.complain("The key was sent along with the request for a picture")
        self.provider.fetched += 1
        getattr(self, "serve_" + self.provider.keeps)()

    def read_order(self):
        order = self.read_json()
        if order is None:
            return None
        if self.path != "/v1/images/generations":
            return self.object(404, f"Unknown request URL: POST {self.path}")
        if self.headers.get("Authorization") != f"Bearer {API_KEY}":
            return self.object(401, "Incorrect API key provided")
        fault = fault_of(order)
        return self.object(400, fault) if fault else order

    def usual_headers(self):
        return {"x_request_id": f"req_{self.number}"}

    def fail(self, status, text, code=None):
        kind, usual = CODES[status]
        body = {"error": {"message": text, "type": kind, "param": None, "code": code or usual}}
        wait = {"Retry_After": self.provider.retry_after} if self.provider.retry_after and status in (429, 503) else {}
        self.reply(status, json.dumps(body).encode(), **wait)

    def picture(self, order):
        return CLEAR if order.get("background") == "transparent" else OPAQUE

    def success(self, text, order):
        if order.get("response_format") == "url":
            return json.dumps({"created": 1_700_000_000, "data": [{"url": self.provider.kept_at}]}).encode()
        return json.dumps({"created": 1_700_000_000, "data": [{"b64_json": text}]}).encode()

    def play_url(self, order):
        """Answers with an address, as servers do that imitate DALL·E."""
        self.reply(200, json.dumps({"created": 1, "data": [{"url": self.provider.kept_at}]}).encode())

    def play_blocked(self, order):
        self.fail(400, "Your request was rejected by the safety system.", code="moderation_blocked")

    def play_policy(self, order):
        self.fail(400, "Your request was rejected by our content policy.", code="content_policy_violation")

    def play_no_picture(self, order):
        self.reply(200, b'{"created": 1, "data": []}')

    # What lies behind the addresses that it answers with.

    def serve_picture(self):
        self.reply(200, OPAQUE, kind="image/png")

    def serve_page(self):
        self.reply(200, b"<html>canary</html>", kind="text/html")

    def serve_mislabelled(self):
        self.reply(200, b"<html>canary</html>", kind="image/png")

    def serve_elsewhere(self):
        self.reply(302, b"", Location=self.provider.leads_to)

    def serve_nothing(self):
        self.reply(404, b"")

    def serve_hang(self):
        self.play_hang(None)

    def serve_huge(self):
        self.play_huge(None)


class FakeOpenAI(FakeProvider):
    """The provider. What it does next is said by `plays`."""

    handler = _Handler
    key = API_KEY
    blocks = ("blocked", "policy")

    def __init__(self):
        super().__init__()
        self.reset()

    def reset(self):
        super().reset()
        self.fetched, self.keeps, self.leads_to = 0, "picture", ""
        self.kept_at = self.address + KEPT

    @property
    def settings(self):
        """The settings of a server that is to draw by this provider, and to take each of its answers for the
        last: tests of what becomes of a failure want it at once."""
        return self.patient | {"SCRIP_GENERATION_ATTEMPTS": "1", "SCRIP_GENERATION_BREAKER": "0"}

    @property
    def patient(self):
        """The settings of a server that asks again, as it does by default."""
        return {
            "SCRIP_GENERATOR": "openai", "SCRIP_OPENAI_BASE_URL": f"{self.address}/v1",
            "SCRIP_OPENAI_API_KEY": API_KEY,
        }


def family_of(model):
    return "gpt" if model in GPT_IMAGE else "dall-e-3" if model == "dall-e-3" else "plain"


def fault_of(order):
    """What the API would find wrong with an order; nothing, if it is right."""
    if not isinstance(order, dict):
        return "The body is no object"
    if not isinstance(order.get("model"), str) or not isinstance(order.get("prompt"), str):
        return "Missing parameter: model and prompt are required"
    family = family_of(order["model"])
    own = {"gpt": {"background", "output_format", "moderation", "output_compression"}}.get(
        family, {"response_format", "style"} if family == "dall-e-3" else {"response_format"})
    unknown = set(order) - {"model", "prompt", "n", "size", "quality", "user"} - own
    if unknown:
        return f"Unknown parameter: {sorted(unknown)}"
    most = {"gpt": 32_000, "dall-e-3": 4_000, "plain": 1_000}[family]
    sizes = {
        "gpt": ("1024x1024", "1536x1024", "1024x1536", "auto"), "dall-e-3": ("1024x1024", "1792x1024", "1024x1792"),
        "plain": ("256x256", "512x512", "1024x1024"),
    }
    rules = {
        "prompt": 1 <= len(order["prompt"]) <= most,
        "n": type(order.get("n", 1)) is int and (order.get("n", 1) == 1 or family != "dall-e-3" and order["n"] <= 10),
        "size": order.get("size", "1024x1024") in sizes[family],
        "quality": order.get("quality", QUALITIES[family][0]) in QUALITIES[family],
        "background": order.get("background", "auto") in ("transparent", "opaque", "auto"),
        "output_format": order.get("output_format", "png") in ("png", "jpeg", "webp"),
        "response_format": order.get("response_format", "url") in ("url", "b64_json"),
    }
    wrong = sorted(name for name, holds in rules.items() if not holds)
    if wrong:
        return f"Invalid value: {[(name, order.get(name)) for name in wrong]}"
    if order.get("background") == "transparent" and order.get("output_format") == "jpeg":
        return "Transparent background is not supported for JPEG output format."
    return None

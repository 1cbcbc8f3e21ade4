"""A strict fake of OpenAI's `POST /v1/images/generations`, which plays the faults of the real one.

Whatever it is asked must be what the API reference allows; anything else is answered as the API
would, noted as a complaint, and fails the test in the end.
"""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import png

API_KEY = "sk-canary-provider-0123456789"
FIELDS = {"model", "prompt", "n", "size", "quality", "background", "output_format"}
PICTURE = png.flat(1024)
CODES = {
    400: ("invalid_request_error", "invalid_value"), 401: ("invalid_request_error", "invalid_api_key"),
    404: ("invalid_request_error", "unknown_url"), 429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", "server_error"), 503: ("server_error", "overloaded"),
}


class FakeOpenAI:
    """The provider. What it does next is said by `plays`."""

    def __init__(self):
        self.requests = []
        self.complaints = []
        self.delay = 0.0
        self.inside = 0
        self.most_inside = 0
        self._plan = []
        self._always = "ok"
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.gate = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.provider = self
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def settings(self):
        """The settings of a server that is to draw by this provider."""
        return {
            "SCRIP_GENERATOR": "openai", "SCRIP_OPENAI_BASE_URL": f"http://127.0.0.1:{self.port}/v1",
            "SCRIP_OPENAI_API_KEY": API_KEY,
        }

    def plays(self, *plan, always="ok", delay=0.0):
        """Does what the plan says, one request after another, and then always the same."""
        with self._lock:
            self._plan, self._always, self.delay = list(plan), always, delay
            self.gate.clear()

    def reset(self):
        """Forgets all that was, and lets go of who still waits."""
        with self._lock:
            self._over.set()
            self._over = threading.Event()
            self.requests, self.complaints, self.most_inside = [], [], 0
        self.plays()

    def next(self):
        with self._lock:
            return self._plan.pop(0) if self._plan else self._always

    def enter(self, request):
        with self._lock:
            self.requests.append(request)
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)

    def leave(self):
        with self._lock:
            self.inside -= 1

    def complain(self, text):
        with self._lock:
            self.complaints.append(text)

    def wait(self, event, seconds):
        """Waits for an event, but not longer than the test goes on."""
        over, deadline = self._over, time.monotonic() + seconds
        while not event.is_set() and not over.is_set() and time.monotonic() < deadline:
            event.wait(0.05)

    def close(self):
        self._over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    def do_GET(self):
        self.provider.complain(f"GET {self.path}: only POST was to be expected")
        self.fail(404, "Unknown request URL")

    def do_POST(self):
        order = self.read_order()
        if order is None:
            return
        provider = self.provider
        provider.enter(order)
        try:
            if provider.delay:
                provider.wait(threading.Event(), provider.delay)
            getattr(self, "play_" + provider.next())(order)
        finally:
            provider.leave()

    @property
    def provider(self):
        return self.server.provider

    def read_order(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/v1/images/generations":
            return self.object(404, f"Unknown request URL: POST {self.path}")
        if self.headers.get("Authorization") != f"Bearer {API_KEY}":
            return self.object(401, "Incorrect API key provided")
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            return self.object(400, f"Content-Type {self.headers.get('Content-Type')}")
        try:
            order = json.loads(body)
        except ValueError:
            return self.object(400, "We could not parse the JSON body of your request")
        fault = fault_of(order)
        return self.object(400, fault) if fault else order

    def object(self, status, text):
        self.provider.complain(text)
        self.fail(status, text)

    def fail(self, status, text, code=None):
        kind, usual = CODES[status]
        body = {"error": {"message": text, "type": kind, "param": None, "code": code or usual}}
        self.reply(status, json.dumps(body).encode())

    def reply(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-request-id", f"req_{len(self.provider.requests):06}")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def deliver(self, picture):
        text = base64.b64encode(picture).decode()
        self.reply(200, json.dumps({"created": 1_700_000_000, "data": [{"b64_json": text}]}).encode())

    def play_ok(self, order):
        self.deliver(PICTURE)

    def play_gated(self, order):
        """Delivers once the test opens the gate."""
        self.provider.wait(self.provider.gate, 60)
        self.deliver(PICTURE)

    def play_error_500(self, order):
        self.fail(500, "The server had an error while processing your request, canary-provider-text.")

    def play_error_429(self, order):
        self.fail(429, "Rate limit reached for gpt-image-1")

    def play_error_401(self, order):
        self.fail(401, f"Incorrect API key provided: {API_KEY}")

    def play_blocked(self, order):
        self.fail(400, "Your request was rejected by the safety system.", code="moderation_blocked")

    def play_policy(self, order):
        self.fail(400, "Your request was rejected by our content policy.", code="content_policy_violation")

    def play_hang(self, order):
        self.provider.wait(threading.Event(), 60)
        self.close_connection = True

    def play_drip(self, order):
        """Sends the head at once, and then a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(600):
            self.wfile.write(b" ")
            self.provider.wait(threading.Event(), 0.1)

    def play_cut(self, order):
        """Hangs up in the middle of the body."""
        text = json.dumps({"data": [{"b64_json": base64.b64encode(PICTURE).decode()}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text[: len(text) // 2])
        self.wfile.flush()
        self.close_connection = True

    def play_silent(self, order):
        """Hangs up without a word."""
        self.close_connection = True

    def play_not_json(self, order):
        self.reply(200, b"<html>502 Bad Gateway</html>", kind="text/html")

    def play_wrong_json(self, order):
        self.reply(200, b'{"created": 1, "images": []}')

    def play_no_picture(self, order):
        self.reply(200, b'{"created": 1, "data": []}')

    def play_no_base64(self, order):
        self.reply(200, b'{"created": 1, "data": [{"b64_json": "%%%"}]}')

    def play_no_png(self, order):
        self.deliver(b"GIF89a" + bytes(5000))

    def play_tiny_png(self, order):
        self.deliver(png.flat(64))

    def play_empty_picture(self, order):
        self.deliver(b"")

    def play_cut_png(self, order):
        self.deliver(PICTURE[: len(PICTURE) // 2])

    def play_broken_png(self, order):
        """A PNG whose pixels were damaged on the way: its checksums tell."""
        middle = len(PICTURE) // 2
        self.deliver(PICTURE[:middle] + bytes([PICTURE[middle] ^ 255]) + PICTURE[middle + 1 :])

    def play_redirect(self, order):
        address = f"http://127.0.0.1:{self.provider.port}/v1/elsewhere"
        self.reply(307, b"", Location=address)

    def play_huge(self, order):
        """A body that has no end worth waiting for."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(400 * 1024 * 1024))
        self.end_headers()
        block = b" " * 1_048_576
        for _ in range(400):
            self.wfile.write(block)


def fault_of(order):
    """What the API would find wrong with an order; nothing, if it is right."""
    if not isinstance(order, dict):
        return "The body is no object"
    unknown, missing = set(order) - FIELDS, FIELDS - set(order)
    if unknown:
        return f"Unknown parameter: {sorted(unknown)}"
    if missing:
        return f"Missing parameter: {sorted(missing)}"
    rules = {
        "model": order["model"] == "gpt-image-1",
        "prompt": isinstance(order["prompt"], str) and 1 <= len(order["prompt"]) <= 32_000,
        "n": order["n"] == 1 and not isinstance(order["n"], bool),
        "size": order["size"] in ("1024x1024", "1536x1024", "1024x1536", "auto"),
        "quality": order["quality"] in ("low", "medium", "high", "auto"),
        "background": order["background"] in ("transparent", "opaque", "auto"),
        "output_format": order["output_format"] in ("png", "jpeg", "webp"),
    }
    wrong = sorted(name for name, holds in rules.items() if not holds)
    if wrong:
        return f"Invalid value: {[(name, order[name]) for name in wrong]}"
    if order["background"] == "transparent" and order["output_format"] == "jpeg":
        return "Transparent background is not supported for JPEG output format."
    return None

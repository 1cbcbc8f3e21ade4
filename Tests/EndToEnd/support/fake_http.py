"""What the fakes of image providers have in common: an HTTP server that does what a test says, and plays every fault
that a provider or the network before it can have."""

import base64
import functools
import json
import random
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import png

CLEAR = png.figure(1024)
OPAQUE = png.flat(1024, (200, 40, 40, 255))
MEGABYTE = 1_048_576
# Faults of the way to a provider, which no interface tells apart.
NETWORK_FAULTS = ("hang", "drip", "late", "cut", "silent", "not_json", "huge", "redirect")
# Faults of what a provider delivers as a picture.
PICTURE_FAULTS = (
    "no_base64", "no_png", "tiny_png", "empty_picture", "cut_png", "broken_png", "bomb", "chunk_bomb",
    "short_pixels", "oblong",
)


class FakeProvider:
    """A provider. What it does next is said by `plays`."""

    handler = None

    def __init__(self):
        self.requests = []
        self.headers = []
        self.complaints = []
        self.delay = 0.0
        self.inside = 0
        self.most_inside = 0
        self.retry_after = None
        self._plan = []
        self._always = "ok"
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.gate = threading.Event()
        self._http = _Http(("127.0.0.1", 0), self.handler)
        self._http.provider = self
        self.port = self._http.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def plays(self, *plan, always="ok", delay=0.0, retry_after=None):
        """Does what the plan says, one request after another, and then always the same."""
        with self._lock:
            self._plan, self._always, self.delay, self.retry_after = list(plan), always, delay, retry_after
            self.gate.clear()

    def plays_at_random(self, seed, *faults, share=0.5):
        """Plays one of the faults, or none, as a seed says."""
        chance = random.Random(seed)
        self.plays(*[chance.choice(faults) if chance.random() < share else "ok" for _ in range(1_000)])

    def reset(self):
        """Forgets all that was, and lets go of who still waits."""
        with self._lock:
            self._over.set()
            self._over = threading.Event()
            self.requests, self.headers, self.complaints, self.most_inside = [], [], [], 0
        self.plays()

    def next(self):
        with self._lock:
            return self._plan.pop(0) if self._plan else self._always

    def enter(self, request, headers):
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
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


class ProviderHandler(BaseHTTPRequestHandler):
    """Plays for one connection. What is particular to an interface is said by those that inherit:
    `read_order`, `fail`, `deliver` and `success`."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    @property
    def provider(self):
        return self.server.provider

    def do_POST(self):
        order = self.read_order()
        if order is None:
            return
        provider = self.provider
        provider.enter(order, dict(self.headers))
        try:
            if provider.delay:
                provider.wait(threading.Event(), provider.delay)
            getattr(self, "play_" + provider.next())(order)
        finally:
            provider.leave()

    def read_json(self):
        """The body of the request; complains and answers with `None` if it is no JSON."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            return self.object(400, f"Content-Type {self.headers.get('Content-Type')}")
        try:
            return json.loads(body)
        except ValueError:
            return self.object(400, "The body of the request is no JSON.")

    def object(self, status, text):
        """Refuses what the real one would refuse, and lets the test know."""
        self.provider.complain(text)
        self.fail(status, text)

    @property
    def number(self):
        return f"{len(self.provider.requests):06}"

    def reply(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (self.usual_headers() | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def usual_headers(self):
        return {}

    def deliver(self, picture, order):
        """Answers with a picture."""
        self.reply(200, self.success(base64.b64encode(picture).decode(), order))

    def picture(self, order):
        """The picture that was ordered, as a good model makes it."""
        return CLEAR

    def head(self, length):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def hang_up(self):
        """Ends the connection, so that whoever listens notices."""
        self.close_connection = True
        self.wfile.flush()

    # What it can do.

    def play_ok(self, order):
        self.deliver(self.picture(order), order)

    def play_gated(self, order):
        """Delivers once the test opens the gate."""
        self.provider.wait(self.provider.gate, 60)
        self.play_ok(order)

    def play_gated_error_500(self, order):
        """Fails once the test opens the gate."""
        self.provider.wait(self.provider.gate, 60)
        self.play_error_500(order)

    def play_late(self, order):
        """Delivers when nobody waits any more."""
        self.provider.wait(threading.Event(), 6)
        self.play_ok(order)

    def play_error_500(self, order):
        self.fail(500, "The server had an error while processing your request, canary-provider-text.")

    def play_error_503(self, order):
        self.fail(503, "The model is overloaded.")

    def play_error_429(self, order):
        self.fail(429, "Rate limit reached.")

    def play_error_401(self, order):
        self.fail(401, f"Incorrect API key provided: {self.provider.key}")

    def play_hang(self, order):
        self.provider.wait(threading.Event(), 60)
        self.hang_up()

    def play_drip(self, order):
        """Sends the head at once, and then a byte now and then."""
        self.head(100_000)
        for _ in range(600):
            self.wfile.write(b" ")
            self.provider.wait(threading.Event(), 0.1)

    def play_cut(self, order):
        """Hangs up in the middle of the body."""
        text = self.success(base64.b64encode(CLEAR).decode(), order)
        self.head(len(text))
        self.wfile.write(text[: len(text) // 2])
        self.hang_up()

    def play_silent(self, order):
        """Hangs up without a word."""
        self.hang_up()

    def play_not_json(self, order):
        self.reply(200, b"<html>502 Bad Gateway</html>", kind="text/html")

    def play_wrong_json(self, order):
        self.reply(200, b'{"created": 1, "images": [], "candidates": 7, "predictions": "none", "data": {}}')

    def play_redirect(self, order):
        self.reply(307, b"", Location=f"{self.provider.address}/elsewhere")

    def play_huge(self, order):
        """A body that has no end worth waiting for."""
        self.head(400 * MEGABYTE)
        block = b" " * MEGABYTE
        for _ in range(400):
            self.wfile.write(block)

    def play_no_base64(self, order):
        self.reply(200, self.success("%%%", order))

    def play_no_png(self, order):
        self.deliver(b"GIF89a" + bytes(5000), order)

    def play_tiny_png(self, order):
        self.deliver(png.flat(64), order)

    def play_empty_picture(self, order):
        self.deliver(b"", order)

    def play_cut_png(self, order):
        self.deliver(CLEAR[: len(CLEAR) // 2], order)

    def play_broken_png(self, order):
        """A PNG whose pixels were damaged on the way: its checksums tell."""
        middle = len(CLEAR) // 2
        self.deliver(CLEAR[:middle] + bytes([CLEAR[middle] ^ 255]) + CLEAR[middle + 1 :], order)

    def play_bomb(self, order):
        """14,000 × 14,000 pixels of one colour: a small file of 784 MB."""
        self.deliver(bomb(), order)

    def play_chunk_bomb(self, order):
        """A sound picture among chunks that swell to gigabytes when they are read. It may be delivered: what
        counts is that they are not."""
        self.deliver(chunk_bomb(), order)

    def play_short_pixels(self, order):
        """A PNG that is whole by its checksums, and has fewer pixels than it says."""
        header = struct.pack(">IIBBBBB", 1024, 1024, 8, 6, 0, 0, 0)
        self.deliver(png.file(header, zlib.compress(bytes(1000))), order)

    def play_oblong(self, order):
        """A picture of a shape from which no square can be made."""
        header = struct.pack(">IIBBBBB", 2600, 520, 8, 6, 0, 0, 0)
        self.deliver(png.file(header, zlib.compress(bytes((2600 * 4 + 1) * 520))), order)


@functools.cache
def bomb():
    header = struct.pack(">IIBBBBB", 14_000, 14_000, 8, 6, 0, 0, 0)
    packer, row = zlib.compressobj(1), bytes(14_000 * 4 + 1)
    return png.file(header, b"".join(packer.compress(row) for _ in range(14_000)) + packer.flush())


@functools.cache
def chunk_bomb():
    swollen = zlib.compress(bytes(300 * MEGABYTE), 1)
    extra = png.chunk(b"iCCP", b"x\0\0" + swollen) + png.chunk(b"zTXt", b"a\0\0" + swollen) * 3
    extra += png.chunk(b"tEXt", b"a\0canary-of-a-provider") * 50_000
    return CLEAR[:33] + extra + CLEAR[33:]

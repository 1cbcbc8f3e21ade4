"""A proxy before an object storage that plays the faults of networks and of storages, and remembers what passed."""

import http.client
import socket
import struct
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW_DOWN = (
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code>'
    b"<Message>Please reduce your request rate.</Message><RequestId>canary-request</RequestId></Error>"
)


@dataclass
class Passed:
    """A request that came by."""

    method: str
    path: str
    headers: dict
    body: bytes
    fault: str


class FaultyProxy:
    """Passes requests on, after as many faults as the plan has; each fault is for one request."""

    def __init__(self, port):
        self.upstream = port
        self.requests = []
        self._plan, self._always = [], "pass"
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.proxy = self
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def plays(self, *plan, always="pass"):
        with self._lock:
            self._plan, self._always = list(plan), always
            self.requests.clear()

    def next(self, request):
        with self._lock:
            request.fault = self._plan.pop(0) if self._plan else self._always
            self.requests.append(request)
            return request.fault

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Passed(self.command, self.path, dict(self.headers.items()), body, "")
        getattr(self, "play_" + self.server.proxy.next(request))(request)

    do_GET = do_PUT = do_HEAD = do_DELETE = handle_any

    def play_pass(self, request):
        self.send(*self.ask(request))

    def play_slow(self, request):
        time.sleep(1.5)
        self.play_pass(request)

    def play_hang(self, request):
        time.sleep(30)
        self.close_connection = True

    def play_error_500(self, request):
        self.send(500, [], b"")

    def play_error_503(self, request):
        self.send(503, [("Content-Type", "application/xml")], SLOW_DOWN)

    def play_forbidden(self, request):
        """Repeats what it was sent, as no storage should."""
        text = f"<Error><Code>AccessDenied</Code><Message>No: {request.headers}</Message></Error>"
        self.send(403, [("Content-Type", "application/xml")], text.encode())

    def play_reset(self, request):
        """Ends the connection at once, before the storage has heard of the request."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def play_lost_answer(self, request):
        """The storage does it, and nobody hears."""
        self.ask(request)
        self.play_reset(request)

    def play_cut(self, request):
        """Ends the connection in the middle of the answer."""
        status, headers, body = self.ask(request)
        self.send(status, headers, body, cut_at=len(body) // 2)
        self.close_connection = True

    def ask(self, request):
        link = http.client.HTTPConnection("127.0.0.1", self.server.proxy.upstream, timeout=30)
        # The host is what was signed, so it has to stay.
        link.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            link.putheader(name, value)
        link.endheaders(request.body)
        answer = link.getresponse()
        body = answer.read()
        skipped = {"connection", "transfer-encoding", "date", "server"} | ({"content-length"} if body else set())
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in skipped]
        link.close()
        return answer.status, headers, body

    def send(self, status, headers, body, cut_at=None):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if cut_at is None else body[:cut_at])

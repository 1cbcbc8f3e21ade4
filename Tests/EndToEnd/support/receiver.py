"""A receiver of webhooks, which plays well and badly by plan."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support.waiting import eventually


@dataclass
class Received:
    """A request as it came."""

    path: str
    headers: dict
    body: bytes

    @property
    def id(self):
        return self.headers["webhook-id"]


class Receiver:
    """Listens on a free port of this machine and writes down whatever comes."""

    def __init__(self):
        self.received = []
        self.plan = []
        self.inside = 0
        self.most_inside = 0
        self.gate = threading.Event()
        self.gate.set()
        self.lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.receiver = self
        self.port = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def plays(self, *plan):
        """Answers with each status once, or a status and headers, and then with 204."""
        self.plan = list(plan)

    def holds(self):
        """Answers nothing until `lets_go`."""
        self.gate.clear()

    def lets_go(self):
        self.gate.set()

    def waits_for(self, count, within=20.0):
        """The requests, once there are so many."""
        return eventually(
            lambda: len(self.received) >= count and list(self.received), f"{count} webhooks at {self.url}", within)

    def close(self):
        self.gate.set()
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with receiver.lock:
            receiver.received.append(Received(self.path, headers, body))
            play = receiver.plan.pop(0) if receiver.plan else 204
            receiver.inside += 1
            receiver.most_inside = max(receiver.most_inside, receiver.inside)
        receiver.gate.wait(30)
        with receiver.lock:
            receiver.inside -= 1
        status, extra = play if isinstance(play, tuple) else (play, {})
        text = b"" if status == 204 else b"status %d" % status
        self.send_response(status)
        for name, value in extra.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        try:
            self.wfile.write(text)
        except OSError:
            pass

    def log_message(self, *arguments):
        pass

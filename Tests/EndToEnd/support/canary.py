"""A listener that nobody may come to."""

import socket
import threading


class Canary:
    """Counts who connects to it, and says nothing to them."""

    def __init__(self):
        self.visits = 0
        self._listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self):
        self._listener.close()

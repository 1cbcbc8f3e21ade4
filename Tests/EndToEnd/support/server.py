"""A started server process."""

import re
import signal
import subprocess

from support.cli import Cli, binary, environment
from support.waiting import eventually

LISTENING = re.compile(r"^listening on (http://\S+)$", re.MULTILINE)
# What a log says of a server that came down rather than stopped.
CRASH = re.compile(r"Fatal error|Precondition failed|Crash|SIGILL|SIGTRAP|SIGSEGV", re.IGNORECASE)


class Server:
    """`scrip serve` on a free port of this machine."""

    def __init__(self, folder, data, settings=None, flags=()):
        self.folder, self.data = folder, data
        self.settings = {"SCRIP_DATA_DIRECTORY": data} | (settings or {})
        self.flags = [str(flag) for flag in flags]
        self.cli = Cli(data, folder, settings)
        self.under = lambda: []  # Words to put before the binary, such as those of a tracer.
        self.are_books_damaged = False
        self.runs = 0
        self.process = None

    def start(self, within=20.0):
        """Starts it, and returns once it says that it is listening."""
        self.runs += 1
        self.out_path = self.folder / f"stdout-{self.runs}.txt"
        self.err_path = self.folder / f"stderr-{self.runs}.txt"
        with open(self.out_path, "wb") as out, open(self.err_path, "wb") as err:
            self.process = subprocess.Popen(
                [*self.under(), binary(), "serve", "--port", "0", *self.flags], cwd=self.folder, stdout=out, stderr=err,
                stdin=subprocess.DEVNULL, env=environment(self.settings), start_new_session=True,
            )
        eventually(self._has_spoken, f"the server to listen; its log is {self.err_path}", within)
        return self

    def _has_spoken(self):
        match = LISTENING.search(self.out_path.read_text())
        if match:
            self.url = match[1]
            self.host, port = self.url.removeprefix("http://").rsplit(":", 1)
            self.port = int(port)
            return True
        status = self.process.poll()
        assert status is None, f"The server ended with status {status} before it listened:\n{self.log()}"
        return False

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def log(self):
        """What it has said on standard error since it was last started."""
        return self.err_path.read_text(errors="replace")

    def logged(self, text, within=5.0):
        """The lines of the log that contain `text`; waits for the first."""
        found = lambda: [line for line in self.log().splitlines() if text in line]
        return eventually(found, f"{text!r} in the log {self.err_path}", within)

    def stop(self, within=20.0):
        """Stops it as an init system does, and sees that it ends well."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{within} s after SIGTERM the server still ran:\n{self.log()[-4000:]}") from None
        assert status == 0, f"After SIGTERM the server ended with status {status}:\n{self.log()[-4000:]}"

    def kill(self):
        """Ends it as a loss of power would."""
        self.process.kill()
        self.process.wait(10)

    def restart(self):
        if self.is_running:
            self.stop()
        return self.start()

    def close(self):
        """Stops it if it runs, and fails if it crashed or its books do not balance."""
        try:
            if self.is_running:
                self.stop()
        finally:
            if self.is_running:
                self.kill()
        for path in sorted(self.folder.glob("stderr-*.txt")):
            crash = CRASH.search(path.read_text(errors="replace"))
            assert not crash, f"The server crashed ({crash[0]}); see {path}"
        if not self.are_books_damaged and not self.cli.is_settled and (self.data / "scrip.sqlite").exists():
            outcome = self.cli.run("verify")
            assert outcome.status == 0, f"After the test the books do not balance:\n{outcome}"

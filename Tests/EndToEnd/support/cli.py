"""The command line, as an owner types it or a script calls it."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

# What a person should never be shown: types, cases and addresses of the program's inside.
SWIFT_DUMP = re.compile(
    r"Optional\(|Fatal error|DecodingError|codingPath|Swift\.|GRDB|DatabaseError|SQLFailure|StoreFailure|NIOCore"
    r"|StackTrace|0x[0-9a-f]{8}|\(\w+: \"|__C\.|errno: \d"
)


STARTED_IN = Path.cwd()


class NoBinary(Exception):
    """There is nothing to test."""


def binary():
    """The binary under test, which SCRIP_BINARY names, relative to where pytest was started."""
    named = os.environ.get("SCRIP_BINARY")
    if not named:
        raise NoBinary("Set SCRIP_BINARY to the binary under test, such as .build/debug/scrip.")
    path = (STARTED_IN / named).resolve()
    if not os.access(path, os.X_OK):
        raise NoBinary(f"SCRIP_BINARY names {path}, which is not there or cannot be run. Build it first.")
    return str(path)


def environment(settings):
    """This process's environment without settings of Scrip's own, and with those given."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SCRIP_")}
    return ours | {name: str(value) for name, value in settings.items()}


@dataclass
class Outcome:
    """What a command did."""

    command: str
    status: int
    out: str
    err: str

    def __str__(self):
        return f"$ scrip {self.command}\nstatus {self.status}\nstdout: {self.out}\nstderr: {self.err}"

    @property
    def line(self):
        """The one line on standard error, without its label."""
        return self.err.strip().removeprefix("Error: ")


class Cli:
    """Commands on one data folder."""

    def __init__(self, data, folder, settings=None):
        self.data = Path(data)
        self.folder = Path(folder)
        self.settings = {"SCRIP_DATA_DIRECTORY": self.data} | (settings or {})
        self.under = lambda: []  # Words to put before the binary, such as those of a tracer.
        self.is_settled = False

    def run(self, *words, settings=None, within=20):
        """Runs a command to its end, whatever that is."""
        words = [str(word) for word in words]
        try:
            done = subprocess.run(
                [*self.under(), binary(), *words], cwd=self.folder, env=environment(self.settings | (settings or {})),
                capture_output=True, timeout=within, stdin=subprocess.DEVNULL, check=False,
            )
        except subprocess.TimeoutExpired as late:
            told = f"stdout: {late.stdout}\nstderr: {late.stderr}"
            raise AssertionError(
                f"After {within} s this still ran: scrip {' '.join(words)} {settings or ''}\n{told}") from None
        return Outcome(" ".join(words), done.returncode, done.stdout.decode(), done.stderr.decode())

    def ok(self, *words, **keywords):
        """What a command prints that has to succeed."""
        outcome = self.run(*words, **keywords)
        assert outcome.status == 0, f"This command should have succeeded:\n{outcome}"
        return outcome.out

    def json(self, *words, **keywords):
        """What a command prints with --json: one object on one line."""
        text = self.ok(*words, "--json", **keywords)
        assert text.endswith("\n") and text.count("\n") == 1, f"Not one line of JSON: {text!r}"
        value = json.loads(text)
        assert isinstance(value, dict), f"Not one JSON object: {text!r}"
        return value

    def refused(self, *words, **keywords):
        """The one clear line of a command that has to be refused with status 1."""
        return plain_refusal(self.run(*words, **keywords))

    def misused(self, *words):
        """What a command says that was typed wrongly: status 64, and nothing on standard output."""
        outcome = self.run(*words)
        assert outcome.status == 64, f"Wrong usage should end with status 64:\n{outcome}"
        assert outcome.out == "", f"Only data belongs on standard output:\n{outcome}"
        assert not SWIFT_DUMP.search(outcome.err), f"The inside of the program shows:\n{outcome}"
        return outcome.err

    def account(self, email, **credits):
        """A new account with so many credits by pool; nothing else."""
        granted = [(pool, amount) for pool, amount in credits.items() if amount] or [("app", 0)]
        pool, amount = granted[0]
        account = self.json("account", "create", "--email", email, "--grant", amount, "--pool", pool)["id"]
        for pool, amount in granted[1:]:
            self.ok("grant", account, amount, "--pool", pool)
        return account

    def token(self, account):
        return self.json("account", "token", account)["token"]

    def key(self, account):
        return self.json("key", "create", "--account", account)["key"]

    def journal(self, account=None):
        """The entries of the journal, the oldest first."""
        words = ["journal"] + ([account] if account else []) + ["--format", "ndjson"]
        return [json.loads(line) for line in self.ok(*words).splitlines()]

    def balance(self, account, pool="app"):
        return self.json("account", "show", account)["balances"][pool]


def plain_refusal(outcome):
    """The one clear line of a command that ended with status 1."""
    assert outcome.status == 1, f"This command should have been refused with status 1:\n{outcome}"
    assert outcome.out == "", f"A refusal belongs on standard error:\n{outcome}"
    lines = outcome.err.splitlines()
    assert len(lines) == 1, f"A refusal should be one line:\n{outcome}"
    assert not SWIFT_DUMP.search(outcome.err), f"The inside of the program shows:\n{outcome}"
    assert len(outcome.line) > 15 and outcome.line.endswith("."), f"A refusal should be a sentence:\n{outcome}"
    return outcome.line

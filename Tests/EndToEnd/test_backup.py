"""A backup that is taken while a load runs, and what is restored from it, by the commands of the operating guide."""

import os
import re
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

from support.books import settled
from support.burst import click, tally, together
from support.cli import Cli, binary
from support.client import fetch
from support.waiting import eventually

GUIDE = Path(__file__).parents[2] / "docs" / "operating.md"


def commands(heading):
    """The commands that the guide gives under a heading."""
    section = re.split(r"^## ", GUIDE.read_text(), flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(heading + "\n")]
    found = re.findall(r"^    (\S.*)$", text, flags=re.MULTILINE)
    assert len(found) > 2, f"There should be commands under {heading} of {GUIDE}"
    return found


class Shell:
    """Runs the guide's commands, its folders being those of the test."""

    def __init__(self, folder, data):
        self.places = {
            "/var/lib/scrip": data, "/srv/scrip": folder / "restored", "/backup": folder / "backup",
            "/safe": folder / "safe",
        }
        for name in ("backup", "safe", "bin"):
            (folder / name).mkdir()
        (folder / "bin" / "scrip").symlink_to(binary())
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        self.environment = {"PATH": path, "HOME": str(folder)}
        self.folder = folder

    def run(self, command):
        for name, place in self.places.items():
            command = re.sub(rf"(?<=\s){name}(?=/|\s|$)", str(place), command)
        assert "/srv" not in command and "/var" not in command.replace(str(self.folder), ""), command
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, f"$ {command}\n{done.stdout.decode()}{done.stderr.decode()}"
        return done.stdout.decode()


class Load:
    """Clicks of several customers, burst after burst, until it is told to stop."""

    def __init__(self, site, buyers):
        self.site, self.buyers = site, buyers
        self.answers = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._keep_at)

    def _keep_at(self):
        while not self.stopping.is_set():
            self.answers += together(self.site, [click(buyer) for buyer in self.buyers] * 4)

    def __enter__(self):
        self.thread.start()
        eventually(lambda: len(self.answers) > 20, "the load to be under way")
        return self

    def __exit__(self, *_):
        more = len(self.answers) + 10
        eventually(lambda: len(self.answers) > more, "the load to go on after the backup")
        self.stopping.set()
        self.thread.join()


def test_a_backup_taken_under_load_is_restored_and_served(server, customer, provider, tmp_path):
    # What is in the making during the backup is resolved when this lease ends, by the server on the copy.
    site = server(SCRIP_GENERATION_LEASE=2, **provider.settings)
    buyers = [customer(site, app=2_000), customer(site, api=2_000)]
    early = [buyer.click(key="before-the-backup").json() for buyer in buyers]
    provider.plays(delay=0.05)
    shell = Shell(tmp_path, site.data)
    with Load(site, buyers) as load:
        for command in commands("Backups"):
            shell.run(command)
    assert set(tally(load.answers)) == {200}, tally(load.answers)
    whole = site.cli.journal()
    site.stop()

    *steps, serve = commands("Restoring")
    for command in steps:
        out = shell.run(command)
    assert serve == "scrip serve --data-directory /srv/scrip" and "0 faults" in out, "verify comes ahead of serve"
    restored = tmp_path / "restored"
    kept = Cli(restored, tmp_path).journal()
    assert len(early) * 3 < len(kept) < len(whole) and kept == whole[: len(kept)], "It is the journal of one moment"
    assert (restored / "secret.key").stat().st_mode & 0o077 == 0

    copy = server(data=restored, **provider.settings)
    eventually(
        lambda: all(balances[pool]["held"] == 0 for balances in settled(copy.cli).values() for pool in balances),
        "what was in the making to be resolved", within=20)
    for buyer, first in zip(buyers, early):
        now = replace(buyer, server=copy)
        balance, history = now.balance(), now.history()
        delivered = [item for item in history if item["status"] == "succeeded"]
        assert balance["issued"] == 2_000 and balance["spent"] == len(delivered) > 1, balance
        assert balance["available"] == 2_000 - len(delivered), balance
        for item in delivered:
            assert fetch(copy, item["image"]), "Every picture that was paid for is there"
        again = now.click(key="before-the-backup")
        assert again.headers["idempotent-replayed"] == "true" and again.json()["id"] == first["id"]
        assert copy.cli.json("receipt", first["id"])["status"] == "delivered"
        # Another look: a request like the one that the old server never answered would be given that picture.
        other = now.picture(hairColor="blue")
        assert other["credits_remaining"] == balance["available"] - 1, "The same credential works"
    settled(copy.cli)

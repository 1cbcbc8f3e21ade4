"""strace: watches the system calls of a process, makes them fail, and ends a process at one of them."""

import functools
import os
import re
import shutil
import signal
import subprocess
import threading
from contextlib import contextmanager

import pytest

SYNCS = "fdatasync,fsync"
SYNC = re.compile(r"^(\d+) +(?:fdatasync|fsync)\(")
STOPPED = re.compile(r"^(\d+) +--- stopped by SIGSTOP ---")


@functools.cache
def why_not():
    """Why nothing can be traced here; `None` if it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    trial = ["strace", "-D", "-f", "-o", os.devnull, "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "true"]
    if subprocess.run(trial, capture_output=True, check=False).returncode != 0:
        return "ptrace is not permitted"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            with attached(sleeper.pid, ["-e", "trace=fsync"]):
                return None
        except NotAttached as problem:
            return f"a running process may not be traced ({problem})"
        finally:
            sleeper.kill()


def needed(what):
    """Marks tests that need strace; where there is none, the report says loudly what was not tried."""
    return pytest.mark.skipif(why_not() is not None, reason=f"NOT TRIED, {what}: {why_not()}")


class NotAttached(Exception):
    """strace could not get at a process."""


@contextmanager
def attached(pid, options):
    """While inside, strace with these options is at a running process and all of its threads."""
    words = ["strace", "-f", "-p", str(pid), "-o", os.devnull, *options]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            said = tracer.stderr.readline()
            if "attached" not in said:
                raise NotAttached(said.strip())
            yield
        finally:
            tracer.terminate()


@contextmanager
def failing(server, rule, path=None):
    """While inside, system calls of a running server fail by a rule, such as `fdatasync:error=EIO`: all, or
    those on the file at `path`."""
    only = ["-P", os.path.realpath(path)] if path else []
    with attached(server.process.pid, ["-e", f"trace={rule.split(':')[0]}", "-e", f"inject={rule}", *only]):
        yield


def failing_from_the_start(rule):
    """Words to put before a command that is to run with system calls that fail by a rule."""
    return ["strace", "-D", "-f", "-o", os.devnull, "-e", f"trace={rule.split(':')[0]}", "-e", f"inject={rule}"]


class SyncPoints:
    """Counts the syncs of all processes that are started under it, and kills the one that comes to the last.

    strace's own `when=N` counts for each thread by itself. So here every sync stops its process as it ends; this
    process counts it, and lets it go on or kills it. For a killed process it makes no difference whether the sync took
    place: what it has written is in the system's hands either way.
    """

    def __init__(self, folder, last=None):
        self.folder, self.last = folder, last
        self.count = 0
        self.has_killed = False
        self._starts = 0
        self._lock = threading.Lock()

    def prefix(self):
        """Words to put before the next command."""
        self._starts += 1
        pipe = self.folder / f"syncs-{self._starts}"
        os.mkfifo(pipe)
        threading.Thread(target=self._follow, args=(pipe,), daemon=True).start()
        return [
            "strace", "-D", "-f", "-o", str(pipe), "-e", f"trace={SYNCS}", "-e", f"inject={SYNCS}:signal=SIGSTOP",
        ]

    def _follow(self, pipe):
        syncing = set()
        with open(pipe, errors="replace") as lines:
            for line in lines:
                if match := SYNC.match(line):
                    syncing.add(match[1])
                    self._come_to_a_sync(int(match[1]))
                elif (match := STOPPED.match(line)) and match[1] in syncing:
                    syncing.remove(match[1])
                    send(int(match[1]), signal.SIGCONT)

    def _come_to_a_sync(self, thread):
        with self._lock:
            if self.has_killed:
                return
            self.count += 1
            if self.count == self.last:
                self.has_killed = True
                send(thread, signal.SIGKILL)


def send(process, signal_number):
    """Sends a signal to the process of a thread, if it is still there."""
    try:
        os.kill(process, signal_number)
    except ProcessLookupError:
        pass

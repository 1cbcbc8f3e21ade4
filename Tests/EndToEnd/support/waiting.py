"""Waiting for something to become true, rather than for time to pass."""

import time


def eventually(look, what, within=10.0):
    """The first true value that `look` gives; fails, saying what was waited for, if there is none."""
    deadline = time.monotonic() + within
    pause = 0.01
    while True:
        value = look()
        if value:
            return value
        assert time.monotonic() < deadline, f"Waited {within} s in vain for {what}; last seen: {value!r}"
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)

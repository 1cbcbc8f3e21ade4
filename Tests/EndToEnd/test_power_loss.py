"""A loss of power at any moment: what was acknowledged is on disk, and what lies there is whole."""

import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import power_loss, strace
from support.server import Server
from support.story import Story

pytestmark = strace.needed("loss of power")

# How many losses of power are tried, evenly spread; `make crash` tries each moment.
SAMPLE = os.environ.get("POWER_LOSSES", "15")
WAYS = ("nothing", "torn", "everything")


def record(folder):
    """Tells the story, a checkpoint and a restart included; answers with it and with its system calls."""
    data = folder / "data"
    data.mkdir(parents=True)
    site = Server(folder, data, Story.settings)
    traces = []

    def recorder():
        traces.append(folder / f"calls-{len(traces)}")
        return power_loss.recorder(traces[-1])

    site.under = site.cli.under = recorder
    story = Story(site)
    site.start()
    story.tell()
    site.restart()
    story.tell_after_restart()
    site.stop()
    return story, power_loss.recorded(traces)


def moments(story, calls, but=None):
    """Replays the calls, and yields the disk after each that changed it or synced, with the time of the next call:
    what was answered before that was answered before the power was lost."""
    disk = power_loss.StrictDisk(story.site.data, but)
    nexts = [call.moment for call in calls[1:]] + [float("inf")]
    for call, end in zip(calls, nexts):
        if disk.take(call):
            yield disk, end


def tried(story, disk, end, way, seed, folder):
    """Leaves a disk as a loss of power would, and starts a server on it in a while: what is wrong then."""
    survives = power_loss.torn(random.Random(seed)) if way == "torn" else getattr(power_loss, way)
    folder.mkdir()
    disk.leave(folder / "data", survives)
    known = {name: value for name, value in story.known.items() if story.moments[name] <= end}

    def outcome():
        site = Server(folder, folder / "data", Story.settings)
        try:
            site.start()
            Story(site, known).check()
            site.stop()
        except AssertionError as fault:
            return f"{folder.name}, acknowledged were {sorted(known)}; look at {folder}: {fault}"
        finally:
            if site.is_running:
                site.kill()
        shutil.rmtree(folder)
        return None

    return outcome


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return record(tmp_path_factory.mktemp("recorded"))


def test_a_loss_of_power_takes_nothing_that_was_acknowledged(recording, tmp_path, figure):
    story, calls = recording
    total = sum(1 for _ in moments(story, calls))
    assert total > 300, f"Of the story {total} changes and syncs were recorded: too few"
    count = total if SAMPLE == "all" else min(total, int(SAMPLE))
    chosen = {round(number * (total - 1) / max(1, count - 1)) for number in range(count)}
    seed = random.randrange(1_000_000)
    with ThreadPoolExecutor(3) as workers:
        tries = []
        for number, (disk, end) in enumerate(moments(story, calls)):
            if number in chosen:
                way = WAYS[(seed + len(tries)) % len(WAYS)]
                place = tmp_path / f"after-{number}-{way}"
                tries.append(workers.submit(tried(story, disk, end, way, seed + number, place)))
        faults = [fault for fault in (each.result() for each in tries) if fault]
    figure("loss of power", f"{len(tries)} of {total} moments tried, {len(faults)} violations")
    assert not faults, f"seed {seed}\n\n" + "\n\n".join(faults)


def test_a_log_that_was_not_synced_would_be_found_out(recording, tmp_path):
    """The canary: on a disk that forgets the syncs of the log, what was acknowledged last is missing."""
    story, calls = recording
    for disk, end in moments(story, calls, but="-wal"):
        if end > story.moments["last"]:
            fault = tried(story, disk, end, "nothing", 0, tmp_path / "forgetful")()
            assert fault and "was acknowledged" in fault, f"A lost commit was not noticed: {fault}"
            return
    raise AssertionError("The recording ends before the story does")

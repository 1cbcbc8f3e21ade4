"""kill -9 at every point at which a process waits for the disk: what was acknowledged is there, and nothing twice."""

import os
from concurrent.futures import ThreadPoolExecutor

from support import strace
from support.server import Server
from support.story import Interrupted, Story

pytestmark = strace.needed("kill -9 at the sync points")

# How many of the sync points are tried, evenly spread; `make crash` tries all.
SAMPLE = os.environ.get("SYNC_POINTS", "8")


def site_for(folder):
    folder.mkdir()
    return Server(folder, folder / "data", Story.settings)


def killed_at(point, folder):
    """Tells the story up to a sync point, kills the process that is there and then the server, starts again, and
    sees that all is well. Answers with the syncs that there were."""
    site = site_for(folder)
    story = Story(site)
    syncs = strace.SyncPoints(folder, last=point)
    site.under = site.cli.under = syncs.prefix
    try:
        tell_until_killed(lambda: whole(story), site, syncs)
        site.under = site.cli.under = lambda: []
        site.start()
        story.check()
        story.tell()
        story.check_end()
        site.stop()
    finally:
        if site.is_running:
            site.kill()
    return syncs.count


def whole(story):
    story.site.start()
    story.tell()
    story.check_end()
    story.site.stop()


def tell_until_killed(work, site, syncs):
    """Does work in which some process may be killed; then kills the server too, if it was another one."""
    try:
        work()
    except Interrupted:
        assert syncs.has_killed, f"A process ended, and not because it was killed:\n{site.log()}"
    except AssertionError:
        # The server was killed before it listened, or while it stopped.
        if not syncs.has_killed:
            raise
    if site.is_running:
        site.kill()


def killed_at_the_start(point, folder):
    """Kills the first start at a sync point, starts again, and sees that all is well."""
    site = site_for(folder)
    syncs = strace.SyncPoints(folder, last=point)
    site.under = syncs.prefix
    try:
        tell_until_killed(site.start, site, syncs)
        site.under = lambda: []
        site.start()
        Story(site).check()
        site.stop()
    finally:
        if site.is_running:
            site.kill()
    return syncs.count


def faults_of(kill, points, folder):
    """What went wrong after a kill at each of several points; several are tried at once."""

    def outcome(point):
        try:
            kill(point, folder / f"at-{point}")
        except AssertionError as fault:
            return f"Killed at sync point {point} ({folder}/at-{point}): {fault}"
        return None

    with ThreadPoolExecutor(3) as workers:
        return [fault for fault in workers.map(outcome, points) if fault]


def test_killed_at_a_sync_point_it_keeps_what_it_acknowledged_and_doubles_nothing(tmp_path, figure):
    total = killed_at(None, tmp_path / "whole")
    assert total >= 25, f"The story has {total} sync points: too few for commits that wait for the disk"
    tries = total if SAMPLE == "all" else min(total, int(SAMPLE))
    points = sorted({1 + round(number * (total - 1) / max(1, tries - 1)) for number in range(tries)})
    faults = faults_of(killed_at, points, tmp_path)
    figure("kill -9 at sync points", f"{len(points)} of {total} tried, {len(faults)} violations")
    assert not faults, "\n\n".join(faults)


def test_a_first_start_that_is_killed_at_a_sync_point_is_made_up_for_by_the_next(tmp_path, figure):
    total = killed_at_the_start(None, tmp_path / "whole")
    faults = faults_of(killed_at_the_start, range(1, total + 1), tmp_path)
    figure("kill -9 at sync points of the first start", f"{total} of {total} tried, {len(faults)} violations")
    assert not faults, "\n\n".join(faults)

"""Servers that died at a given moment, as their data shows it afterwards."""

import sqlite3
from contextlib import closing


def undo_capture(site, charged=1):
    """Makes the one charge of a server that is not running one that was about to be captured by a worker now gone."""
    with closing(sqlite3.connect(site.data / "scrip.sqlite")) as books:
        books.execute("DROP TRIGGER entries_are_never_dropped")
        assert books.execute("DELETE FROM entries WHERE kind = 3").rowcount == 1
        books.execute(
            "UPDATE charges SET state = 'held', captured = 0, work_result = NULL, worker = 'gone', leased_until = 1,"
            " resolved_sequence = NULL, resolved_at = NULL")
        books.execute(
            "UPDATE balances SET held = ?, spent = 0, holds_in_flight = 1, sequence = sequence - 1,"
            " updated_at = (SELECT max(at) FROM entries) WHERE spent = ?", (charged, charged))
        books.commit()

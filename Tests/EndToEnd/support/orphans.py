"""Servers that died at a given moment, as their data shows it afterwards."""

import sqlite3
from contextlib import closing


def undo_capture(site):
    """Makes the last charge of a server that is not running one that was about to be captured by a worker now gone."""
    with closing(sqlite3.connect(site.data / "scrip.sqlite")) as books:
        for trigger in ("entries_are_never_dropped", "seals_are_never_dropped"):
            books.execute(f"DROP TRIGGER {trigger}")
        last, kind, id, balance = books.execute(
            "SELECT position, kind, charge, balance FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        assert kind == 3, "The last that happened was a capture"
        books.execute("DELETE FROM entries WHERE position = ?", (last,))
        books.execute("DELETE FROM seals WHERE last >= ?", (last,))
        books.execute("UPDATE charges SET state = 2, cost = amount, resolved = opened, lease = ? WHERE id = ?", (last, id))
        books.execute("INSERT INTO leases VALUES (?, 'gone', 1, ?, ?, 1)", (last, id, id))
        books.execute(
            "UPDATE balances SET held = (SELECT amount FROM charges WHERE id = ?1), holds_in_flight = 1,"
            " spent = spent - (SELECT amount FROM charges WHERE id = ?1), sequence = sequence - 1,"
            " last_entry = (SELECT max(position) FROM entries WHERE balance = ?2),"
            " last_anchor = min(last_anchor, (SELECT max(position) FROM entries WHERE balance = ?2)),"
            " updated_at = (SELECT max(at) FROM entries WHERE balance = ?2) WHERE id = ?2", (id, balance))
        books.commit()

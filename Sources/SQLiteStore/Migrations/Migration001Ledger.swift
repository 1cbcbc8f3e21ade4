/// The ledger's tables.
///
/// Rows name a balance by its number, so that the hot path writes small integers. Entries stand in
/// the order of their arrival. What the rules promise, the constraints demand once more. Alternatives stand as
/// `OR`: for `IN` with three values or more SQLite builds a tree each time, which costs more than all the
/// rest of a row.
let migration001Ledger = """
    CREATE TABLE balances (
        id              INTEGER PRIMARY KEY,
        account         BLOB    NOT NULL CHECK (length(account) = 16),
        pool            TEXT    NOT NULL CHECK (length(pool) BETWEEN 1 AND 32),
        available       INTEGER NOT NULL CHECK (available >= 0),
        held            INTEGER NOT NULL CHECK (held >= 0),
        spent           INTEGER NOT NULL CHECK (spent >= 0),
        expired         INTEGER NOT NULL CHECK (expired >= 0),
        revoked         INTEGER NOT NULL CHECK (revoked >= 0),
        debt            INTEGER NOT NULL CHECK (debt >= 0),
        is_closed       INTEGER NOT NULL CHECK (is_closed IN (0, 1)),
        holds_in_flight INTEGER NOT NULL CHECK (holds_in_flight >= 0),
        sequence        INTEGER NOT NULL CHECK (sequence >= 1),
        updated_at      INTEGER NOT NULL,
        UNIQUE (account, pool),
        CHECK ((holds_in_flight = 0) = (held = 0)),
        CHECK (is_closed = 0 OR available = 0)
    ) STRICT;

    CREATE TABLE grants (
        id          INTEGER PRIMARY KEY,
        balance     INTEGER NOT NULL REFERENCES balances (id),
        reference   TEXT    NOT NULL CHECK (length(reference) BETWEEN 1 AND 255),
        amount      INTEGER NOT NULL CHECK (amount > 0),
        source      TEXT    NOT NULL,
        priority    INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 100),
        expires_at  INTEGER,
        grace_until INTEGER,
        created_at  INTEGER NOT NULL,
        remaining   INTEGER NOT NULL CHECK (remaining >= 0),
        expired     INTEGER NOT NULL CHECK (expired >= 0),
        revoked     INTEGER NOT NULL CHECK (revoked >= 0),
        recalled    INTEGER NOT NULL CHECK (recalled BETWEEN 0 AND amount),
        CHECK (remaining <= amount AND expired <= amount AND revoked <= amount),
        CHECK (grace_until IS NULL OR expires_at IS NOT NULL)
    ) STRICT;
    CREATE INDEX grants_of_balance ON grants (balance);
    CREATE INDEX grants_spendable ON grants (balance) WHERE remaining > 0;

    CREATE TABLE charges (
        id                INTEGER PRIMARY KEY,
        balance           INTEGER NOT NULL REFERENCES balances (id),
        reference         TEXT    NOT NULL CHECK (length(reference) BETWEEN 1 AND 255),
        amount            INTEGER NOT NULL CHECK (amount > 0),
        state             TEXT    NOT NULL
            CHECK (state = 'held' OR state = 'captured' OR state = 'released' OR state = 'expired'),
        captured          INTEGER NOT NULL CHECK (captured BETWEEN 0 AND amount),
        refunded          INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND captured),
        funding           BLOB    NOT NULL CHECK (length(funding) > 0 AND length(funding) % 16 = 0),
        work_order        BLOB    NOT NULL CHECK (length(work_order) <= 65536),
        work_result       BLOB    CHECK (length(work_result) <= 65536),
        worker            TEXT,
        leased_until      INTEGER,
        opened_sequence   INTEGER NOT NULL,
        opened_at         INTEGER NOT NULL,
        resolved_sequence INTEGER,
        resolved_at       INTEGER,
        CHECK ((state = 'held') = (leased_until IS NOT NULL)),
        CHECK ((state = 'held') = (worker IS NOT NULL)),
        CHECK ((state = 'held') = (resolved_sequence IS NULL)),
        CHECK ((state = 'held') = (resolved_at IS NULL)),
        CHECK ((state = 'captured') = (captured > 0)),
        CHECK ((state IN ('captured', 'released')) = (work_result IS NOT NULL))
    ) STRICT;
    CREATE INDEX charges_of_balance ON charges (balance, id);
    CREATE INDEX charges_leased ON charges (leased_until) WHERE state = 'held';

    CREATE TABLE entries (
        position         INTEGER PRIMARY KEY,
        balance          INTEGER NOT NULL REFERENCES balances (id),
        sequence         INTEGER NOT NULL CHECK (sequence >= 1),
        kind             INTEGER NOT NULL,
        amount           INTEGER NOT NULL CHECK (amount >= 0),
        available_before INTEGER NOT NULL CHECK (available_before >= 0),
        held_before      INTEGER NOT NULL CHECK (held_before >= 0),
        available_after  INTEGER NOT NULL CHECK (available_after >= 0),
        held_after       INTEGER NOT NULL CHECK (held_after >= 0),
        reference        TEXT             CHECK (length(reference) BETWEEN 1 AND 255),
        charge           INTEGER REFERENCES charges (id),
        granted          INTEGER REFERENCES grants (id),
        actor            TEXT    NOT NULL,
        reason           TEXT             CHECK (length(reason) BETWEEN 1 AND 255),
        at               INTEGER NOT NULL,
        UNIQUE (balance, sequence)
    ) STRICT;
    CREATE UNIQUE INDEX entries_by_reference ON entries (reference) WHERE reference IS NOT NULL;

    CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    CREATE TRIGGER entries_are_never_dropped BEFORE DELETE ON entries BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    """

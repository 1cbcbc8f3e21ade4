/// The ledger's tables.
///
/// Rows name a balance by its number, so that the hot path writes small integers. Charges, entries and what they
/// carry are appended, and a row that changes keeps its size. There is one index that every charge grows, over the
/// references: the entries and the charges of a balance are chained from the newest to the oldest instead, each row
/// naming the one ahead of it, and each entry also the last one ahead whose sequence number is a multiple of 64.
///
/// What the rules promise, the constraints demand once more, but for two kinds that cost more than the row itself:
/// foreign keys on the appended rows, and that a sequence number is unique, which would be a second index. `verify`
/// looks after both. Alternatives stand as ranges or `OR`: for `IN` with three values or more SQLite builds a tree
/// each time.
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
        last_entry      INTEGER NOT NULL CHECK (last_entry >= 1),
        last_anchor     INTEGER NOT NULL CHECK (last_anchor BETWEEN 0 AND last_entry),
        last_charge     INTEGER NOT NULL CHECK (last_charge >= 0),
        UNIQUE (account, pool),
        CHECK ((holds_in_flight = 0) = (held = 0)),
        CHECK (is_closed = 0 OR available = 0)
    ) STRICT;

    CREATE TABLE grants (
        id           INTEGER PRIMARY KEY,
        balance      INTEGER NOT NULL REFERENCES balances (id),
        reference    TEXT    NOT NULL CHECK (length(reference) BETWEEN 1 AND 255),
        amount       INTEGER NOT NULL CHECK (amount > 0),
        source       TEXT    NOT NULL,
        priority     INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 100),
        expires_at   INTEGER,
        grace_until  INTEGER,
        created_at   INTEGER NOT NULL,
        remaining    INTEGER NOT NULL CHECK (remaining >= 0),
        expired      INTEGER NOT NULL CHECK (expired >= 0),
        revoked      INTEGER NOT NULL CHECK (revoked >= 0),
        recalled     INTEGER NOT NULL CHECK (recalled BETWEEN 0 AND amount),
        is_spendable INTEGER NOT NULL CHECK (is_spendable = (remaining > 0)),
        CHECK (remaining <= amount AND expired <= amount AND revoked <= amount),
        CHECK (grace_until IS NULL OR expires_at IS NOT NULL)
    ) STRICT;
    CREATE INDEX grants_of_balance ON grants (balance);
    CREATE INDEX grants_spendable ON grants (balance) WHERE is_spendable = 1;

    -- state: 2 held, 3 captured, 4 released, 5 expired. cost: what it takes of its balance, held or captured.
    -- resolved: the position of the entry that closed it, or of the one that opened it as long as none has.
    CREATE TABLE charges (
        id       INTEGER PRIMARY KEY,
        balance  INTEGER NOT NULL,
        previous INTEGER NOT NULL CHECK (previous >= 0),
        amount   INTEGER NOT NULL CHECK (amount > 0),
        cost     INTEGER NOT NULL CHECK (cost BETWEEN 0 AND amount),
        refunded INTEGER NOT NULL CHECK (refunded BETWEEN 0 AND cost),
        state    INTEGER NOT NULL CHECK (state BETWEEN 2 AND 5),
        opened   INTEGER NOT NULL CHECK (opened >= 1),
        resolved INTEGER NOT NULL CHECK (resolved >= opened),
        lease    INTEGER NOT NULL CHECK (lease >= 0),
        funding  BLOB    NOT NULL CHECK (length(funding) > 0 AND length(funding) % 16 = 0),
        CHECK (state > 2 OR (resolved = opened AND cost = amount AND refunded = 0)),
        CHECK (state < 4 OR cost = 0),
        CHECK (state <> 3 OR cost > 0)
    ) STRICT;

    -- The holds that one commit made for one worker, which live and end together.
    CREATE TABLE leases (
        id           INTEGER PRIMARY KEY,
        worker       TEXT    NOT NULL,
        leased_until INTEGER NOT NULL,
        first_charge INTEGER NOT NULL,
        last_charge  INTEGER NOT NULL CHECK (last_charge >= first_charge),
        holds        INTEGER NOT NULL CHECK (holds >= 0)
    ) STRICT;

    -- payload: the order of a hold or deduction, the result of a capture, the reason of a release.
    CREATE TABLE entries (
        position         INTEGER PRIMARY KEY,
        balance          INTEGER NOT NULL,
        sequence         INTEGER NOT NULL CHECK (sequence >= 1),
        previous         INTEGER NOT NULL CHECK (previous BETWEEN 0 AND position - 1),
        anchor           INTEGER NOT NULL CHECK (anchor BETWEEN 0 AND previous),
        kind             INTEGER NOT NULL,
        amount           INTEGER NOT NULL CHECK (amount >= 0),
        available_before INTEGER NOT NULL CHECK (available_before >= 0),
        held_before      INTEGER NOT NULL CHECK (held_before >= 0),
        available_after  INTEGER NOT NULL CHECK (available_after >= 0),
        held_after       INTEGER NOT NULL CHECK (held_after >= 0),
        reference        TEXT             CHECK (length(reference) BETWEEN 1 AND 255),
        charge           INTEGER,
        granted          INTEGER,
        actor            TEXT    NOT NULL,
        reason           TEXT             CHECK (length(reason) BETWEEN 1 AND 255),
        at               INTEGER NOT NULL,
        payload          BLOB             CHECK (length(payload) BETWEEN 1 AND 65536)
    ) STRICT;
    CREATE UNIQUE INDEX entries_by_reference ON entries (reference) WHERE reference IS NOT NULL;
    CREATE INDEX refunds_of_charge ON entries (charge) WHERE kind = 6;
    CREATE INDEX adoptions_of_charge ON entries (charge) WHERE kind = 13;

    -- Each seals the entries from first to last, in the order of their positions, and the seal ahead of it.
    CREATE TABLE seals (
        last      INTEGER PRIMARY KEY CHECK (last >= first),
        first     INTEGER NOT NULL UNIQUE,
        head      BLOB    NOT NULL CHECK (length(head) = 32),
        sealed_at INTEGER NOT NULL
    ) STRICT;

    CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    CREATE TRIGGER entries_are_never_dropped BEFORE DELETE ON entries BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    CREATE TRIGGER seals_are_never_changed BEFORE UPDATE ON seals BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    CREATE TRIGGER seals_are_never_dropped BEFORE DELETE ON seals BEGIN
        SELECT raise(ABORT, 'The journal is append-only.');
    END;
    """

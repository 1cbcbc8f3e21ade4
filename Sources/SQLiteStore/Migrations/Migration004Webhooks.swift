/// Who is told of generations, and what they are still to be told.
///
/// Deliveries are the outbox: a row for each event and each place that it goes to, which the name of the row
/// is made of, so that the same event cannot be put there twice. `webhook_feed` says up to where in the
/// journal events were put there; it begins at the journal's end, since what was before is nobody's news.
let migration004Webhooks = """
    CREATE TABLE webhook_endpoints (
        id             TEXT    PRIMARY KEY,
        account        TEXT    NOT NULL CHECK (length(account) = 36),
        url            TEXT    NOT NULL CHECK (length(url) BETWEEN 8 AND 2048),
        label          TEXT    NOT NULL CHECK (length(label) <= 100),
        events         TEXT    NOT NULL CHECK (length(events) > 0),
        secret_version INTEGER NOT NULL CHECK (secret_version >= 1),
        previous_until INTEGER,
        disabled_at    INTEGER,
        created_at     INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX webhook_endpoints_of_account ON webhook_endpoints (account, id);

    CREATE TABLE webhook_deliveries (
        id          TEXT    PRIMARY KEY,
        event       TEXT    NOT NULL,
        type        TEXT    NOT NULL,
        account     TEXT    NOT NULL CHECK (length(account) = 36),
        endpoint    TEXT    REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
        url         TEXT    CHECK (length(url) BETWEEN 8 AND 2048),
        lane        TEXT    NOT NULL,
        body        TEXT    NOT NULL,
        state       TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
        attempts    INTEGER NOT NULL CHECK (attempts >= 0),
        due_at      INTEGER,
        created_at  INTEGER NOT NULL,
        finished_at INTEGER,
        CHECK ((endpoint IS NULL) = (url IS NOT NULL)),
        CHECK ((state = 'pending') = (due_at IS NOT NULL)),
        CHECK ((state = 'pending') = (finished_at IS NULL))
    ) STRICT;
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE state = 'pending';
    CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE state <> 'pending';
    CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint);

    CREATE TABLE webhook_attempts (
        id           TEXT    PRIMARY KEY,
        delivery     TEXT    NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
        target       TEXT    NOT NULL,
        number       INTEGER NOT NULL CHECK (number >= 1),
        status       INTEGER CHECK (status BETWEEN 100 AND 999),
        problem      TEXT,
        response     TEXT    NOT NULL CHECK (length(response) <= 1024),
        started_at   INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
        next_at      INTEGER,
        CHECK ((status IS NULL) = (problem IS NOT NULL))
    ) STRICT;
    CREATE INDEX webhook_attempts_of_delivery ON webhook_attempts (delivery);
    CREATE INDEX webhook_attempts_of_target ON webhook_attempts (target, id);

    CREATE TABLE webhook_feed (
        id       INTEGER PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL CHECK (position >= 0)
    ) STRICT;
    INSERT INTO webhook_feed (id, position) SELECT 1, COALESCE(max(position), 0) FROM entries;
    """

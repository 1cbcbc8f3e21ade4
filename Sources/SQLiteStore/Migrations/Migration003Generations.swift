/// What generations keep besides their charges: jobs, answers that nobody heard, pictures by their looks, and
/// answers that are to be given again.
let migration003Generations = """
    CREATE TABLE generation_jobs (
        charge     INTEGER PRIMARY KEY,
        created_at INTEGER NOT NULL,
        begun_at   INTEGER,
        worker     TEXT,
        CHECK ((begun_at IS NULL) = (worker IS NULL))
    ) STRICT;
    CREATE INDEX generation_jobs_waiting ON generation_jobs (charge) WHERE begun_at IS NULL;

    CREATE TABLE unanswered_generations (
        charge      INTEGER PRIMARY KEY,
        account     TEXT    NOT NULL CHECK (length(account) = 36),
        pool        TEXT    NOT NULL CHECK (length(pool) BETWEEN 1 AND 32),
        actor       TEXT    NOT NULL,
        fingerprint TEXT    NOT NULL CHECK (length(fingerprint) = 32),
        noted_at    INTEGER NOT NULL,
        adopted_at  INTEGER
    ) STRICT;
    CREATE INDEX unanswered_by_request ON unanswered_generations (account, fingerprint) WHERE adopted_at IS NULL;

    CREATE TABLE pictures_by_look (
        account     TEXT    NOT NULL CHECK (length(account) = 36),
        fingerprint TEXT    NOT NULL CHECK (length(fingerprint) = 32),
        charge      INTEGER NOT NULL,
        PRIMARY KEY (account, fingerprint)
    ) STRICT;

    CREATE TABLE stored_answers (
        account       TEXT    NOT NULL CHECK (length(account) = 36),
        key_hash      TEXT    NOT NULL CHECK (length(key_hash) = 64),
        fingerprint   TEXT    NOT NULL CHECK (length(fingerprint) = 64),
        claim         TEXT    NOT NULL,
        claimed_until INTEGER NOT NULL,
        status        INTEGER CHECK (status BETWEEN 200 AND 599),
        body          TEXT,
        created_at    INTEGER NOT NULL,
        PRIMARY KEY (account, key_hash),
        CHECK ((status IS NULL) = (body IS NULL))
    ) STRICT;
    CREATE INDEX stored_answers_by_age ON stored_answers (created_at);
    """

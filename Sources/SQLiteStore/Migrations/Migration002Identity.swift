/// Who the accounts are, and what they sign in with. Secrets are stored as hashes alone.
let migration002Identity = """
    CREATE TABLE accounts (
        id         TEXT    PRIMARY KEY CHECK (length(id) = 36),
        email      TEXT    NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
        role       TEXT    NOT NULL CHECK (role IN ('user', 'owner')),
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE api_keys (
        id         TEXT    PRIMARY KEY,
        account    TEXT    NOT NULL REFERENCES accounts (id),
        label      TEXT    NOT NULL,
        hash       TEXT    NOT NULL UNIQUE,
        pepper     INTEGER NOT NULL,
        last_four  TEXT    NOT NULL CHECK (length(last_four) = 4),
        created_at INTEGER NOT NULL,
        revoked_at INTEGER
    ) STRICT;
    CREATE INDEX api_keys_of_account ON api_keys (account, created_at);

    CREATE TABLE sign_in_links (
        hash       TEXT    PRIMARY KEY,
        account    TEXT    NOT NULL REFERENCES accounts (id),
        expires_at INTEGER NOT NULL,
        used_at    INTEGER
    ) STRICT;

    CREATE TABLE sessions (
        hash       TEXT    PRIMARY KEY,
        account    TEXT    NOT NULL REFERENCES accounts (id),
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sessions_of_account ON sessions (account);
    """

import GRDB

/// The tables of an app that sells by the credit, and its function `deduct_credits`.
///
/// The column `mark` is no part of it: it is the auditor's, who is to know which request a row is of. No
/// flow reads it.
struct Profiles: Sendable {
    private let pool: DatabasePool

    init(_ folder: RaceFolder) throws {
        pool = try DatabasePool(path: folder.file("profiles.sqlite"))
        try pool.write { try $0.execute(sql: Self.schema) }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS profiles (
            id INTEGER PRIMARY KEY,
            api_credits_balance INTEGER NOT NULL CHECK (api_credits_balance >= 0)
        ) STRICT;
        CREATE TABLE IF NOT EXISTS transactions (
            id INTEGER PRIMARY KEY,
            user_id INTEGER NOT NULL REFERENCES profiles,
            amount INTEGER NOT NULL,
            ref_id TEXT NOT NULL UNIQUE,
            mark TEXT NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS generations (
            id INTEGER PRIMARY KEY,
            user_id INTEGER NOT NULL REFERENCES profiles,
            image_url TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT;
        """

    /// `select api_credits_balance from profiles where id = …`
    func credits(of person: Int) async throws -> Int {
        try await pool.read { connection in
            try Int.fetchOne(
                connection, sql: "SELECT api_credits_balance FROM profiles WHERE id = ?", arguments: [person]) ?? 0
        }
    }

    /// `deduct_credits(p_user_id, p_amount, p_ref_id)`: one transaction, in which the condition and the
    /// deduction are one statement. It is sound.
    ///
    /// - Returns: Whether there were enough credits.
    func deductCredits(_ amount: Int, from person: Int, reference: String, mark: String) async throws -> Bool {
        try await pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE profiles SET api_credits_balance = api_credits_balance - :amount
                    WHERE id = :person AND api_credits_balance >= :amount
                    """,
                arguments: ["amount": amount, "person": person])
            guard connection.changesCount > 0 else { return false }
            try connection.execute(
                sql: "INSERT INTO transactions (user_id, amount, ref_id, mark) VALUES (?, ?, ?, ?)",
                arguments: [person, -amount, reference, mark])
            return true
        }
    }

    /// `insert into generations …`: from here on the picture is in the person's history.
    func insertGeneration(_ picture: Picture, of person: Int, mark: String) async throws {
        try await pool.write { connection in
            try connection.execute(
                sql: "INSERT INTO generations (user_id, image_url, mark) VALUES (?, ?, ?)",
                arguments: [person, "/images/\(picture.click).png", mark])
        }
    }

    func close() throws { try pool.close() }
}

// Ahead of the race and after it.
extension Profiles {
    func fund(_ people: [Person]) async throws {
        try await pool.write { connection in
            for person in people {
                try connection.execute(
                    sql: "INSERT INTO profiles (id, api_credits_balance) VALUES (?, ?)",
                    arguments: [person.id, person.credits])
            }
        }
    }

    /// What became of every request that left a trace, and what everybody has left.
    func evidence(breakdowns: Set<String>) async throws -> Evidence {
        try await pool.read { connection in
            var evidence = Evidence()
            for row in try Row.fetchAll(connection, sql: "SELECT id, api_credits_balance FROM profiles") {
                evidence.left[row[0]] = row[1]
            }
            for row in try Row.fetchAll(connection, sql: "SELECT mark, amount FROM transactions") {
                evidence[row[0]].move(row[1])
            }
            for mark in try String.fetchAll(connection, sql: "SELECT mark FROM generations") {
                evidence[mark].isDelivered = true
            }
            for mark in breakdowns { evidence[mark].hasBrokenDown = true }
            return evidence
        }
    }
}

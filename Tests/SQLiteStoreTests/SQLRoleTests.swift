import SQL
import SQLiteStore
import Testing

/// The role of a database that runs statements, as accounts and keys use it.
@Suite struct SQLRoleTests {
    private static let insertion: StaticString = """
        INSERT INTO accounts (id, email, role, created_at) VALUES ($1, $2, $3, $4)
        """

    @Test func `reads what it has written, of every type`() async throws {
        try await withDatabase { database in
            #expect(try await database.commit([account(1, createdAt: .min), account(2, createdAt: .max)]) == [1, 1])
            let rows = try await database.query(
                SQLStatement(
                    "SELECT id, created_at, NULL AS none FROM accounts WHERE role = $1 ORDER BY email", ["user"]))
            #expect(try rows.map { try $0.integer("created_at") } == [.min, .max])
            #expect(try rows[0].text("id") == id(1))
            #expect(try rows[0].optionalText("none") == nil)
            #expect(try rows[0].optionalInteger("none") == nil)
            #expect(throws: SQLFailure.self) { try rows[0].text("none") }
            #expect(throws: SQLFailure.self) { try rows[0].integer("id") }
            #expect(throws: SQLFailure.self) { try rows[0].text("missing") }
        }
    }

    @Test func `keeps any text as it is`() async throws {
        let odd = ["'; DROP TABLE accounts; --", "naïve 日本 🙂", "%_\\", "$1 ?1 :a"]
        try await withDatabase { database in
            let statement = SQLStatement("SELECT $1 AS text, $2 AS number, $1 AS again", [.text(odd[0]), 7])
            #expect(try await database.query(statement)[0].text("again") == odd[0])
            for text in odd {
                let rows = try await database.query(SQLStatement("SELECT $1 AS text", [.text(text)]))
                #expect(try rows[0].text("text") == text)
            }
        }
    }

    @Test(arguments: ["1.5", "1e300", "-1e300", "9e999"])
    func `takes no fraction for a number`(number: String) async throws {
        try await withDatabase { database in
            let statement = SQLStatement("SELECT CAST($1 AS REAL) AS number", [.text(number)])
            let row = try await database.query(statement)[0]
            let failure = #expect(throws: SQLFailure.self) { try row.integer("number") }
            #expect(failure?.code == .corrupt)
        }
    }

    @Test func `runs all statements of a commit or none`() async throws {
        try await withDatabase { database in
            let failure = await #expect(throws: SQLFailure.self) {
                try await database.commit([account(1), account(2), account(1)])
            }
            #expect(failure?.code == .notUnique)
            try await expectCount(0, database)
        }
    }

    @Test func `a commit stands only if each statement changes the rows that it requires`() async throws {
        try await withDatabase { database in
            try await database.commit([account(1), account(2)])
            let renaming: StaticString = "UPDATE accounts SET role = 'owner' WHERE id = $1"
            let failure = await #expect(throws: SQLFailure.self) {
                try await database.commit([
                    account(3), SQLStatement(renaming, [.text(id(1))], requiring: 1),
                    SQLStatement(renaming, [.text(id(9))], requiring: 1),
                ])
            }
            #expect(failure?.code == .conditionFailed)
            try await expectCount(2, database)
            let owners = SQLStatement("SELECT id FROM accounts WHERE role = 'owner'")
            #expect(try await database.query(owners).isEmpty)

            let changes = try await database.commit([
                SQLStatement(renaming, [.text(id(1))], requiring: 1),
                SQLStatement(renaming, [.text(id(9))], requiring: 0),
                SQLStatement("UPDATE accounts SET role = 'user'"),
            ])
            #expect(changes == [1, 0, 2])
        }
    }

    @Test func `tells a value that is taken from one that is not allowed`() async throws {
        try await withDatabase { database in
            try await database.commit([account(1)])
            let sameEmail = SQLStatement(Self.insertion, [.text(id(2)), "1@example.org", "user", 0])
            let taken = await #expect(throws: SQLFailure.self) { try await database.commit([sameEmail]) }
            #expect(taken?.code == .notUnique)
            let wrongRole = SQLStatement(Self.insertion, [.text(id(2)), "2@example.org", "king", 0])
            let refused = await #expect(throws: SQLFailure.self) { try await database.commit([wrongRole]) }
            #expect(refused?.code == .rejected)
            let nonsense = await #expect(throws: SQLFailure.self) {
                try await database.commit([SQLStatement("NONSENSE")])
            }
            #expect(nonsense?.code == .rejected)
        }
    }

    @Test func `lets one of many take what only one may`() async throws {
        try await withDatabase { database in
            try await database.commit([account(1)])
            let taken = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let claim = SQLStatement(
                            "UPDATE accounts SET role = 'owner' WHERE id = $1 AND role = 'user'", [.text(id(1))],
                            requiring: 1)
                        return (try? await database.commit([claim]))?.reduce(0, +) ?? 0
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(taken == 1)
        }
    }

    @Test func `reading changes nothing`() async throws {
        try await withDatabase { database in
            try await database.commit([account(1)])
            await #expect(throws: SQLFailure.self) { try await database.query(SQLStatement("DELETE FROM accounts")) }
            try await expectCount(1, database)
        }
    }

    private func withDatabase(_ body: (any SQLDatabase) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try await body(try SQLiteDatabase(path: folder.path(), role: .server))
        }
    }

    private func expectCount(_ expected: Int64, _ database: any SQLDatabase) async throws {
        let rows = try await database.query(SQLStatement("SELECT count(*) AS count FROM accounts"))
        #expect(try rows[0].integer("count") == expected)
    }

    private func id(_ number: Int) -> String {
        "00000000-0000-0000-0000-00000000000\(number)"
    }

    private func account(_ number: Int, createdAt: Int64 = 0) -> SQLStatement {
        SQLStatement(
            Self.insertion, [.text(id(number)), .text("\(number)@example.org"), "user", .integer(createdAt)])
    }
}

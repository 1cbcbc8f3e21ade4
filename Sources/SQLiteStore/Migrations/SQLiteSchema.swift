import GRDB

/// The history of the data file's schema: numbered, immutable, forward.
enum SQLiteSchema {
    /// Marks a file as ours, as `file(1)` would see it: "Scrp".
    static let applicationID: Int32 = 0x5363_7270

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-ledger") { connection in
            try connection.execute(sql: "PRAGMA application_id = \(applicationID)")
            try connection.execute(sql: migration001Ledger)
        }
        migrator.registerMigration("002-identity") { try $0.execute(sql: migration002Identity) }
        migrator.registerMigration("003-generations") { try $0.execute(sql: migration003Generations) }
        migrator.registerMigration("004-webhooks") { try $0.execute(sql: migration004Webhooks) }
        return migrator
    }

    /// Whether a file may be opened: empty, or ours and no newer than this program.
    static func check(_ connection: Database) throws {
        let owner = try Int32.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
        // A process that was killed while it made the file leaves the migrator's own table, made in a commit of its own.
        let tables =
            try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name != 'grdb_migrations'") ?? 0
        guard owner == applicationID || (owner == 0 && tables == 0) else { throw SchemaProblem.foreign }
        guard try !migrator.hasBeenSuperseded(connection) else { throw SchemaProblem.newer }
    }

    /// Brings a file up to this program's schema.
    static func migrate(_ pool: DatabasePool) throws {
        guard try pool.read({ try !migrator.hasCompletedMigrations($0) }) else { return }
        try migrator.migrate(pool)
    }

    /// The names of the migrations that a file has still to go through.
    static func pending(in connection: Database) throws -> [String] {
        let done = Set(try migrator.appliedIdentifiers(connection))
        return migrator.migrations.filter { !done.contains($0) }
    }
}

enum SchemaProblem: Error {
    case foreign
    case newer
}

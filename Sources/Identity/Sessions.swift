public import CreditLedger
public import SQL

/// Browsers that are signed in, and the links that sign them in.
public struct Sessions: Sendable {
    /// How long a session lasts.
    public static let lifetime = Duration.seconds(30 * 86_400)

    private let database: any SQLDatabase
    private let clock: any LedgerClock

    /// The sessions in `database`.
    public init(database: some SQLDatabase, clock: any LedgerClock = SystemClock()) {
        self.database = database
        self.clock = clock
    }

    /// Makes a link's token that signs one browser in, once.
    public func createLink(
        for account: AccountID, lifetime: Duration = .seconds(86_400)
    ) async throws(IdentityError) -> OpaqueToken {
        let token = OpaqueToken.random()
        let insertion = SQLStatement(
            "INSERT INTO sign_in_links (hash, account, expires_at) VALUES ($1, $2, $3)",
            [
                .text(token.hash), .text("\(account)"),
                .integer(clock.now().advanced(by: lifetime).microseconds),
            ])
        do throws(SQLFailure) { try await database.commit([insertion]) } catch { throw .unavailable(error) }
        return token
    }

    /// Starts a session with a link's token, which is thereby used up: both in one commit.
    ///
    /// - Throws: ``AuthenticationError/invalidLink``; ``IdentityError`` if the database could not answer.
    public func start(with link: OpaqueToken) async throws -> OpaqueToken {
        let session = OpaqueToken.random()
        let now = clock.now()
        do throws(SQLFailure) {
            try await database.commit([
                SQLStatement(
                    "UPDATE sign_in_links SET used_at = $1 WHERE hash = $2 AND used_at IS NULL AND expires_at > $1",
                    [.integer(now.microseconds), .text(link.hash)], requiring: 1),
                SQLStatement(
                    """
                    INSERT INTO sessions (hash, account, created_at, expires_at)
                    SELECT $1, account, $2, $3 FROM sign_in_links WHERE hash = $4
                    """,
                    [
                        .text(session.hash), .integer(now.microseconds),
                        .integer(now.advanced(by: Self.lifetime).microseconds), .text(link.hash),
                    ], requiring: 1),
            ])
        } catch {
            guard error.code == .conditionFailed else { throw IdentityError.unavailable(error) }
            throw AuthenticationError.invalidLink
        }
        return session
    }

    /// Whose session it is.
    ///
    /// - Throws: ``AuthenticationError/noSession``; ``IdentityError`` if the database could not answer.
    public func account(of session: OpaqueToken) async throws -> Account {
        let statement = SQLStatement(
            """
            SELECT a.* FROM sessions AS s JOIN accounts AS a ON a.id = s.account
            WHERE s.hash = $1 AND s.expires_at > $2
            """,
            [.text(session.hash), .integer(clock.now().microseconds)])
        do throws(SQLFailure) {
            if let row = try await database.query(statement).first { return try Account(row) }
        } catch {
            throw IdentityError.unavailable(error)
        }
        throw AuthenticationError.noSession
    }

    /// Ends a session; one that is over already stays so.
    public func end(_ session: OpaqueToken) async throws(IdentityError) {
        let deletion = SQLStatement("DELETE FROM sessions WHERE hash = $1", [.text(session.hash)])
        do throws(SQLFailure) { try await database.commit([deletion]) } catch { throw .unavailable(error) }
    }
}

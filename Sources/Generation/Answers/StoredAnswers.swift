public import CreditLedger
import Crypto
public import Logging
public import SQL
public import ServiceLifecycle

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request under a client's own name for it, its `Idempotency-Key`.
public struct KeyedRequest: Sendable {
    /// Whose key it is.
    public let account: AccountID
    /// The key, as it is stored: a hash, since clients put anything into it.
    let keyHash: String
    /// What is asked, as it is stored.
    let fingerprint: String

    /// A request under a key.
    ///
    /// - Parameter content: What is asked, the endpoint included: the same for the same request.
    public init(account: AccountID, key: String, content: String) {
        self.account = account
        keyHash = SHA256.hash(data: Data(key.utf8)).hexadecimal
        fingerprint = SHA256.hash(data: Data(content.utf8)).hexadecimal
    }

    /// The name of a command that the request gives, the same whenever it is asked: `prefix`, `_` and 32 digits.
    public func reference(_ prefix: String) -> Reference {
        let digest = SHA256.hash(data: Data("\(account)/\(keyHash)".utf8))
        return Reference(stringLiteral: prefix + "_" + digest.prefix(16).hexadecimal)
    }
}

/// An answer as it is given again: to the byte.
public struct StoredAnswer: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: String

    /// An answer.
    public init(status: Int, body: String) {
        self.status = status
        self.body = body
    }
}

/// Why a keyed request was not carried out.
public enum KeyedRequestError: Error, Sendable {
    /// The key was used for another request.
    case keyReused
    /// The first request with the key is still under way, and took longer than one waits.
    case stillRunning
    /// The database did not answer.
    case unavailable(SQLFailure)
}

/// Answers that are given again to the same request with the same key, for 72 hours.
///
/// For endpoints whose work is not a charge, which the ledger itself remembers. The first request claims the key, and
/// those that come meanwhile wait for its answer, in whichever process they are. If its process dies, the
/// claim ends and the next one does the work: give the work the ``KeyedRequest/reference(_:)`` of the request,
/// so that what was done before is known.
public struct StoredAnswers: Service {
    /// For how long an answer is given again.
    public static let lifetime = Duration.seconds(72 * 3_600)

    private let database: any SQLDatabase
    private let clock: any LedgerClock
    private let claimLifetime: Duration
    private let logger: Logger

    /// The answers in `database`.
    ///
    /// - Parameter claimLifetime: How long a request's work may take, and how long others wait for it.
    public init(
        database: some SQLDatabase, clock: any LedgerClock = SystemClock(), claimLifetime: Duration = .seconds(60),
        logger: Logger = Logger(label: "scrip")
    ) {
        self.database = database
        self.clock = clock
        self.claimLifetime = claimLifetime
        self.logger = logger
    }

    /// Forgets, every hour, the answers that are too old, until shut down.
    public func run() async throws {
        for await _ in AsyncTimer(every: .seconds(3_600)).cancelOnGracefulShutdown() {
            do throws(SQLFailure) { try await forgetOld() } catch {
                logger.warning("Old answers stay on record for now", metadata: ["cause": "\(error)"])
            }
        }
    }

    /// Does the work of a request and keeps its answer, or gives the answer that the same request got before.
    ///
    /// - Parameter work: What is to be done. If it throws, nothing is kept, and the key is free again.
    /// - Returns: The answer, and whether it was given before.
    /// - Throws: ``KeyedRequestError``, and what `work` throws.
    public func answer(
        to request: KeyedRequest, work: () async throws -> StoredAnswer
    ) async throws -> (answer: StoredAnswer, isReplay: Bool) {
        let claim = Reference.unique("claim", at: clock.now()).text
        let end = ContinuousClock.now + claimLifetime
        var pause = Duration.milliseconds(10)
        while true {
            if try await commit(insertion(of: request, claim: claim)) == 1 { break }
            if let record = try await record(of: request) {
                guard record.fingerprint == request.fingerprint else { throw KeyedRequestError.keyReused }
                if let answer = record.answer { return (answer, true) }
                if record.isOver(at: clock.now()), try await commit(takeover(of: request, record, claim: claim)) == 1 {
                    break
                }
            }
            guard ContinuousClock.now < end else { throw KeyedRequestError.stillRunning }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(250))
        }
        return (try await carryOut(request, claim: claim, work: work), false)
    }

    /// The answer that a request with a key got before, if one is kept.
    ///
    /// - Throws: ``KeyedRequestError/keyReused`` if the request was another one.
    func kept(for request: KeyedRequest) async throws(KeyedRequestError) -> StoredAnswer? {
        guard let record = try await record(of: request) else { return nil }
        guard record.fingerprint == request.fingerprint else { throw .keyReused }
        return record.answer
    }

    /// Keeps an answer that cost nothing to find.
    ///
    /// - Returns: The answer that is kept: another one, if the same request was answered at the same time.
    func keep(_ answer: StoredAnswer, for request: KeyedRequest) async throws(KeyedRequestError) -> StoredAnswer {
        _ = try await commit(insertion(of: request, claim: "", answer: answer))
        return try await kept(for: request) ?? answer
    }

    private func carryOut(
        _ request: KeyedRequest, claim: String, work: () async throws -> StoredAnswer
    ) async throws -> StoredAnswer {
        let answer: StoredAnswer
        do { answer = try await work() } catch {
            _ = try await commit(deletion(of: request, claim: claim))
            throw error
        }
        _ = try await commit(completion(of: request, claim: claim, answer))
        return answer
    }

    private func forgetOld() async throws(SQLFailure) {
        let limit = clock.now().advanced(by: .zero - Self.lifetime)
        try await database.commit([
            SQLStatement("DELETE FROM stored_answers WHERE created_at < $1", [.integer(limit.microseconds)])
        ])
    }
}

// On file.
extension StoredAnswers {
    private struct Record {
        let fingerprint: String
        let claim: String
        let claimedUntil: Timestamp
        let answer: StoredAnswer?

        func isOver(at now: Timestamp) -> Bool { claimedUntil <= now }
    }

    private func record(of request: KeyedRequest) async throws(KeyedRequestError) -> Record? {
        let limit = clock.now().advanced(by: .zero - Self.lifetime)
        let statement = SQLStatement(
            """
            SELECT fingerprint, claim, claimed_until, status, body FROM stored_answers
            WHERE account = $1 AND key_hash = $2 AND created_at >= $3
            """,
            [.text("\(request.account)"), .text(request.keyHash), .integer(limit.microseconds)])
        do throws(SQLFailure) {
            guard let row = try await database.query(statement).first else { return nil }
            var answer: StoredAnswer?
            if let status = try row.optionalInteger("status"), let body = try row.optionalText("body") {
                answer = StoredAnswer(status: Int(status), body: body)
            }
            return Record(
                fingerprint: try row.text("fingerprint"), claim: try row.text("claim"),
                claimedUntil: Timestamp(microseconds: try row.integer("claimed_until")), answer: answer)
        } catch {
            throw .unavailable(error)
        }
    }

    private func commit(_ statement: SQLStatement) async throws(KeyedRequestError) -> Int {
        do throws(SQLFailure) { return try await database.commit([statement])[0] } catch { throw .unavailable(error) }
    }

    /// An answer that is too old is as good as none.
    private func insertion(of request: KeyedRequest, claim: String, answer: StoredAnswer? = nil) -> SQLStatement {
        let now = clock.now()
        return SQLStatement(
            """
            INSERT INTO stored_answers
                (account, key_hash, fingerprint, claim, claimed_until, created_at, status, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (account, key_hash) DO UPDATE SET fingerprint = excluded.fingerprint, claim = excluded.claim,
                claimed_until = excluded.claimed_until, created_at = excluded.created_at, status = excluded.status,
                body = excluded.body
            WHERE stored_answers.created_at < $9
            """,
            [
                .text("\(request.account)"), .text(request.keyHash), .text(request.fingerprint), .text(claim),
                .integer(now.advanced(by: claimLifetime).microseconds), .integer(now.microseconds),
                .integer(orNull: answer.map { Int64($0.status) }), .text(orNull: answer?.body),
                .integer(now.advanced(by: .zero - Self.lifetime).microseconds),
            ])
    }

    private func takeover(of request: KeyedRequest, _ record: Record, claim: String) -> SQLStatement {
        SQLStatement(
            """
            UPDATE stored_answers SET claim = $1, claimed_until = $2
            WHERE account = $3 AND key_hash = $4 AND claim = $5 AND status IS NULL
            """,
            [
                .text(claim), .integer(clock.now().advanced(by: claimLifetime).microseconds),
                .text("\(request.account)"), .text(request.keyHash), .text(record.claim),
            ])
    }

    private func completion(of request: KeyedRequest, claim: String, _ answer: StoredAnswer) -> SQLStatement {
        SQLStatement(
            """
            UPDATE stored_answers SET status = $1, body = $2
            WHERE account = $3 AND key_hash = $4 AND claim = $5 AND status IS NULL
            """,
            [
                .integer(Int64(answer.status)), .text(answer.body), .text("\(request.account)"),
                .text(request.keyHash), .text(claim),
            ])
    }

    private func deletion(of request: KeyedRequest, claim: String) -> SQLStatement {
        SQLStatement(
            "DELETE FROM stored_answers WHERE account = $1 AND key_hash = $2 AND claim = $3 AND status IS NULL",
            [.text("\(request.account)"), .text(request.keyHash), .text(claim)])
    }
}

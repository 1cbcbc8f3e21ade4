import CharacterArt
import CreditLedger
import Foundation
import Synchronization

@testable import Generation

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) {
        mutex = Mutex(value)
    }

    var value: Value { mutex.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) {
        mutex.withLock { body(&$0) }
    }
}

/// Time that passes only when somebody waits.
final class ManualTime: Sendable {
    private let state = Mutex((reading: Duration.zero, pauses: [Duration]()))

    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by duration: Duration) {
        state.withLock { $0.reading += duration }
    }

    var keeper: Timekeeper {
        Timekeeper(
            date: { Timestamp(microseconds: 0) }, reading: { self.state.withLock { $0.reading } },
            sleep: { pause in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.reading += pause
                    $0.pauses.append(pause)
                }
            })
    }
}

/// A generator that does one thing after another, and notes how much time it was given.
final class PlannedGenerator: TimedGenerator {
    /// What it does when it is asked once.
    enum Step: Sendable {
        case draws
        case fails(GeneratorError)
        /// Does something, and then draws, or fails as that says.
        case works(@Sendable () async -> GeneratorError?)
    }

    let name: String
    let deadline = Duration.seconds(60)

    private let plan: Mutex<[Step]>
    private let given = Mutex<[Duration]>([])

    init(_ name: String = "planned", _ plan: [Step]) {
        self.name = name
        self.plan = Mutex(plan)
    }

    convenience init(_ name: String = "planned", failing errors: GeneratorError..., thenDraws: Bool = true) {
        self.init(name, failing: errors, thenDraws: thenDraws)
    }

    convenience init(_ name: String, failing errors: [GeneratorError], thenDraws: Bool = true) {
        self.init(name, errors.map(Step.fails) + (thenDraws ? [.draws] : []))
    }

    /// The patience that came with each call.
    var patiences: [Duration] { given.withLock { $0 } }

    func draw(
        _ picture: PictureSpecification, within patience: Duration, paidBy hold: borrowing Hold
    ) async throws(DrawingFailure) -> Drawing {
        given.withLock { $0.append(patience) }
        let step = plan.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        let attempt = AttemptTimer(provider: name, time: ManualTime().keeper)
        do throws(GeneratorError) {
            let picture = try await self.picture(of: step)
            return Drawing(picture: picture, generator: name, attempts: [attempt.record(.delivered)])
        } catch {
            throw DrawingFailure(error, attempts: [attempt.record(GenerationAttempt.Outcome(error))])
        }
    }

    private func picture(of step: Step?) async throws(GeneratorError) -> Picture {
        switch step {
        case .draws: return try .blank()
        case .fails(let error): throw error
        case .works(let work):
            if let error = await work() { throw error }
            return try .blank()
        case nil: throw .unusablePicture("more calls than were planned")
        }
    }
}

extension ImageGenerator {
    /// What comes of one drawing that is paid for.
    func outcome() async throws -> Result<Drawing, DrawingFailure> {
        let ledger = Ledger(store: MemoryStore())
        let account = AccountID(UUID())
        try await ledger.grant(
            GrantTerms(amount: 1), to: account, in: .app, reference: .unique("grant"), by: "test")
        let hold = try await ledger.hold(1, on: account, from: .app, reference: .unique("gen"), by: "test")
        do throws(DrawingFailure) { return .success(try await draw(.plain, paidBy: hold)) } catch {
            return .failure(error)
        }
    }
}

extension GeneratorError {
    static func status(_ status: Int, retryAfter: Duration? = nil) -> GeneratorError {
        .rejected(status: status, message: "", requestID: nil, retryAfter: retryAfter)
    }
}

import Foundation

/// The flow that many apps have: check the credits, deduct them, generate, and refund if that fails.
///
/// Each line is one of `generate-character/index.ts` as it was, over the same SQL.
struct OriginalFlow: Flow {
    private let profiles: Profiles
    private let studio: Studio

    init(_ folder: RaceFolder, _ studio: Studio) throws {
        profiles = try Profiles(folder)
        self.studio = studio
    }

    func answer(_ request: Request) async -> Answer {
        let person = request.click.person
        do {
            guard try await profiles.credits(of: person) >= price else { return .paymentRequired }
            // `deductResult.error` is looked at: here it is thrown. `deductResult.data`, the boolean, is not.
            _ = try await profiles.deductCredits(
                price, from: person, reference: "gen_\(Self.now)", mark: request.name)
        } catch {
            return .failed
        }
        do {
            let picture = try await studio.draw(request)
            try await profiles.insertGeneration(picture, of: person, mark: request.name)
            return .picture
        } catch {
            // Fire and forget: whether the refund took place, nobody asks.
            _ = try? await profiles.deductCredits(
                -price, from: person, reference: "refund_\(Self.now)", mark: request.name)
            return .failed
        }
    }

    /// `Date.now()`
    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    func fund(_ people: [Person]) async throws { try await profiles.fund(people) }

    func evidence(of schedule: Schedule) async throws -> Evidence {
        try await profiles.evidence(breakdowns: studio.breakdowns())
    }

    func close() throws { try profiles.close() }
}

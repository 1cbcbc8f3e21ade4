import Foundation

/// The same flow with its fix: the boolean is looked at, references are unique, refunds are checked and
/// logged.
struct MendedFlow: Flow {
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
            let isDeducted = try await profiles.deductCredits(
                price, from: person, reference: Self.unique("gen"), mark: request.name)
            guard isDeducted else { return .paymentRequired }
        } catch {
            return .failed
        }
        do {
            let picture = try await studio.draw(request)
            try await profiles.insertGeneration(picture, of: person, mark: request.name)
            return .picture
        } catch {
            await refund(request)
            return .failed
        }
    }

    private func refund(_ request: Request) async {
        do {
            _ = try await profiles.deductCredits(
                -price, from: request.click.person, reference: Self.unique("refund"), mark: request.name)
            Output.note("[generate-character] Credits refunded successfully")
        } catch {
            Output.note("[generate-character] Failed to refund credits: \(error)")
        }
    }

    /// `` `${prefix}_${Date.now()}_${Math.random().toString(36).substring(2, 9)}` ``
    private static func unique(_ prefix: String) -> String {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        return "\(prefix)_\(now)_" + String(UInt64.random(in: 0..<78_364_164_096), radix: 36)
    }

    func fund(_ people: [Person]) async throws { try await profiles.fund(people) }

    func evidence(of schedule: Schedule) async throws -> Evidence {
        try await profiles.evidence(breakdowns: studio.breakdowns())
    }

    func close() throws { try profiles.close() }
}

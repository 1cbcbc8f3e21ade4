import CreditLedger
import HTTPTypes
import Hummingbird

/// What is sold here: three lines.
struct Haiku: ResponseCodable, Sendable {
    static let price: Credits = 2

    let lines: [String]
}

/// Writes haikus, and only for a hold: without one the call does not compile.
struct Poet {
    private static let second = [
        "the river carries the moon", "a ledger keeps every leaf", "rain counts itself on the roof",
    ]
    private static let third = ["nothing is lost twice", "each drop falls but once", "spring settles the debt"]

    /// - Throws: An error if the topic is no line of a haiku; the credits then go back by themselves.
    func haiku(about topic: String, paidBy hold: borrowing Hold) async throws -> Haiku {
        try await Task.sleep(for: .milliseconds(200))
        guard (1...30).contains(topic.count) else {
            throw HTTPError(.unprocessableContent, message: "A topic has 1 to 30 characters. Nothing was charged.")
        }
        return Haiku(lines: [topic, Self.second.randomElement() ?? "", Self.third.randomElement() ?? ""])
    }
}

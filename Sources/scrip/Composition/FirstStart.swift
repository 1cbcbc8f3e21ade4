import CreditLedger
import Identity

/// Sees to it that there is an owner, and that a demo has credits to play with.
struct FirstStart {
    /// What a demo's account is given, once.
    private static let demoCredits: Credits = 20

    let backend: Backend
    let settings: Settings
    let isDemo: Bool

    /// A one-time link's token for the owner: on the first start, and at every start of a demo.
    func signInLink() async throws -> OpaqueToken? {
        let email = EmailAddress("owner@localhost")
        guard let email else { return nil }
        let isFirst = try await !backend.accounts.hasOwner()
        if isFirst {
            _ = try await backend.createAccount(email: email, role: .owner, bonus: settings.signupBonus)
        }
        guard isFirst || isDemo, let owner = try await backend.accounts.account(email: email) else { return nil }
        if isDemo {
            try await backend.ledger.grant(
                GrantTerms(amount: Self.demoCredits, source: "demo"), to: owner.id, in: .app,
                reference: Reference(stringLiteral: "demo_\(owner.id)"), by: .system)
        }
        return try await backend.sessions.createLink(for: owner.id)
    }
}

import CreditLedger
import Identity
import Testing

@Suite struct AccountDirectoryTests {
    let temporary: TemporaryDatabase
    let accounts: AccountDirectory

    init() throws {
        temporary = try TemporaryDatabase()
        accounts = AccountDirectory(database: temporary.database)
    }

    @Test func `an account is found by its id and by its address in any case`() async throws {
        let account = try await accounts.create(email: try #require(EmailAddress(" Ada@Example.com ")))
        #expect(account.email.text == "ada@example.com")
        #expect(try await accounts.account(named: "\(account.id)") == account)
        #expect(try await accounts.account(named: "ADA@example.COM") == account)
    }

    @Test func `an address is given away once`() async throws {
        let email = try #require(EmailAddress("ada@example.com"))
        _ = try await accounts.create(email: email)
        await #expect { try await accounts.create(email: email) } throws: { error in
            if case IdentityError.emailTaken(email) = error { true } else { false }
        }
    }

    @Test func `the list shows every account once, page by page`() async throws {
        var made: Set<AccountID> = []
        for number in 0..<25 {
            made.insert(try await accounts.create(email: try #require(EmailAddress("user\(number)@example.com"))).id)
        }
        var seen: [AccountID] = []
        var last: Account?
        while true {
            let page = try await accounts.accounts(after: last, limit: 10)
            guard let end = page.last else { break }
            seen += page.map(\.id)
            last = end
        }
        #expect(seen.count == 25)
        #expect(Set(seen) == made)
    }

    @Test func `there is an owner once one was made`() async throws {
        #expect(try await !accounts.hasOwner())
        _ = try await accounts.create(email: try #require(EmailAddress("owner@localhost")), role: .owner)
        #expect(try await accounts.hasOwner())
    }

    @Test(arguments: [
        "", "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "<a@b>", String(repeating: "a", count: 300) + "@b",
    ])
    func `a text that is no address is refused`(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }
}

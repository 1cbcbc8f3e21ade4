import CreditLedger
import SQLiteStore

/// The flow with a ledger: hold, generate, capture; and what was open when a server died is resolved by the
/// next one.
struct ScripFlow: Flow {
    private let database: SQLiteDatabase
    private let ledger: Ledger
    private let studio: Studio

    init(_ folder: RaceFolder, _ studio: Studio) throws {
        database = try SQLiteDatabase(path: folder.file("ledger.sqlite"), role: .server)
        var settings = Ledger.Settings()
        // A race is short. Elsewhere a lease is as long as the longest pause of a process that lives.
        settings.leaseDuration = .milliseconds(500)
        ledger = Ledger(store: SQLiteLedgerStore(database), settings: settings)
        self.studio = studio
    }

    func answer(_ request: Request) async -> Answer {
        do {
            _ = try await ledger.charge(
                .credits(Int64(price)), to: request.click.account, from: .api, reference: request.click.reference,
                order: request.click.number, by: "user"
            ) { hold in
                try await draw(request, paidBy: hold)
            }
            return .picture
        } catch LedgerError.refused(.insufficientCredits) {
            return .paymentRequired
        } catch LedgerError.repeated(let charge) {
            return charge.resolved == nil ? .underWay : .failed
        } catch let error as LedgerError {
            // The charge has one outcome all the same, and asking again tells it.
            Output.note("[generate-character] \(request.name): \(error)")
            return .underWay
        } catch {
            return .failed
        }
    }

    /// Paid work asks for a hold.
    private func draw(_ request: Request, paidBy hold: borrowing Hold) async throws -> Picture {
        try await studio.draw(request)
    }

    func keepUp() async {
        let studio = studio
        while !Task.isCancelled {
            do throws(LedgerError) {
                try await ledger.renewLeases()
                _ = try await ledger.resolveOverdueHolds { charge in
                    guard let picture = try await studio.picture(ofClick: charge.order.decode()) else {
                        return .giveBack
                    }
                    return .capture(nil, result: try Payload(json: picture))
                }
            } catch {
                Output.note("[generate-character] The holds of the dead are left for later: \(error)")
            }
            try? await Task.sleep(for: ledger.leaseDuration / 5)
        }
    }

    func close() throws { try database.close() }
}

// Ahead of the race and after it.
extension ScripFlow {
    func fund(_ people: [Person]) async throws {
        for person in people {
            try await ledger.grant(
                GrantTerms(amount: .credits(Int64(person.credits))), to: person.account, in: .api,
                reference: .unique("grant"), by: "owner")
        }
    }

    /// What `verify` says, and what became of every charge, from the lines of the journal.
    func evidence(of schedule: Schedule) async throws -> Evidence {
        var evidence = Evidence()
        evidence.faults = try await ledger.verify().faults.map(\.description)
        for person in schedule.people {
            let balance = try await ledger.store.balances(of: person.account).first
            evidence.left[person.id] = Int(balance?.available.count ?? 0)
            for line in try await ledger.store.journal(JournalFilter(account: person.account), page: Page(limit: 1_000))
            {
                try await note(line.entry, in: &evidence)
            }
        }
        for request in try await studio.breakdowns() {
            evidence[request.prefix { $0 != "." } + ".charge"].hasBrokenDown = true
        }
        return evidence
    }

    private func note(_ entry: Entry, in evidence: inout Evidence) async throws {
        guard let id = entry.charge, let charge = try await ledger.store.charge(id) else { return }
        let number = try charge.order.decode(Int.self)
        let request = "\(number).charge"
        switch entry.kind {
        case .hold, .deduct: evidence[request].move(-Int(entry.amount.count))
        case .release, .holdExpiry, .refund: evidence[request].move(Int(entry.amount.count))
        // All that was held is spent, so that nothing comes back with a capture.
        case .capture: evidence[request].isDelivered = try charge.capture?.result.decode() == Picture(click: number)
        default: break
        }
    }
}

extension Person {
    fileprivate var account: AccountID { AccountID(number: UInt64(id) + 1) }
}

extension Click {
    fileprivate var account: AccountID { AccountID(number: UInt64(person) + 1) }

    /// What a client sends as its `Idempotency-Key`: the same for every attempt at this click.
    fileprivate var reference: Reference { Reference(stringLiteral: "gen_\(number)") }
}

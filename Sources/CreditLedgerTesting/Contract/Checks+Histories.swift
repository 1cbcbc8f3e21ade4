import CreditLedger

// All about one charge.
extension LedgerStoreContract {
    static let histories: [ContractCheck] = [
        ContractCheck("reads all entries about one charge, in their order and in no other's") { bench in
            let written = try await bench.writeTimedJournal()
            let lines = try await bench.journal(JournalFilter(), .oldestFirst, pagesOf: 100)
            for charge in Set(written.compactMap(\.charge)) {
                let expected = lines.filter { $0.entry.charge == charge }
                try bench.expectEqual(try await bench.store.entries(of: charge), expected, "entries of \(charge)")
            }
            try bench.expectEqual(try await bench.store.entries(of: ChargeID(4_711)), [], "entries of nothing")
        },
        ContractCheck("keeps a record of each charge with its entries and the grants that paid") { bench in
            let (first, second) = (try await bench.grant(3), try await bench.grant(4))
            try await bench.run(bench.granting(5))
            let id = try await bench.hold(6)
            try await bench.run([bench.capturing(id, 5), bench.refunding(id, 2)])
            guard let record = try await bench.store.record(of: id) else { throw ContractViolation("no record") }
            try bench.expectEqual(record.charge, try await bench.charge(id), "the charge")
            try bench.expectEqual(record.lines, try await bench.store.entries(of: id), "the entries")
            try bench.expectEqual(record.lines.map(\.entry.kind), [.hold, .capture, .refund], "kinds")
            try bench.expectEqual(record.grants.map(\.id), [first, second].compactMap { $0 }, "the grants")
            try bench.expectEqual(record.grants.map(\.remaining), [0, 4], "what is left of them")
            try bench.expect(try await bench.store.record(of: ChargeID(4_711)) == nil, "a record of nothing")
        },
        ContractCheck("keeps the records of charges that their receipts are made of") { bench in
            let written = try await bench.writeTimedJournal()
            for charge in Set(written.compactMap(\.charge)) {
                guard let record = try await bench.store.record(of: charge) else {
                    throw ContractViolation("no record")
                }
                let receipt = try Receipt(record)
                try bench.expectEqual(receipt.steps.map(\.sequence), record.lines.map(\.entry.sequence), "steps")
            }
        },
    ]

    static let standings: [ContractCheck] = [
        ContractCheck("tells how a balance stands after a debt was collected of a grant, a refund or a release") {
            bench in
            try await bench.owe(7)
            try bench.expectEqual(try await bench.run(bench.granting(10)).standing.available, 3, "after the grant")
            let (charge, held) = (try await bench.hold(1), try await bench.hold(2))
            try await bench.run(bench.capturing(charge))
            try await bench.owe(2)
            let refund = try await bench.run(bench.refunding(charge))
            try bench.expectEqual(refund.entry.after, Entry.Standing(available: 1, held: 2), "after the refund's entry")
            try bench.expectEqual(refund.standing, Entry.Standing(available: 0, held: 2), "after the refund")
            let release = try await bench.run(bench.releasing(held))
            try bench.expectEqual(release.standing, Entry.Standing(available: 1, held: 0), "after the release")
        },
        ContractCheck("tells how a balance stands after what came back into a closed pool was taken") { bench in
            let charge = try await bench.holdOnly(5)
            try await bench.run(bench.closing())
            let capture = try await bench.run(bench.capturing(charge, 2))
            try bench.expectEqual(capture.entry.after.available, 3, "after its entry")
            try bench.expectEqual(capture.standing, Entry.Standing(available: 0, held: 0), "after the capture")
        },
        ContractCheck("tells of a repeat how the balance stands now") { bench in
            let grant = bench.granting(10, expiresAt: bench.moment(in: .seconds(9)))
            try bench.expectEqual(try await bench.run(grant).standing.available, 10, "at first")
            _ = try await bench.hold(4)
            try bench.expectEqual(
                try await bench.run(grant).standing, Entry.Standing(available: 6, held: 4), "after a hold")
            bench.clock.advance(by: .seconds(9))
            try bench.expectEqual(
                try await bench.run(grant).standing, Entry.Standing(available: 0, held: 4), "after its time")
        },
    ]
}

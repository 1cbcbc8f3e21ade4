/// What went wrong for one contestant, in numbers.
struct Score: Sendable {
    /// How often people pressed Generate.
    let clicks: Int
    /// How often the server was killed, and how many requests were then at work.
    let kills, cutOff: Int
    /// Pictures in people's histories.
    var delivered = 0
    /// Credits that people no longer have.
    var charged = 0
    /// Credits taken for a request that has no picture.
    var chargedNotDelivered = 0
    /// Of these, credits that were to come back when the provider broke down.
    var lostRefunds = 0
    /// Pictures that nobody paid for.
    var deliveredNotCharged = 0
    /// Clicks that were paid for more than once.
    var chargedTwice = 0
    /// Credits given back that had not been taken, or had been given back before.
    var excessRefunds = 0
    /// Clicks that were answered with a picture that is in no history.
    var vanished = 0
    /// People whose credits are not all either left or paid for a picture of theirs.
    var wrongBalances = 0
    /// What the contestant's own books say is wrong with them.
    var faults: [String] = []

    /// Whether every credit ever given is left, or has paid for one picture that was delivered.
    var booksAddUp: Bool { wrongBalances == 0 && faults.isEmpty }

    /// Whether nobody, neither customer nor owner, has lost anything.
    var isFlawless: Bool {
        booksAddUp
            && [chargedNotDelivered, lostRefunds, deliveredNotCharged, chargedTwice, excessRefunds, vanished]
                .allSatisfy { $0 == 0 }
    }

    /// Judges a contestant by what it has on file.
    ///
    /// - Parameter answered: The clicks that were answered with a picture.
    init(_ evidence: Evidence, of schedule: Schedule, answered: Set<Int>, kills: Int, cutOff: Int) {
        clicks = schedule.clicks.count
        self.kills = kills
        self.cutOff = cutOff
        faults = evidence.faults
        for sale in evidence.sales.values { count(sale) }
        let sales = Self.byClick(evidence)
        for click in schedule.clicks {
            let own = sales[click.number] ?? []
            if own.reduce(0, { $0 + max(0, $1.cost) }) > price { chargedTwice += 1 }
            if answered.contains(click.number), !own.contains(where: \.isDelivered) { vanished += 1 }
        }
        for person in schedule.people { weigh(person, evidence, schedule, sales) }
    }

    private mutating func count(_ sale: Sale) {
        if sale.isDelivered {
            delivered += 1
            if sale.cost < price { deliveredNotCharged += 1 }
        } else if sale.cost > 0 {
            chargedNotDelivered += sale.cost
            if sale.hasBrokenDown { lostRefunds += sale.cost }
        }
        excessRefunds += max(0, -sale.cost)
    }

    private mutating func weigh(
        _ person: Person, _ evidence: Evidence, _ schedule: Schedule, _ sales: [Int: [Sale]]
    ) {
        let left = evidence.left[person.id] ?? 0
        let own = schedule.clicks.filter { $0.person == person.id }.flatMap { sales[$0.number] ?? [] }
        charged += person.credits - left
        if person.credits != left + price * own.filter(\.isDelivered).count { wrongBalances += 1 }
    }

    private static func byClick(_ evidence: Evidence) -> [Int: [Sale]] {
        var sales: [Int: [Sale]] = [:]
        for (request, sale) in evidence.sales {
            guard let number = request.split(separator: ".").first.flatMap({ Int($0) }) else { continue }
            sales[number, default: []].append(sale)
        }
        return sales
    }
}

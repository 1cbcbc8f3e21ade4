/// What happens in a race, as one seed decides it: who clicks when, what becomes of each drawing, and over
/// which the server is killed.
struct Schedule: Sendable {
    let seed: UInt64
    let people: [Person]
    /// The clicks, by their number.
    let clicks: [Click]
    /// The ends of the server's lives; the one after them is not killed.
    let kills: [Kill]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        people = (0..<60).map { Person(id: $0, credits: .random(in: 1...4, using: &random)) }
        var clicks: [Click] = []
        let outages = Set((0..<20).shuffled(using: &random).prefix(7))
        for wave in 0..<20 {
            let start = Duration.milliseconds(50 * wave)
            for person in people.shuffled(using: &random).prefix(8) {
                for _ in 0..<Int.random(in: 3...6, using: &random) {
                    clicks.append(
                        Click(
                            number: clicks.count, person: person.id, waveAt: start, isOutage: outages.contains(wave),
                            using: &random))
                }
            }
        }
        self.clicks = clicks
        kills = (0..<4).map { _ in Kill(using: &random) }
    }
}

/// Somebody who buys pictures.
struct Person: Sendable {
    let id: Int
    /// What they start with.
    let credits: Int
}

/// A press on Generate.
struct Click: Sendable {
    let number: Int
    let person: Int
    /// When, from the start of the race.
    let at: Duration
    /// How long the provider draws, from the moment the server hears of the click.
    let drawing: Duration
    /// Whether the provider then has a picture, or breaks down.
    let isDrawn: Bool
    /// How long the client waits for an answer before it sends the click again.
    let patience: Duration?

    /// A click of a wave, all of whose clicks come within a millisecond or two. In an outage every drawing
    /// of the wave breaks off at the same moment, as when a provider goes down.
    fileprivate init(
        number: Int, person: Int, waveAt start: Duration, isOutage: Bool, using random: inout SeededGenerator
    ) {
        let delay = Duration.microseconds(.random(in: 0..<1_500, using: &random))
        self.number = number
        self.person = person
        at = start + delay
        drawing = isOutage ? .milliseconds(25) - delay : .milliseconds(.random(in: 5...40, using: &random))
        let isBreakdown = Int.random(in: 0..<100, using: &random) < 8
        isDrawn = !isOutage && !isBreakdown
        patience = Int.random(in: 0..<100, using: &random) < 15 ? .milliseconds(4) : nil
    }
}

/// How one life of the server ends.
struct Kill: Sendable {
    /// The drawing that the provider never comes to an end with, counted from the first of this life.
    let drawing: Int
    /// How long the server has been at that drawing when it is killed.
    let delay: Duration

    fileprivate init(using random: inout SeededGenerator) {
        drawing = .random(in: 8..<16, using: &random)
        delay = .microseconds(.random(in: 0..<12_000, using: &random))
    }
}

extension Schedule: CustomStringConvertible {
    var description: String {
        let credits = people.reduce(0) { $0 + $1.credits }
        let breakdowns = clicks.filter { !$0.isDrawn }.count
        let retries = clicks.filter { $0.patience != nil }.count
        return """
            Seed \(seed): \(people.count) people, who have \(credits) credits in all, click \(clicks.count) times within a second.
            The provider breaks down over \(breakdowns) of the clicks, \(retries) of the clients lose patience and ask
            again, and the server is killed \(kills.count) times at work.

            """
    }
}

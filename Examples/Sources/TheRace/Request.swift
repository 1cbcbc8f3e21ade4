/// A click on its way to the server: the first time, or again because no answer came.
struct Request: Sendable {
    let click: Click
    /// 1, 2, 3, …
    let attempt: Int
    let arrival = ContinuousClock.now

    /// The request as one word, such as `57.1`.
    var name: String { "\(click.number).\(attempt)" }
}

extension Request {
    /// The request of a name, or `nil` if it is none of this race.
    init?(_ name: some StringProtocol, in schedule: Schedule) {
        let numbers = name.split(separator: ".").compactMap { Int($0) }
        guard numbers.count == 2, schedule.clicks.indices.contains(numbers[0]) else { return nil }
        self.init(click: schedule.clicks[numbers[0]], attempt: numbers[1])
    }
}

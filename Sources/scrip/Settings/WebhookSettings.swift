import Webhooks

extension WebhookDispatcher.Settings {
    /// The settings whose names begin with `webhooks`.
    init(_ source: SettingsSource) throws(Failure) {
        let standard = Self()
        self = standard
        reach = try source.value(.webhooksAllowPrivate, default: standard.reach, "true or false") {
            ["true": .anywhere, "false": .global][$0]
        }
        timeout = try source.value(
            .webhooksTimeout, default: standard.timeout, "a number of seconds from 0.1 to 60", Self.seconds(0.1...60))
        schedule = try source.value(
            .webhooksRetries, default: standard.schedule, "up to 20 numbers of seconds, comma-separated", Self.pauses)
        retention = try source.value(
            .webhooksRetention, default: standard.retention, "a number of seconds from 1 to 31536000",
            Self.seconds(1...31_536_000))
    }

    private static func seconds(_ range: ClosedRange<Double>) -> (String) -> Duration? {
        { text in Double(text).flatMap { range.contains($0) ? .milliseconds(Int64($0 * 1_000)) : nil } }
    }

    private static func pauses(_ text: String) -> RetrySchedule? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let pauses = parts.compactMap { seconds(0.1...86_400)(String($0)) }
        guard pauses.count == parts.count, pauses.count <= 20 else { return nil }
        return RetrySchedule(pauses: pauses)
    }
}

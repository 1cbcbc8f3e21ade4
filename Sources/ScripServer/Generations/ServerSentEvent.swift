/// One event of a `text/event-stream` (WHATWG HTML, section 9.2.6).
struct ServerSentEvent: Hashable {
    /// What a client that lost the connection sends back as `Last-Event-ID`.
    var id: Int
    /// What kind of event it is.
    var name: String
    /// What it says.
    var data: String

    /// The event on the wire. A line break in the data begins another `data` line, which the client joins again.
    var text: String {
        let lines = data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        return "id: \(id)\nevent: \(name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
    }

    /// A line that clients skip, so that neither they nor a proxy take the silence for the end.
    static let heartbeat = ": still there\n\n"

    /// How many milliseconds a client that lost the connection is to wait before it comes back.
    static func retry(after milliseconds: Int) -> String { "retry: \(milliseconds)\n\n" }
}

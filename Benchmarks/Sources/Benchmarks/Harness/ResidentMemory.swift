import Foundation

/// How much memory this process holds, from `/proc`.
enum ResidentMemory {
    /// At present, in bytes; `nil` where there is no `/proc`.
    static var current: Double? { field("VmRSS:") }

    /// The most since ``resetPeak()``, in bytes.
    static var peak: Double? { field("VmHWM:") }

    /// Forgets the peak so far (proc(5), clear_refs).
    static func resetPeak() {
        guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        file.write(Data("5".utf8))
    }

    /// By how many bytes the memory grew above what it was, at the worst moment of `work`.
    static func growth(during work: () async throws -> Void) async throws -> Double? {
        resetPeak()
        let before = current
        try await work()
        guard let before, let peak else { return nil }
        return max(0, peak - before)
    }

    private static func field(_ name: String) -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return nil }
        return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }.map { $0 * 1_024 }
    }
}

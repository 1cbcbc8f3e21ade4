extension Hold {
    /// Does the parts of one work at the same time, each of them shown the hold that pays for all.
    ///
    /// - Parameters:
    ///   - count: How many parts there are.
    ///   - cancellation: The parts are cancelled when this ends.
    ///   - work: Does the part of a number, counted from 0. It cannot settle the hold: it only borrows it.
    /// - Returns: What came of the parts, in their order.
    public func inParts<Value: Sendable>(
        _ count: Int, until cancellation: AsyncStream<Never>? = nil,
        _ work: @escaping @Sendable (Int, borrowing Hold) async -> Value
    ) async -> [Value] {
        let claim = claim
        return await withTaskGroup(of: (Int, Value)?.self) { group in
            for part in 0..<count {
                group.addTask { (part, await work(part, Hold(claim))) }
            }
            if let cancellation {
                group.addTask {
                    for await _ in cancellation {}
                    return nil
                }
            }
            var values: [Int: Value] = [:]
            while values.count < count, let next = await group.next() {
                if let (part, value) = next { values[part] = value } else { group.cancelAll() }
            }
            group.cancelAll()
            return (0..<count).compactMap { values[$0] }
        }
    }
}

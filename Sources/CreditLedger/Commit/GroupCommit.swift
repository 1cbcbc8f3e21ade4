import Synchronization

/// Gathers commands while a batch is being written, so that under load one durable commit serves
/// many of them, and an idle system commits a lone command at once.
///
/// There is no timer and no task of its own: the first caller to come leads, which is to say that it
/// commits whatever has gathered; meanwhile others gather, and the first of them leads next. A
/// caller waits until its command is decided, even if its task is cancelled: a capture or a release
/// that has begun is not to be lost.
final class GroupCommit: Sendable {
    /// How many commands one commit takes at the most.
    static let maximumBatchCount = 4_096

    private struct Pending {
        let command: LedgerCommand
        let caller: UnsafeContinuation<Call, Never>
    }

    private enum Call {
        case lead
        case decided(Decision)
    }

    typealias Decision = Result<Result<Posting, Refusal>, StoreFailure>

    private struct State {
        var waiting: [Pending] = []
        var isLed = false
    }

    private let state = Mutex(State())
    private let committer: BatchCommitter

    init(committer: BatchCommitter) {
        self.committer = committer
    }

    /// Has a command decided, together with what others ask for at the same time.
    func decide(_ command: LedgerCommand) async -> Decision {
        let isFirst = state.withLock { state in
            defer { state.isLed = true }
            return !state.isLed
        }
        if isFirst { return await lead(with: command, followers: []) }
        let call = await withUnsafeContinuation { caller in
            let pending = Pending(command: command, caller: caller)
            // The leader may have left between the look above and now.
            let leadsAfterAll = state.withLock { state in
                state.waiting.append(pending)
                guard !state.isLed else { return nil as Pending? }
                state.isLed = true
                return state.waiting.removeLast()
            }
            leadsAfterAll?.caller.resume(returning: .lead)
        }
        switch call {
        case .decided(let decision): return decision
        case .lead: return await lead(with: command, followers: takeFollowers())
        }
    }

    private func takeFollowers() -> [Pending] {
        state.withLock { state in
            let count = min(state.waiting.count, Self.maximumBatchCount - 1)
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }

    private func lead(with command: LedgerCommand, followers: [Pending]) async -> Decision {
        let decisions = await committer.commit([command] + followers.map(\.command))
        // The next batch is on its way before the answers of this one are handed out.
        callNextLeader()
        for (follower, decision) in zip(followers, decisions.dropFirst()) {
            follower.caller.resume(returning: .decided(decision))
        }
        return decisions[0]
    }

    private func callNextLeader() {
        let next = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() as Pending? }
            state.isLed = false
            return nil
        }
        next?.caller.resume(returning: .lead)
    }
}
